//! The history of stories' ids: which of them stand for other reports than before, and why.
//!
//! What is gathered is a function of the set, whatever the order; this is a log of how the store came
//! by it, and does depend on the order. Nothing that is gathered depends on the log.

use rusqlite::{Connection, Row};
use rustc_hash::FxHashMap;

use crate::model::{DocumentId, Hash, Story, StoryCause, StoryChange, StoryFate, StoryId};
use crate::store::{Result, Store};

/// So many of the reports that came to a story are named.
const NAMED: usize = 24;

impl Store {
    /// What became of stories' ids, the earlier first.
    pub fn story_changes(&self) -> Result<Vec<StoryChange>> {
        let query = "SELECT body FROM story_changes ORDER BY number";
        self.nouns(query, [], "changes of stories")
    }
}

/// The story of each report as it is kept, by story.
pub(super) fn kept(connection: &Connection) -> rusqlite::Result<Vec<(StoryId, DocumentId)>> {
    let query = "SELECT story, document FROM story_documents ORDER BY story, document";
    let mut select = connection.prepare(query)?;
    let pair = |row: &Row<'_>| -> rusqlite::Result<(StoryId, DocumentId)> {
        let [story, document] = [Hash::from_bytes(row.get(0)?), Hash::from_bytes(row.get(1)?)];
        Ok((StoryId(story), DocumentId(document)))
    };
    let rows = select.query_map([], pair)?;
    rows.collect()
}

/// Notes what becomes of kept stories where others are kept instead.
pub(super) fn note(
    connection: &Connection,
    before: &[(StoryId, DocumentId)],
    stories: &[Story],
    is_same_program: bool,
) -> rusqlite::Result<()> {
    let query = "SELECT strftime('%Y-%m-%dT%H:%M:%SZ', 'now')";
    let made: String = connection.query_row(query, [], |row| row.get(0))?;
    for change in changes(before, stories, is_same_program, &made) {
        let body = serde_json::to_string(&change)
            .map_err(|cause| rusqlite::Error::ToSqlConversionFailure(Box::new(cause)))?;
        connection
            .prepare_cached("INSERT INTO story_changes (body) VALUES (?1)")?
            .execute([body])?;
    }
    Ok(())
}

/// What becomes of stories, given as the reports of each, where these come instead.
fn changes(
    before: &[(StoryId, DocumentId)],
    stories: &[Story],
    is_same_program: bool,
    made: &str,
) -> Vec<StoryChange> {
    let was: FxHashMap<DocumentId, StoryId> = before.iter().map(|it| (it.1, it.0)).collect();
    let numbered = stories.iter().zip(0..);
    let is: FxHashMap<DocumentId, usize> = numbered
        .flat_map(|(story, at)| story.documents.iter().map(move |it| (*it, at)))
        .collect();
    let mut all = stories.iter().flat_map(|it| &it.documents);
    let has_grown = all.any(|it| !was.contains_key(it));
    let of_story = before.chunk_by(|a, b| a.0 == b.0);
    let change = |reports: &[(StoryId, DocumentId)]| {
        let story = reports.first()?.0;
        let mut places: Vec<usize> = reports
            .iter()
            .filter_map(|it| is.get(&it.1).copied())
            .collect();
        places.sort_unstable();
        places.dedup();
        let now: Vec<&Story> = places.iter().filter_map(|at| stories.get(*at)).collect();
        let of_another = |it: &DocumentId| was.get(it).is_some_and(|it| *it != story);
        let fate = match now.as_slice() {
            [] => StoryFate::Removed,
            [one] if one.id == story => return None,
            [one] if one.documents.iter().any(of_another) => StoryFate::Merged,
            [_] => StoryFate::Renamed,
            _ => StoryFate::Split,
        };
        let all = now.iter().flat_map(|it| &it.documents);
        let mut added: Vec<DocumentId> = all.filter(|it| !was.contains_key(it)).copied().collect();
        let n_added = added.len();
        added.truncate(NAMED);
        let mut now: Vec<StoryId> = now.iter().map(|it| it.id).collect();
        now.sort_unstable();
        let cause = match (n_added, is_same_program, has_grown) {
            (1.., _, _) => StoryCause::Reports,
            (0, false, _) => StoryCause::Program,
            (0, true, true) => StoryCause::OtherReports,
            (0, true, false) => StoryCause::Correction,
        };
        Some(StoryChange {
            made: made.to_owned(),
            story,
            fate,
            now,
            cause,
            added,
            n_added,
        })
    };
    of_story.filter_map(change).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(name: char) -> DocumentId {
        DocumentId(Hash::of_bytes(name.to_string().as_bytes()))
    }

    /// A story of reports, named by its first.
    fn story(reports: &str) -> Story {
        let documents: Vec<DocumentId> = reports.chars().map(report).collect();
        Story {
            id: StoryId::of(documents[0]),
            representative: documents[0],
            first: None,
            last: None,
            origins: Vec::new(),
            joins: Vec::new(),
            documents,
            linked: Vec::new(),
        }
    }

    fn check(before: &[&str], after: &[&str], expected: &[(char, StoryFate, &str, &str)]) {
        let mut kept: Vec<(StoryId, DocumentId)> = before
            .iter()
            .map(|it| story(it))
            .flat_map(|it| it.documents.into_iter().map(move |report| (it.id, report)))
            .collect();
        kept.sort_unstable();
        let after: Vec<Story> = after.iter().map(|it| story(it)).collect();
        let sorted = |names: &str| {
            let mut ids: Vec<StoryId> = names.chars().map(|it| StoryId::of(report(it))).collect();
            ids.sort_unstable();
            ids
        };
        let mut expected: Vec<(StoryId, StoryFate, Vec<StoryId>, Vec<DocumentId>)> = expected
            .iter()
            .map(|(name, fate, now, added)| {
                let added = added.chars().map(report).collect();
                (StoryId::of(report(*name)), *fate, sorted(now), added)
            })
            .collect();
        expected.sort_unstable_by_key(|it| it.0);
        let found = changes(&kept, &after, true, "2031-03-12");
        let found: Vec<_> = found
            .into_iter()
            .map(|it| (it.story, it.fate, it.now, it.added))
            .collect();
        assert_eq!(found, expected, "{before:?} -> {after:?}");
    }

    #[test]
    fn what_became_of_each_id_is_told() {
        use StoryFate::{Merged, Removed, Renamed, Split};
        check(&[], &["ab"], &[]);
        check(&["ab", "c"], &["abx", "c", "y"], &[]);
        check(&["ab"], &["xab"], &[('a', Renamed, "x", "x")]);
        check(&["ab"], &["b"], &[('a', Renamed, "b", "")]);
        check(&["ab", "c"], &["abc"], &[('c', Merged, "a", "")]);
        check(
            &["a", "c"],
            &["xac"],
            &[('a', Merged, "x", "x"), ('c', Merged, "x", "x")],
        );
        check(&["abc"], &["ab", "cx"], &[('a', Split, "ac", "x")]);
        check(&["ab", "c"], &["b", "ca"], &[('a', Split, "bc", "")]);
        check(&["ab", "c"], &["ab"], &[('c', Removed, "", "")]);
    }

    #[test]
    fn the_cause_is_told() {
        let kept = [(StoryId::of(report('a')), report('b'))];
        let cause = |after: &[&str], is_same| {
            let after: Vec<Story> = after.iter().map(|it| story(it)).collect();
            changes(&kept, &after, is_same, "")[0].cause
        };
        assert_eq!(cause(&["xb"], true), StoryCause::Reports);
        assert_eq!(cause(&["b", "x"], true), StoryCause::OtherReports);
        assert_eq!(cause(&["b"], true), StoryCause::Correction);
        assert_eq!(cause(&["b"], false), StoryCause::Program);
    }

    #[test]
    fn of_many_reports_the_first_are_named() {
        let kept = [(StoryId::of(report('a')), report('a'))];
        let many: String = ('A'..='Z').chain('a'..='z').collect();
        let change = &changes(&kept, &[story(&many)], true, "")[0];
        assert_eq!((change.n_added, change.added.len()), (51, NAMED));
        assert_eq!(change.added[0], report('A'));
    }
}
