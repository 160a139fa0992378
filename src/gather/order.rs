//! Documents in the order in which they were published, where hours are known too.
//!
//! Ids and numbers go by (day, id); lists that a reader sees go by this.

use crate::model::{Document, DocumentId};

const DAY: i64 = 24 * 60;

/// The minute at which a document was published, then its id: a total order.
///
/// Minutes are of UTC where the offset is known; a document without an hour comes at the end of its
/// day, one without a date last.
pub(super) fn moment(document: &Document) -> (i64, DocumentId) {
    let minute = document.published.map_or(i64::MAX, |published| {
        let date = published.date;
        let minute = date.time.map_or(DAY, |time| {
            let offset = i64::from(time.offset.unwrap_or(0));
            i64::from(time.hour) * 60 + i64::from(time.minute) - offset
        });
        i64::from(date.day_range().0) * DAY + minute
    });
    (minute, document.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gather::testing::report;

    /// The ids of reports with these dates, given by number from 1, in order of moment.
    fn check(dates: &[Option<&str>], expected: &[usize]) {
        let documents: Vec<Document> = dates
            .iter()
            .zip(1..)
            .map(|(date, id)| report(id, *date, "", "").document)
            .collect();
        let mut order: Vec<usize> = (1..=documents.len()).collect();
        order.sort_by_key(|&number| moment(&documents[number - 1]));
        assert_eq!(order, expected, "{dates:?}");
    }

    #[test]
    fn the_hour_decides_where_it_is_known() {
        check(
            &[
                None,
                Some("2031-03-13"),
                Some("2031-03-12"),
                Some("2031-03-12T09:00"),
                Some("2031-03-12T06:30"),
            ],
            &[5, 4, 3, 2, 1],
        );
        // Half past ten in Quillhaven is an hour before ten in Aldermoor.
        check(
            &[
                Some("2031-03-12T10:00-03:00"),
                Some("2031-03-12T10:30+02:00"),
            ],
            &[2, 1],
        );
    }
}
