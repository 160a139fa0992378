//! The word lists, loaded once and handed out as one read-only value.
//!
//! Language data is data: one list per file under `resources/<language>/`, whose header says where
//! it is from and how it was made. Lines that start with `#` are comments.

use std::sync::OnceLock;

mod events;
mod facts;
mod models;
mod names;
mod people;
mod reading;
mod sayings;
mod speech;
mod time;
mod trees;
mod weights;
mod wording;

pub use events::{ClauseWord, ClauseWords, EventRule, Events, VerbForms};
pub use facts::Facts;
pub use models::{Model, Models, vocabulary};
pub use names::{Lexeme, MediumKind, Names, RoleNoun, Sense, Tag};
pub use people::People;
pub use reading::{
    BylineWord, DatelineWord, Furniture, Looks, PageField, PageZone, PersonWord, PublishingWord,
    Reading,
};
pub use sayings::{SayingPart, Sayings};
pub use speech::{Classes, Cue, Forms, Speech, WordEntry};
pub use time::{Holiday, TimeLead, TimeUnit, TimeWord, TimeWords, Times};
pub use trees::Trees;
pub use weights::Weights;
pub use wording::{NumberKind, NumberWord, Wording, stem};

/// All resources.
#[derive(Debug)]
pub struct Resources {
    /// What tells an article from its page.
    pub reading: Reading,
    /// What tells that something was said.
    pub speech: Speech,
    /// What tells names, roles and kinds of entities.
    pub names: Names,
    /// What links people across documents.
    pub people: People,
    /// What tells dates and times.
    pub times: Times,
    /// What tells coded events.
    pub events: Events,
    /// The trained networks.
    pub models: Models,
    /// What tells figures and what two texts have in common.
    pub facts: Facts,
}

/// The resources that are built in.
pub fn get() -> &'static Resources {
    static RESOURCES: OnceLock<Resources> = OnceLock::new();
    RESOURCES.get_or_init(|| Resources {
        reading: Reading::load(),
        speech: Speech::load(),
        names: Names::load(),
        people: People::load(),
        times: Times::load(),
        events: Events::load(),
        models: Models::new(),
        facts: Facts::load(),
    })
}

/// The entries of a list: its lines without comments, blank lines and outer white space.
pub(crate) fn entries(list: &'static str) -> impl Iterator<Item = &'static str> + Clone {
    lines(list)
}

/// The same of a list that is not built in.
fn lines(list: &str) -> impl Iterator<Item = &str> + Clone {
    list.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}
