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
    same_day && earlier_at(published, said) == Some(true)
}

/// Whether the first of two times is earlier, where both are known; without zones the two are taken
/// to be local to one place.
pub(super) fn earlier_at(first: Date, second: Date) -> Option<bool> {
    let (a, b) = (first.time?.offset, second.time?.offset);
    Some(minute(first, a.or(b))? < minute(second, b.or(a))?)
}

/// The minute of a date with a time, in a zone that is `offset` minutes ahead.
pub(super) fn minute(date: Date, offset: Option<i16>) -> Option<i64> {
    let time = date.time?;
    let day = i64::from(date.day_number()?) * 24 * 60;
    let offset = i64::from(offset.unwrap_or(0));
    Some(day + i64::from(time.hour) * 60 + i64::from(time.minute) - offset)
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
