//! The record as tables: CSV and Parquet.
//!
//! Takes lines of JSON. A column is a path into the object (`speaker.name`); lists and whatever else
//! has no type of its own are JSON. Which columns a kind has does not depend on its rows.

use std::io::{Error, Result, Write};
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;
use serde_json::Value;

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    Flag,
    Json,
}

use Kind::{Flag, Json, Number, Text};

/// The columns of a kind of record.
#[derive(Clone, Copy, Debug)]
pub struct Columns(&'static [(&'static str, Kind)]);

impl Columns {
    /// The columns of the export with this name; none for a name that is not one.
    pub fn of(name: &str) -> Columns {
        let found = COLUMNS.iter().find(|(it, _)| *it == name);
        Columns(found.map_or(&[], |(_, columns)| columns))
    }
}

/// Every kind with its columns.
const COLUMNS: [(&str, &[(&str, Kind)]); 9] = [
    (
        "documents",
        &[
            ("id", Text),
            ("ref", Text),
            ("refs", Json),
            ("url", Text),
            ("outlet", Text),
            ("headline", Text),
            ("language", Text),
            ("byline", Json),
            ("credits", Json),
            ("dateline.place", Text),
            ("dateline.agency", Text),
            ("published.date", Text),
            ("published.precision", Text),
            ("published.basis", Text),
            ("modified.date", Text),
            ("modified.precision", Text),
            ("modified.basis", Text),
            ("text", Text),
            ("partial", Flag),
            ("blocks", Json),
            ("map", Json),
            ("removed", Json),
            ("given_story", Text),
            ("engine", Text),
            ("entities", Json),
            ("mentions", Json),
            ("statements", Json),
            ("dates", Json),
            ("events", Json),
            ("warnings", Json),
        ],
    ),
    (
        "statements",
        &[
            ("id", Text),
            ("document", Text),
            ("kind", Text),
            ("speech", Flag),
            ("text", Text),
            ("source", Json),
            ("cue", Json),
            ("content", Json),
            ("quoted", Json),
            ("speaker.id", Text),
            ("speaker.name", Text),
            ("speaker.role", Text),
            ("speaker.type", Text),
            ("said.date", Text),
            ("said.precision", Text),
            ("said.span", Json),
            ("addressee", Text),
            ("venue", Text),
            ("chain", Json),
            ("confidence", Number),
            ("force", Text),
            ("reality", Text),
        ],
    ),
    (
        "events",
        &[
            ("id", Text),
            ("document", Text),
            ("event", Text),
            ("mode", Json),
            ("context", Json),
            ("status", Text),
            ("actor", Json),
            ("recipient", Json),
            ("date", Text),
            ("place", Text),
            ("trigger", Json),
            ("event_text", Json),
            ("chain", Json),
            ("confidence", Number),
        ],
    ),
    (
        "copy-pairs",
        &[
            ("a", Text),
            ("b", Text),
            ("class", Text),
            ("origin", Text),
            ("share", Number),
            ("why", Text),
        ],
    ),
    (
        "copies",
        &[("family", Text), ("documents", Json), ("origin", Text)],
    ),
    (
        "stories",
        &[
            ("story", Text),
            ("title", Text),
            ("first", Text),
            ("last", Text),
            ("documents", Json),
            ("origins", Json),
            ("linked", Json),
        ],
    ),
    (
        "utterances",
        &[
            ("utterance", Text),
            ("story", Text),
            ("speaker", Text),
            ("speaker_id", Text),
            ("said", Text),
            ("versions", Json),
            ("omitted_by", Json),
            ("omissions", Json),
        ],
    ),
    (
        "conflicts",
        &[("story", Text), ("about", Text), ("values", Json)],
    ),
    (
        "people",
        &[
            ("id", Text),
            ("name", Text),
            ("type", Text),
            ("named", Flag),
            ("aliases", Json),
            ("roles", Json),
            ("documents", Json),
            ("ids", Json),
            ("links", Json),
            ("corrections", Json),
        ],
    ),
];

/// The value at a dotted path; null where there is none.
fn at<'a>(row: &'a Value, path: &str) -> &'a Value {
    let mut value = row;
    for key in path.split('.') {
        value = value.get(key).unwrap_or(&Value::Null);
    }
    value
}

/// A value as text; `None` for null.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

/// Writes CSV, with the names of the columns first.
pub struct CsvTable<W: Write> {
    columns: Columns,
    out: csv::Writer<W>,
}

impl<W: Write> CsvTable<W> {
    /// Begins a table.
    pub fn new(columns: Columns, out: W) -> Result<CsvTable<W>> {
        let mut out = csv::Writer::from_writer(out);
        out.write_record(columns.0.iter().map(|(name, _)| name))?;
        Ok(CsvTable { columns, out })
    }

    /// Adds a line of JSON.
    pub fn row(&mut self, line: &[u8]) -> Result<()> {
        let row: Value = serde_json::from_slice(line)?;
        let cells = self.columns.0.iter();
        let cells = cells.map(|(name, _)| text(at(&row, name)).unwrap_or_default());
        Ok(self.out.write_record(cells)?)
    }

    /// Writes out what is left.
    pub fn finish(mut self) -> Result<()> {
        self.out.flush()
    }
}

/// How many rows are held and written together.
const GROUP: usize = 4096;

/// Writes Parquet; columns may be null, lists are strings of JSON.
pub struct ParquetTable<W: Write + Send> {
    columns: Columns,
    out: SerializedFileWriter<W>,
    rows: Vec<Value>,
}

impl<W: Write + Send> ParquetTable<W> {
    /// Begins a table.
    pub fn new(columns: Columns, out: W) -> Result<ParquetTable<W>> {
        let fields: std::result::Result<Vec<_>, _> = columns.0.iter().map(field).collect();
        let schema = Type::group_type_builder("onrecord")
            .with_fields(fields.map_err(Error::other)?)
            .build()
            .map_err(Error::other)?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::GZIP(Default::default()))
            .set_created_by(format!("onrecord {}", env!("CARGO_PKG_VERSION")))
            .build();
        let out = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties));
        Ok(ParquetTable {
            columns,
            out: out.map_err(Error::other)?,
            rows: Vec::new(),
        })
    }

    /// Adds a line of JSON.
    pub fn row(&mut self, line: &[u8]) -> Result<()> {
        self.rows.push(serde_json::from_slice(line)?);
        if self.rows.len() == GROUP {
            self.write_group()?;
        }
        Ok(())
    }

    /// Writes out what is left.
    pub fn finish(mut self) -> Result<()> {
        if !self.rows.is_empty() {
            self.write_group()?;
        }
        self.out.finish().map_err(Error::other)?;
        Ok(())
    }

    fn write_group(&mut self) -> Result<()> {
        let mut group = self.out.next_row_group().map_err(Error::other)?;
        for (name, kind) in self.columns.0 {
            let cells: Vec<&Value> = self.rows.iter().map(|row| at(row, name)).collect();
            write_column(&mut group, *kind, &cells).map_err(Error::other)?;
        }
        group.close().map_err(Error::other)?;
        self.rows.clear();
        Ok(())
    }
}

fn field((name, kind): &(&str, Kind)) -> parquet::errors::Result<Arc<Type>> {
    let (physical, logical) = match kind {
        Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Json => (Physical::BYTE_ARRAY, Some(LogicalType::Json)),
        Number => (Physical::DOUBLE, None),
        Flag => (Physical::BOOLEAN, None),
    };
    let field = Type::primitive_type_builder(name, physical)
        .with_logical_type(logical)
        .with_repetition(Repetition::OPTIONAL)
        .build();
    field.map(Arc::new)
}

fn write_column<W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    kind: Kind,
    cells: &[&Value],
) -> parquet::errors::Result<()> {
    let Some(mut column) = group.next_column()? else {
        return Ok(());
    };
    // A cell that is there has level 1, one that is null level 0.
    match kind {
        Text | Json => {
            let cells: Vec<Option<String>> = cells.iter().map(|it| text(it)).collect();
            let levels: Vec<i16> = cells.iter().map(|it| i16::from(it.is_some())).collect();
            let values = cells.into_iter().flatten();
            let values: Vec<ByteArray> = values.map(|it| it.into_bytes().into()).collect();
            let typed = column.typed::<ByteArrayType>();
            typed.write_batch(&values, Some(&levels), None)?;
        }
        Number => {
            let cells: Vec<Option<f64>> = cells.iter().map(|it| it.as_f64()).collect();
            let levels: Vec<i16> = cells.iter().map(|it| i16::from(it.is_some())).collect();
            let values: Vec<f64> = cells.into_iter().flatten().collect();
            let typed = column.typed::<DoubleType>();
            typed.write_batch(&values, Some(&levels), None)?;
        }
        Flag => {
            let cells: Vec<Option<bool>> = cells.iter().map(|it| it.as_bool()).collect();
            let levels: Vec<i16> = cells.iter().map(|it| i16::from(it.is_some())).collect();
            let values: Vec<bool> = cells.into_iter().flatten().collect();
            let typed = column.typed::<BoolType>();
            typed.write_batch(&values, Some(&levels), None)?;
        }
    }
    column.close()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &[u8] = br#"{"id":"1","speech":true,"speaker":{"name":"Okrist"},
        "content":[[0,4]],"text":"\"No,\" he said","confidence":0.9}"#;

    #[test]
    fn rows_become_csv() {
        let mut out = Vec::new();
        let mut table = CsvTable::new(Columns::of("statements"), &mut out).unwrap();
        table.row(LINE).unwrap();
        table.finish().unwrap();
        let csv = String::from_utf8(out).unwrap();
        let row = csv.lines().nth(1).unwrap();
        assert_eq!(
            row,
            r#"1,,,true,"""No,"" he said",,,"[[0,4]]",,,Okrist,,,,,,,,,0.9,,"#
        );
    }

    #[test]
    fn the_last_change_stands_beside_the_day_of_publishing() {
        let line = br#"{"published":{"date":"2031-05-02","precision":"day","basis":"page"},
            "modified":{"date":"2031-05-03T09:30","precision":"minute","basis":"metadata"},"text":"Rain"}"#;
        let unchanged = br#"{"published":{"date":"2031-05","precision":"month","basis":"given"}}"#;
        let mut out = Vec::new();
        let mut table = CsvTable::new(Columns::of("documents"), &mut out).unwrap();
        table.row(line).unwrap();
        table.row(unchanged).unwrap();
        table.finish().unwrap();
        let csv = String::from_utf8(out).unwrap();
        let days = "2031-05-02,day,page,2031-05-03T09:30,minute,metadata,Rain,";
        assert!(csv.contains(days), "{csv}");
        assert!(csv.contains("2031-05,month,given,,,,"), "{csv}");
        assert!(
            csv.contains("published.basis,modified.date,modified.precision,modified.basis,text")
        );
    }

    #[test]
    fn rows_become_parquet_and_the_same_bytes_each_time() {
        let write = || {
            let mut out = Vec::new();
            let mut table = ParquetTable::new(Columns::of("statements"), &mut out).unwrap();
            table.row(LINE).unwrap();
            table.finish().unwrap();
            out
        };
        let bytes = write();
        assert_eq!(bytes, write());
        assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
    }

    #[test]
    fn an_empty_table_has_its_columns() {
        let mut out = Vec::new();
        let table = CsvTable::new(Columns::of("conflicts"), &mut out).unwrap();
        table.finish().unwrap();
        assert_eq!(out, b"story,about,values\n");
    }
}
