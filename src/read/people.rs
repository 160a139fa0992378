//! A list of known people, CSV or JSON Lines, to names, roles and ids.
//!
//! A list is a source like any other: what it says of a name is used where reports use that name. A
//! line that cannot be used is an error of its own, and the rest is read.

use serde_json::{Map, Value};

use super::ReadError;
use crate::model::{KnownId, KnownPerson};

/// What came of a list.
#[derive(Debug, Default)]
pub struct PeopleList {
    /// Who is on it, in order of name.
    pub people: Vec<KnownPerson>,
    /// The lines that could not be used.
    pub errors: Vec<ReadError>,
}

/// Columns that say something other than an id.
const NAMES: [&str; 3] = ["name", "aliases", "alias"];
const ROLES: [&str; 2] = ["roles", "role"];
const NOTES: [&str; 4] = ["note", "notes", "comment", "type"];

/// Reads a list: JSON Lines where it begins with a brace, else CSV whose first line names the columns
/// `name`, `aliases` and `roles` (several in one field stand between `|` or `;`); every other column
/// is a scheme of ids (`wikidata`).
pub fn people(reference: &str, bytes: &[u8]) -> PeopleList {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}');
    let list = reference.rsplit(['/', '\\']).next().unwrap_or(reference);
    let read = match text.trim_start().starts_with('{') {
        true => json_lines(text),
        false => csv(text),
    };
    let mut found = PeopleList::default();
    for (line, person) in read {
        match person {
            Ok(person) => found.people.push(KnownPerson {
                list: list.to_owned(),
                ..person
            }),
            Err(cause) => found.errors.push(ReadError {
                reference: format!("{reference}, line {line}"),
                cause,
            }),
        }
    }
    found.people.sort();
    found.people.dedup();
    found
}

type Line = (u64, Result<KnownPerson, String>);

fn json_lines(text: &str) -> Vec<Line> {
    let lines = text
        .lines()
        .zip(1..)
        .filter(|(line, _)| !line.trim().is_empty());
    let person = |line: &str| {
        let fields: Map<String, Value> = serde_json::from_str(line).map_err(|it| it.to_string())?;
        let mut person = Fields::default();
        for (field, value) in &fields {
            person.add(field, value)?;
        }
        person.person()
    };
    lines.map(|(line, number)| (number, person(line))).collect()
}

fn csv(text: &str) -> Vec<Line> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let columns = match reader.headers() {
        Ok(columns) => columns.clone(),
        Err(error) => return vec![(1, Err(error.to_string()))],
    };
    if !columns.iter().any(|it| it.eq_ignore_ascii_case("name")) {
        return vec![(1, Err("No column is called `name`".to_owned()))];
    }
    let mut lines = Vec::new();
    let mut last = 1;
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(last + 1, csv::Position::line);
                lines.push((line, Err(error.to_string())));
                continue;
            }
        };
        last = record.position().map_or(last + 1, csv::Position::line);
        let person = || {
            let mut person = Fields::default();
            if record.len() > columns.len() {
                return Err(format!(
                    "{} fields where the first line names {}",
                    record.len(),
                    columns.len()
                ));
            }
            for (column, value) in columns.iter().zip(&record) {
                let parts = value.split(['|', ';']).map(str::trim);
                let parts = parts.filter(|it| !it.is_empty());
                person.add(column, &parts.map(Value::from).collect())?;
            }
            person.person()
        };
        lines.push((last, person()));
    }
    lines
}

/// One line while it is read.
#[derive(Default)]
struct Fields {
    name: Option<String>,
    names: Vec<String>,
    roles: Vec<String>,
    ids: Vec<KnownId>,
}

impl Fields {
    fn add(&mut self, field: &str, value: &Value) -> Result<(), String> {
        let field = field.trim().to_lowercase();
        let field = field.as_str();
        if field == "ids"
            && let Value::Object(ids) = value
        {
            return ids.iter().try_for_each(|(scheme, id)| self.add(scheme, id));
        }
        let values =
            values(value).ok_or_else(|| format!("`{field}` is neither text nor a list"))?;
        if field == "name" {
            let mut values = values.into_iter();
            self.name = values.next().or(self.name.take());
            self.names.extend(values);
        } else if NAMES.contains(&field) {
            self.names.extend(values);
        } else if ROLES.contains(&field) {
            self.roles.extend(values);
        } else if !NOTES.contains(&field) {
            let id = |id| KnownId {
                scheme: field.to_owned(),
                id,
            };
            self.ids.extend(values.into_iter().map(id));
        }
        Ok(())
    }

    fn person(mut self) -> Result<KnownPerson, String> {
        let name = self.name.ok_or("No name is given")?;
        self.ids.sort();
        self.ids.dedup();
        self.names.sort();
        self.names.dedup();
        Ok(KnownPerson {
            name,
            aliases: self.names,
            roles: self.roles,
            ids: self.ids,
            list: String::new(),
        })
    }
}

/// The texts of a value, blank ones left out; `None` where it holds something else.
fn values(value: &Value) -> Option<Vec<String>> {
    let one = |value: &Value| match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let mut texts = match value {
        Value::Null => Vec::new(),
        Value::Array(list) => list.iter().map(one).collect::<Option<Vec<_>>>()?,
        other => vec![one(other)?],
    };
    texts.retain(|it| !it.is_empty());
    Some(texts)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The people as `name (aliases) roles scheme:id`, then the errors.
    fn check(text: &str, expected: &[&str]) {
        let found = people("lists/people.csv", text.as_bytes());
        let shown = found.people.iter().map(|it| {
            let ids: Vec<String> = it
                .ids
                .iter()
                .map(|it| format!("{}:{}", it.scheme, it.id))
                .collect();
            format!(
                "{} ({}) {} {}",
                it.name,
                it.aliases.join(", "),
                it.roles.join(", "),
                ids.join(" ")
            )
        });
        let errors = found.errors.iter().map(ToString::to_string);
        let all: Vec<String> = shown.chain(errors).collect();
        assert_eq!(all, expected);
        assert!(found.people.iter().all(|it| it.list == "people.csv"));
    }

    #[test]
    fn tables_and_lines() {
        check(
            "Name,aliases,role,Wikidata\nIlse Marsk,I. Marsk|Ilse Okrist,water minister,Q1\nPell Okrist,,,\n",
            &[
                "Ilse Marsk (I. Marsk, Ilse Okrist) water minister wikidata:Q1",
                "Pell Okrist ()  ",
            ],
        );
        check(
            "{\"aliases\":[\"Ilse Okrist\"],\"name\":\"Ilse Marsk\",\"ids\":{\"wikidata\":\"Q1\",\"viaf\":7}}",
            &["Ilse Marsk (Ilse Okrist)  viaf:7 wikidata:Q1"],
        );
        check(
            "",
            &["Failed to read `lists/people.csv, line 1`: No column is called `name`"],
        );
    }

    #[test]
    fn a_bad_line_is_named_and_the_rest_is_read() {
        check(
            "name,wikidata\n,Q1\nPell Okrist,Q2\nIlse Marsk,Q3,more\n",
            &[
                "Pell Okrist ()  wikidata:Q2",
                "Failed to read `lists/people.csv, line 2`: No name is given",
                "Failed to read `lists/people.csv, line 4`: 3 fields where the first line names 2",
            ],
        );
        check(
            "name,aliases\n,Okrist\n",
            &["Failed to read `lists/people.csv, line 2`: No name is given"],
        );
        check(
            "{\"name\":\"Pell Okrist\"}\n{\"name\":{}}\n",
            &[
                "Pell Okrist ()  ",
                "Failed to read `lists/people.csv, line 2`: `name` is neither text nor a list",
            ],
        );
    }
}
