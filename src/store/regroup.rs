//! What people say about which reports belong together, as corrections.
//!
//! They are kept beside those about people: data that outlives everything that is gathered.

use crate::model::{Anchor, Correction, CorrectionKind, DocumentId, Story};
use crate::store::{Result, Store};

/// How many reports stand for each side: one of them must be held for a correction to apply.
const STANDING: usize = 64;

impl Store {
    /// Says that two stories are one.
    pub fn joining(
        &self,
        one: &Story,
        other: &Story,
        made: &str,
        reason: &str,
    ) -> Result<Correction> {
        Ok(Correction {
            made: made.to_owned(),
            kind: CorrectionKind::JoinStories,
            these: self.reports(one.documents.iter().take(STANDING))?,
            those: self.reports(other.documents.iter().take(STANDING))?,
            reason: reason.trim().to_owned(),
        })
    }

    /// Says that these reports of a story are of another; `None` where that leaves nothing on one of
    /// the sides.
    pub fn parting(
        &self,
        story: &Story,
        documents: &[DocumentId],
        made: &str,
        reason: &str,
    ) -> Result<Option<Correction>> {
        let goes = |it: &&DocumentId| documents.contains(it);
        let stays = story.documents.iter().filter(|it| !goes(it));
        let these = self.reports(stays.take(STANDING))?;
        let those = self.reports(story.documents.iter().filter(goes))?;
        if these.is_empty() || those.is_empty() {
            return Ok(None);
        }
        Ok(Some(Correction {
            made: made.to_owned(),
            kind: CorrectionKind::PartStories,
            these,
            those,
            reason: reason.trim().to_owned(),
        }))
    }

    fn reports<'a>(&self, ids: impl Iterator<Item = &'a DocumentId>) -> Result<Vec<Anchor>> {
        let mut anchors = Vec::new();
        for id in ids {
            let headline = self.document(*id)?.and_then(|it| it.document.headline);
            anchors.push(Anchor {
                document: *id,
                name: headline.unwrap_or_default(),
            });
        }
        Ok(anchors)
    }
}
