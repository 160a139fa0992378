//! The entities that are somebody, one by one, in the order of their documents.

use rustc_hash::FxHashSet;

use crate::model::{Analysed, Entity, EntityIdx, EntityKind, Member};

/// One entity of one document.
#[derive(Clone, Debug)]
pub(super) struct Entry<'a> {
    /// The number of its document.
    pub document: u32,
    /// Where it is.
    pub member: Member,
    /// What was found.
    pub entity: &'a Entity,
}

/// The entities that are somebody: all but places and unnamed ones that say nothing.
pub(super) fn entries<'a>(documents: &[&'a Analysed]) -> Vec<Entry<'a>> {
    let mut entries = Vec::new();
    for (analysed, document) in documents.iter().zip(0..) {
        let analysis = &analysed.analysis;
        let speaks: FxHashSet<EntityIdx> = analysis
            .statements
            .iter()
            .filter_map(|statement| statement.speaker)
            .collect();
        for (entity, idx) in analysis.entities.iter().zip(0..) {
            let idx = EntityIdx(idx);
            let is_somebody = match entity.kind {
                EntityKind::Place | EntityKind::Document => speaks.contains(&idx),
                _ => entity.named || speaks.contains(&idx),
            };
            if is_somebody {
                entries.push(Entry {
                    document,
                    member: Member {
                        document: analysed.document.id,
                        entity: idx,
                    },
                    entity,
                });
            }
        }
    }
    entries
}
