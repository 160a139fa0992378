//! Stories to links: which story came before or after which, and why.

use rustc_hash::FxHashMap;

use super::space::Space;
use crate::model::{Analysed, DocumentId, Story};
use crate::resources::Resources;

/// Links stories of one saga.
pub(super) fn link(
    resources: &Resources,
    documents: &[&Analysed],
    number: &FxHashMap<DocumentId, u32>,
    space: &Space<'_>,
    stories: &mut [Story],
) {
    let _ = (resources, documents, number, space, stories);
}
