//! Who left an utterance out, and whether they could have had it.

use std::collections::BTreeSet;

use super::Coverage;
use crate::model::{Date, Document, DocumentId, Omission, OmissionReason, Version};

/// The documents of the story without a version, in the story's order, each with the reason why it
/// may lack one.
pub(super) fn omissions(
    coverage: &Coverage<'_>,
    said: Option<Date>,
    versions: &[Version],
) -> Vec<Omission> {
    let having: BTreeSet<DocumentId> = versions.iter().map(|version| version.document).collect();
    coverage
        .documents
        .iter()
        .map(|analysed| &analysed.document)
        .filter(|document| !having.contains(&document.id))
        .map(|document| Omission {
            document: document.id,
            reason: reason(document, said),
        })
        .collect()
}

fn reason(document: &Document, said: Option<Date>) -> OmissionReason {
    let published = document.published.map(|it| it.date);
    if let (Some(published), Some(said)) = (published, said)
        && before(published, said)
    {
        OmissionReason::PublishedBefore
    } else if document.partial {
        OmissionReason::PartOnly
    } else {
        OmissionReason::NotReported
    }
}

/// Whether `published` is surely before `said`: on an earlier day, or earlier on the same day where
/// both times are known in one zone.
fn before(published: Date, said: Date) -> bool {
    let ((_, last), (first, _)) = (published.day_range(), said.day_range());
    if last < first {
        return true;
    }
    let same_day = published.day_number().is_some() && published.day_number() == said.day_number();
    match (published.time, said.time) {
        (Some(a), Some(b)) if same_day => {
            // Without zones the two are taken to be local to one place.
            let (a_offset, b_offset) = (a.offset.or(b.offset), b.offset.or(a.offset));
            let minutes = |hour: u8, minute: u8, offset: Option<i16>| {
                i32::from(hour) * 60 + i32::from(minute) - i32::from(offset.unwrap_or(0))
            };
            minutes(a.hour, a.minute, a_offset) < minutes(b.hour, b.minute, b_offset)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn before_is_said_only_where_it_is_sure() {
        let check = |published: &str, said: &str, expected: bool| {
            let date = |text: &str| Date::parse(text).unwrap_or(Date::year(1));
            assert_eq!(
                before(date(published), date(said)),
                expected,
                "{published} {said}"
            );
        };
        check("2031-03-11", "2031-03-12", true);
        check("2031-03-12", "2031-03-12", false);
        check("2031-03", "2031-03-12", false);
        check("2031-02", "2031-03-12", true);
        check("2031-03-12T06:30", "2031-03-12T09:30", true);
        check("2031-03-12T09:30", "2031-03-12T06:30", false);
        check("2031-03-12T09:30+03:00", "2031-03-12T08:00+00:00", true);
        check("2031-03-12T06:30", "2031-03-12", false);
    }
}
