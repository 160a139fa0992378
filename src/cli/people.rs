//! `onrecord people`: who spoke or was named, in all documents; and corrections of who is who.

use rustc_hash::FxHashMap;

use crate::cli::database::Database;
use crate::cli::screen::{Column, Ink, Screen};
use crate::cli::{Exit, corrections, message};
use crate::model::{EntityKind, Person, PersonId};
use crate::store::{Store, person_record};

/// List people, groups and documents that spoke, who said most first.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  onrecord people
  onrecord people --all --json | jq -r 'select(.type == \"person\") | .name'
  onrecord people merge 'Ilse Marsk' 'Ilse Okrist' --reason 'married in 2032'
  onrecord people split 'Jon Arden' 4f1c2ab --reason 'the botanist'
  onrecord people corrections --json > corrections.jsonl")]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    correct: Option<corrections::Command>,
    /// Also those who are named only
    #[arg(long)]
    all: bool,
    /// Print JSON Lines instead of a table
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: Database,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Exit> {
    if let Some(command) = &args.correct {
        return corrections::run(command);
    }
    let store = args.database.open()?;
    let listed = speakers(&store, args.all)?;
    let mut screen = Screen::new();
    if args.json {
        let names = store.names()?;
        for (person, _) in &listed {
            screen.json(&serde_json::to_vec(&person_record(&names, person))?)?;
        }
    } else if listed.is_empty() {
        message::note("Nobody has spoken yet");
    } else {
        let rows: anyhow::Result<Vec<Vec<String>>> = listed
            .iter()
            .map(|(person, count)| row(&store, person, *count))
            .collect();
        let columns = [
            Column::fixed("PERSON", Ink::Id),
            Column::flexible("NAME", Ink::Name),
            Column::number("SAID"),
            Column::number("REPORTS"),
            Column::flexible("LAST KNOWN ROLE", Ink::Plain),
        ];
        screen.table(&columns, &rows?)?;
    }
    screen.finish()?;
    Ok(Exit::Done)
}

/// People with the number of their statements, who said most first.
pub(crate) fn speakers(store: &Store, all: bool) -> anyhow::Result<Vec<(Person, usize)>> {
    let counts: FxHashMap<PersonId, usize> = store.count_statements()?.into_iter().collect();
    let persons = store.persons()?.into_iter();
    let counted = persons.map(|person| {
        let count = counts.get(&person.id).copied().unwrap_or(0);
        (person, count)
    });
    let mut listed: Vec<(Person, usize)> = counted.filter(|(_, count)| all || *count > 0).collect();
    // Stable: those who said as much stay in the order of their names.
    listed.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    Ok(listed)
}

fn row(store: &Store, person: &Person, count: usize) -> anyhow::Result<Vec<String>> {
    let mut documents: Vec<_> = person.members.iter().map(|it| it.document).collect();
    documents.dedup();
    let role = last_role(person).map(str::to_owned);
    let role = role.unwrap_or_else(|| match person.kind {
        EntityKind::Person | EntityKind::Unknown => String::new(),
        EntityKind::Group | EntityKind::Place => String::from("(group)"),
        EntityKind::Document => String::from("(document)"),
    });
    Ok(vec![
        store.short_person(person.id)?,
        person.name.clone(),
        count.to_string(),
        documents.len().to_string(),
        role,
    ])
}

/// The role that was asserted last; of several the longest. A description is no role of its own.
pub(crate) fn last_role(person: &Person) -> Option<&str> {
    let roles = person.roles.iter().filter(|role| role.title != person.name);
    let last = roles.max_by_key(|role| (role.last, role.title.chars().count()));
    last.map(|role| role.title.as_str())
}

/// A role behind a name: `, mayor`; nothing where it only says the name again.
pub(crate) fn behind_name(name: &str, role: Option<&str>) -> String {
    let again = |role: &&str| role.to_lowercase() == name.to_lowercase();
    let role = role.filter(|role| !again(role));
    role.map_or(String::new(), |role| format!(", {role}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_that_is_the_name_is_not_said_again() {
        assert_eq!(behind_name("Ilsa Varro", Some("minister")), ", minister");
        assert_eq!(behind_name("Clerk", Some("clerk")), "");
        assert_eq!(behind_name("Ilsa Varro", None), "");
    }
}
