//! The words of a cue to what kind of saying they report, and whether it took place.

use crate::analyse::statements::phrase::Run;
use crate::analyse::statements::tagged::Tagged;
use crate::model::{Force, Reality};
use crate::resources::Classes;

/// What a cue reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Saying {
    /// Whether something was uttered, rather than believed or meant.
    pub(super) speech: bool,
    pub(super) force: Option<Force>,
    pub(super) reality: Reality,
}

/// How far before a cue its auxiliaries are looked for, in tokens.
const REACH: usize = 4;

/// Reads a cue: its last verb of the lists tells what it reports, the words before that verb
/// whether it took place.
pub(super) fn saying(tagged: &Tagged<'_>, cue: Run, source: Option<Run>) -> Saying {
    let (first, last) = cue;
    let verbs = (first..=last).filter_map(|at| Some((at, tagged.cue(at)?.0)));
    let listed: Vec<_> = verbs.collect();
    let refuses = listed.iter().any(|(_, it)| it.force == Some(Force::Refuse));
    let head = listed.last();
    let is_belief_word = |at: usize| {
        let word = tagged.word(at).to_lowercase();
        tagged.speech.belief_words.contains(word.as_str())
    };
    let speech = match head {
        Some((at, verb)) => verb.speech && !is_belief_word(*at),
        None => !(first..=last).any(is_belief_word),
    };
    let end = head.map_or(last, |(at, _)| *at);
    Saying {
        speech,
        force: match refuses {
            true => Some(Force::Refuse),
            false => head.and_then(|(_, verb)| verb.force).filter(|_| speech),
        },
        reality: match speech {
            true => reality(tagged, before(tagged, first, source), end, refuses),
            false => Reality::Asserted,
        },
    }
}

/// The first of the auxiliaries that lead up to a cue, not past its source nor out of its clause.
fn before(tagged: &Tagged<'_>, first: usize, source: Option<Run>) -> usize {
    const LEADING: Classes = Classes::AUXILIARY.or(Classes::NEGATION).or(Classes::ADVERB);
    let (begin, _) = tagged.bounds(first);
    let stop = source.map_or(begin, |it| if it.1 < first { it.1 + 1 } else { begin });
    let mut at = first;
    while at > stop
        && first - at < REACH
        && (tagged.is(at - 1, LEADING) || tagged.reads(at - 1, "to"))
    {
        at -= 1;
    }
    at
}

fn reality(tagged: &Tagged<'_>, first: usize, end: usize, refuses: bool) -> Reality {
    let words = first..end;
    let negated = words
        .clone()
        .any(|at| tagged.is(at, Classes::NEGATION) || is_negated(tagged.word(at)));
    // Who "cannot say" or "would not say" says nothing now; who "can say" does.
    let supposed = words.clone().any(|at| {
        tagged.is(at, Classes::MODAL)
            && !["can", "must", "'d", "’d"]
                .iter()
                .any(|it| tagged.reads(at, it))
    });
    let asked = begins_condition(tagged, first);
    match (negated && !refuses, supposed || asked) {
        (true, _) => Reality::Negated,
        (false, true) => Reality::Hypothetical,
        (false, false) => Reality::Asserted,
    }
}

/// "didn’t", whichever apostrophe is in it.
fn is_negated(word: &str) -> bool {
    let word = word.to_lowercase();
    word.ends_with("n't") || word.ends_with("n’t")
}

/// "if he said", "whether they deny": a condition opens right before the source or the cue.
fn begins_condition(tagged: &Tagged<'_>, first: usize) -> bool {
    let (begin, _) = tagged.bounds(first);
    let from = first.saturating_sub(REACH).max(begin);
    (from..first)
        .rev()
        .take_while(|at| tagged.is_word(*at))
        .any(|at| tagged.is(at, Classes::CONDITION))
}
