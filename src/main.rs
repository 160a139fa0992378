//! Arguments in, exit code out.

fn main() -> std::process::ExitCode {
    onrecord::cli::run()
}
