//! `onrecord serve`: the record in a browser.

use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::path::Path;

use crate::cli::database::Database;
use crate::cli::failure::Failure;
use crate::cli::{Exit, message};
use crate::serve;

/// Show the record in a browser, until Ctrl-C.
///
/// Nothing leaves this machine: pages, fonts and scripts come from this program.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  onrecord serve
  onrecord serve --port 0 --db archive.db")]
pub(crate) struct Args {
    #[command(flatten)]
    address: Address,
    #[command(flatten)]
    database: Database,
}

/// Where the pages are served.
#[derive(Debug, clap::Args)]
pub(crate) struct Address {
    /// The port; 0 picks a free one and prints it
    #[arg(long, value_name = "N", default_value_t = 7878)]
    port: u16,
    /// The host name or address to listen on
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1")]
    host: String,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Exit> {
    // Brings the store up to date before the first page.
    drop(args.database.open_or_make_current()?);
    pages(args.database.path(), &args.address)?;
    Ok(Exit::Done)
}

/// Serves the pages of a store until Ctrl-C.
pub(crate) fn pages(path: &Path, address: &Address) -> anyhow::Result<()> {
    let socket = resolve(address)?;
    serve::run(path, socket, |address| {
        message::note(&format!("Serving http://{address} until Ctrl-C"));
    })
}

fn resolve(address: &Address) -> anyhow::Result<SocketAddr> {
    if let Ok(ip) = address.host.parse::<IpAddr>() {
        return Ok(SocketAddr::new(ip, address.port));
    }
    let found = (address.host.as_str(), address.port).to_socket_addrs();
    let found = found.ok().and_then(|mut found| found.next());
    found.ok_or_else(|| {
        let message = format!("Failed to find the host `{}`", address.host);
        Failure::usage(message)
            .hint("`--host 127.0.0.1` serves this machine only")
            .into()
    })
}
