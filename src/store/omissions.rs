//! Who left an utterance out, kept small.
//!
//! Every document of a story has an utterance or lacks it, and most lack it for no special reason:
//! a full list for each utterance grows with the square of the story. Kept are the documents that
//! have it and those that lack it for a special reason; the others follow from the story.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{DocumentId, Omission, OmissionReason, Story, Utterance};

/// The utterance with its special omissions only; `None` where the others do not follow from the
/// story, and the list is to be kept whole.
pub(super) fn pack(story: &Story, utterance: &Utterance) -> Option<Utterance> {
    let special = |it: &&Omission| it.reason != OmissionReason::NotReported;
    let packed = Utterance {
        omissions: utterance
            .omissions
            .iter()
            .filter(special)
            .copied()
            .collect(),
        versions: utterance.versions.clone(),
        ..*utterance
    };
    (all(story, &packed) == utterance.omissions).then_some(packed)
}

/// The utterance with all its omissions.
pub(super) fn unpack(story: &Story, utterance: Utterance) -> Utterance {
    Utterance {
        omissions: all(story, &utterance),
        ..utterance
    }
}

/// The documents of the story without a version, in its order.
fn all(story: &Story, packed: &Utterance) -> Vec<Omission> {
    let having: FxHashSet<DocumentId> = packed.versions.iter().map(|it| it.document).collect();
    let special: FxHashMap<DocumentId, OmissionReason> = packed
        .omissions
        .iter()
        .map(|it| (it.document, it.reason))
        .collect();
    let lacking = story.documents.iter().filter(|id| !having.contains(*id));
    let omission = |document: &DocumentId| Omission {
        document: *document,
        reason: special
            .get(document)
            .copied()
            .unwrap_or(OmissionReason::NotReported),
    };
    lacking.map(omission).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Hash, Relation, StatementId, StoryId, UtteranceId, Version};

    fn document(name: &str) -> DocumentId {
        DocumentId(Hash::of_bytes(name.as_bytes()))
    }

    /// An utterance that the first of four documents has; each of `omitted` lacks it.
    fn sample(omitted: &[(&str, OmissionReason)]) -> (Story, Utterance) {
        let story = Story {
            id: StoryId(Hash::of_bytes(b"story")),
            representative: document("a"),
            first: None,
            last: None,
            documents: ["a", "b", "c", "d"].map(document).to_vec(),
            origins: vec![],
            joins: vec![],
            linked: vec![],
        };
        let utterance = Utterance {
            id: UtteranceId(Hash::of_bytes(b"utterance")),
            story: story.id,
            speaker: None,
            said: None,
            versions: vec![Version {
                document: document("a"),
                statement: StatementId(Hash::of_bytes(b"statement")),
                content: vec![],
                relation: Relation::Base,
                why: String::new(),
                score: 1000,
                grounds: vec![],
            }],
            omissions: omitted
                .iter()
                .map(|(name, reason)| Omission {
                    document: document(name),
                    reason: *reason,
                })
                .collect(),
        };
        (story, utterance)
    }

    #[test]
    fn only_special_omissions_are_kept_and_all_come_back() {
        use OmissionReason::{NotReported, PartOnly, PublishedBefore};
        let (story, utterance) =
            sample(&[("b", NotReported), ("c", PartOnly), ("d", PublishedBefore)]);
        let packed = pack(&story, &utterance).unwrap();
        assert_eq!(packed.omissions, utterance.omissions[1..]);
        assert_eq!(unpack(&story, packed), utterance);
    }

    #[test]
    fn a_list_that_does_not_follow_from_the_story_is_kept_whole() {
        let (story, utterance) = sample(&[("c", OmissionReason::NotReported)]);
        assert_eq!(pack(&story, &utterance), None);
        let (story, utterance) = sample(&[]);
        assert_eq!(pack(&story, &utterance), None);
    }
}
