//! The world's inputs into the store: fetched, read on all cores, kept, and gathered.
//!
//! What the command line and the pages do alike when a person adds coverage or corrects the record.
//! Nothing is printed here; who calls is told what came of each input.

mod workers;

use std::error::Error;

use crate::fetch::Fetched;
use crate::model::{Analysed, DocumentId, Engine, Hash, Item, ItemKind};
use crate::pipeline::{self, Options, Outcome};
use crate::resources;
use crate::store::{Added, Result, Store};

pub use workers::map;

/// At most so many inputs are held at a time; enough to keep the cores busy, few enough that memory
/// does not grow with the number of documents.
const BATCH_ITEMS: usize = 256;
/// At most so many bytes of input are held at a time, unless one input alone has more.
const BATCH_BYTES: usize = 16 << 20;

/// What came of all inputs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Documents that were not in the store.
    pub new: usize,
    /// Documents that were there already.
    pub known: usize,
    /// Inputs and parts of inputs that could not be read.
    pub failed: usize,
    /// Things that looked odd in documents that were read.
    pub warnings: usize,
}

/// What is seen on the way.
#[derive(Debug)]
pub enum Seen<'a> {
    /// A document was kept.
    Document(&'a Analysed, Added),
    /// Something could not be read; the rest goes on.
    Failed(&'a (dyn Error + 'static)),
    /// One more input is done with.
    Input,
}

/// An error with its causes, on one line.
pub fn in_full(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(it) = cause {
        let says = it.to_string();
        if !text.ends_with(&says) {
            text.push_str(": ");
            text.push_str(&says);
        }
        cause = it.source();
    }
    text
}

/// Reads inputs into a store, each whole or not at all, and tells what is seen.
pub fn add(
    store: &mut Store,
    mut items: impl Iterator<Item = Fetched>,
    options: Options,
    mut see: impl FnMut(Seen<'_>, &Tally),
) -> Result<Tally> {
    let mut tally = Tally::default();
    loop {
        let batch = next_batch(&mut items);
        if batch.is_empty() {
            return Ok(tally);
        }
        let read = |item: &Item| pipeline::read(resources::get(), item, options);
        let outcomes = map(&batch, |fetched| fetched.as_ref().ok().map(read));
        for (fetched, outcome) in batch.iter().zip(outcomes) {
            match fetched {
                Ok(item) => {
                    let outcome = outcome.unwrap_or_default();
                    keep(store, item, options, &outcome, &mut tally, &mut see)?;
                }
                Err(error) => {
                    tally.failed += 1;
                    see(Seen::Failed(error), &tally);
                }
            }
            see(Seen::Input, &tally);
        }
    }
}

fn keep(
    store: &mut Store,
    item: &Item,
    options: Options,
    outcome: &Outcome,
    tally: &mut Tally,
    see: &mut impl FnMut(Seen<'_>, &Tally),
) -> Result<()> {
    for error in &outcome.errors {
        tally.failed += 1;
        see(Seen::Failed(error), tally);
    }
    let added = store.add(item, options.as_is, options.engine, &outcome.documents)?;
    for (analysed, added) in outcome.documents.iter().zip(added) {
        match added {
            Added::New => tally.new += 1,
            Added::Known => tally.known += 1,
        }
        tally.warnings += analysed.document.warnings.len();
        see(Seen::Document(analysed, added), tally);
    }
    Ok(())
}

/// The next inputs, within the bounds of a batch.
pub fn next_batch(items: &mut impl Iterator<Item = Fetched>) -> Vec<Fetched> {
    let mut batch = Vec::new();
    let mut bytes = 0;
    while batch.len() < BATCH_ITEMS && bytes < BATCH_BYTES {
        let Some(fetched) = items.next() else { break };
        bytes += fetched.as_ref().map_or(0, |item| item.bytes.len());
        batch.push(fetched);
    }
    batch
}

/// Gathers the whole set and keeps what was found.
pub fn gather(store: &mut Store) -> Result<()> {
    let (mut documents, hashes) = store.read_hashed()?;
    let guidance = store.guidance()?;
    let earlier = store.earlier(hashes)?;
    let gathered = pipeline::gather_again(resources::get(), &mut documents, &guidance, earlier);
    store.put_gathered(&gathered, &documents)
}

/// What an item was read as, with what came of it.
type Reading = ((Hash, Option<ItemKind>, bool, Engine), Vec<Analysed>);

/// Reads documents again from what they were read from, with this version of the program.
pub fn read_again(store: &mut Store, outdated: &[DocumentId]) -> Result<()> {
    // Documents of one item follow one another: it is read once.
    let mut last: Option<Reading> = None;
    for id in outdated {
        let (Some(source), Some(item)) = (store.source(*id)?, store.item_of(*id)?) else {
            continue;
        };
        let key = (source.original, item.kind, source.as_is, source.engine);
        if last.as_ref().is_none_or(|(it, _)| *it != key) {
            let options = Options {
                as_is: source.as_is,
                engine: source.engine,
            };
            let outcome = pipeline::read(resources::get(), &item, options);
            last = Some((key, outcome.documents));
        }
        let documents = last.iter().flat_map(|(_, documents)| documents);
        let again = documents.clone().find(|it| it.document.id == *id);
        store.put_again(*id, again)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fetch::{FetchCause, FetchError};

    fn item(reference: &str, text: &str) -> Item {
        Item {
            reference: reference.to_owned(),
            kind: Some(ItemKind::Text),
            bytes: text.as_bytes().to_vec(),
        }
    }

    #[test]
    fn each_input_is_told_of_and_counted() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut store = Store::open(&folder.path().join("onrecord.db")).expect("a store");
        let text = "Gates stay shut\n\nThe gates stay shut, Ilvan Marsk said on Monday in Brasna.";
        let missing = FetchError {
            input: "lost.txt".to_owned(),
            cause: FetchCause::NoMatch,
        };
        let inputs = [Ok(item("a", text)), Err(missing), Ok(item("b", text))];
        let mut seen = Vec::new();
        let tally = add(
            &mut store,
            inputs.into_iter(),
            Options::default(),
            |it, tally| {
                seen.push(match it {
                    Seen::Document(analysed, added) => {
                        format!("{} {added:?}", analysed.document.reference)
                    }
                    Seen::Failed(error) => error.to_string(),
                    Seen::Input => format!("{}", tally.new + tally.known + tally.failed),
                });
            },
        );
        let tally = tally.expect("added");
        let expected = [
            "a New",
            "1",
            "Failed to read `lost.txt`",
            "2",
            "b Known",
            "3",
        ];
        assert_eq!(seen, expected);
        assert_eq!((tally.new, tally.known, tally.failed), (1, 1, 1));
        gather(&mut store).expect("gathered");
        assert!(!store.is_stale().expect("a store"));
    }
}
