//! `onrecord read`: inputs to JSON Lines, no store touched.

use std::io::{BufWriter, Write};

use crate::cli::{Exit, message};
use crate::fetch::{self, Fetched};
use crate::intake::{self, next_batch};
use crate::model::Engine;
use crate::pipeline::{self, Options, Outcome};
use crate::record::{Context, DocumentRecord};
use crate::resources;

/// Read inputs and print what was found, one document a line (JSON Lines).
///
/// INPUT is a file, folder, glob or `-` for standard input: HTML and saved pages (MHTML), plain
/// text, Markdown, JSON Lines, CSV, RSS, Atom and JSON feeds, OPML lists of feed files, NITF,
/// NewsML-G2, ninjs, web archives (WARC, WACZ), zip and tar; compressed too (gzip, bzip2, xz,
/// Zstandard). What each is, its content tells. Spans are `[start, end)` in Unicode code points of
/// `text`. Inputs that cannot be read are named on standard error and the rest is done (exit code
/// 3).
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  onrecord read page.html
  onrecord read coverage/ 'archive/2031-*.txt' > documents.jsonl
  cat articles.jsonl | onrecord read --as-is - | jq '.statements[].speaker.name'")]
pub(crate) struct Args {
    /// What to read
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<String>,
    #[command(flatten)]
    reading: Reading,
    /// Only statements at least so sure, 0 to 1
    #[arg(long, value_name = "C", default_value = "0", value_parser = confidence)]
    min_confidence: u16,
}

/// A confidence as it is given, 0 to 1, in thousandths.
pub(crate) fn confidence(text: &str) -> Result<u16, String> {
    let value: Option<f64> = text.parse().ok().filter(|it| (0.0..=1.0).contains(it));
    let value = value.ok_or_else(|| String::from("a number from 0 to 1 is wanted"))?;
    Ok((value * 1000.0).round() as u16)
}

/// How inputs are read; the same for all commands that read some.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct Reading {
    /// Keep given texts untouched: nothing is removed, and spans index what was given
    #[arg(long)]
    as_is: bool,
    /// Look for statements with the smaller network: for archives
    #[arg(long)]
    fast: bool,
}

impl Reading {
    pub(crate) fn options(self) -> Options {
        Options {
            as_is: self.as_is,
            engine: if self.fast {
                Engine::Fast
            } else {
                Engine::Full
            },
        }
    }
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Exit> {
    let options = args.reading.options();
    let resources = resources::get();
    let mut out = BufWriter::new(std::io::stdout().lock());
    let (mut done, mut failed) = (0, 0);
    let mut items = fetch::items(&args.inputs);
    loop {
        let batch = next_batch(&mut items);
        if batch.is_empty() {
            break;
        }
        let read = |fetched: &Fetched| -> anyhow::Result<(Vec<u8>, Option<Outcome>)> {
            let Ok(item) = fetched else {
                return Ok((Vec::new(), None));
            };
            let outcome = pipeline::read(resources, item, options);
            Ok((lines(&outcome, args.min_confidence)?, Some(outcome)))
        };
        let results = intake::map(&batch, read);
        for (fetched, result) in batch.iter().zip(results) {
            if let Err(error) = fetched {
                message::failed(error);
                failed += 1;
            }
            let (lines, outcome) = result?;
            out.write_all(&lines)?;
            let Some(outcome) = outcome else { continue };
            outcome.errors.iter().for_each(|it| message::failed(it));
            failed += outcome.errors.len();
            done += outcome.documents.len();
        }
    }
    out.flush()?;
    Ok(Exit::of_inputs(done, failed))
}

fn lines(outcome: &Outcome, least: u16) -> anyhow::Result<Vec<u8>> {
    let mut lines = Vec::new();
    for analysed in &outcome.documents {
        let context = Context::alone(analysed);
        let mut record = DocumentRecord::of(&context);
        record
            .statements
            .retain(|it| it.confidence * 1000.0 >= f64::from(least));
        serde_json::to_writer(&mut lines, &record)?;
        lines.push(b'\n');
    }
    Ok(lines)
}
