//! CSV into `headers`, the first line, and `records`, all others.

use csv::{ErrorKind, ReaderBuilder, StringRecord};
use tera::{Map, Value};

use super::{Budget, Fault};

/// No line has more columns.
const MAX_COLUMNS: usize = 1_000;

/// Reads CSV.
pub(super) fn parse(text: &str) -> Result<Value, Fault> {
    let mut reader = ReaderBuilder::new().from_reader(text.as_bytes());
    let mut budget = Budget::new();
    let headers = reader.headers().map_err(|error| fault(&error))?.clone();
    if headers.len() > MAX_COLUMNS {
        return Err(Fault::at(1, format!("it has {} columns, {MAX_COLUMNS} at most", headers.len())));
    }
    let mut records = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| fault(&error))?;
        let line = record.position().map_or(0, csv::Position::line);
        budget.take(record.len() + 1).map_err(|message| Fault::at(as_line(line), message))?;
        records.push(list(&record));
    }
    let fields = [("headers", list(&headers)), ("records", Value::from(records))];
    Ok(Value::from(fields.into_iter().map(|(key, value)| (key.into(), value)).collect::<Map>()))
}

fn list(record: &StringRecord) -> Value {
    Value::from(record.iter().map(Value::from).collect::<Vec<_>>())
}

fn fault(error: &csv::Error) -> Fault {
    let line = error.position().map(|position| as_line(position.line()));
    // The text is in memory and known to be UTF-8, so that lengths are all that can be wrong.
    let message = if let ErrorKind::UnequalLengths { expected_len, len, .. } = error.kind() {
        format!(
            "this line has {len} columns and those above have {expected_len}: an empty one is two commas, one with a comma in it stands in quotes"
        )
    } else {
        error.to_string()
    };
    Fault { line, message }
}

fn as_line(line: u64) -> usize {
    usize::try_from(line).unwrap_or(usize::MAX)
}
