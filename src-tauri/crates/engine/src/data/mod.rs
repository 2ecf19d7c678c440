//! Data files, read into values for templates: TOML, JSON, YAML, CSV, BibTeX, XML and plain text.
//!
//! A data file may come from a stranger or from the network, so each format has bounds: on the size of the text, on
//! how deep values are nested, and on how many there are once everything that stands for more has been written out.

mod bibtex;
mod csv;
mod fetch;
mod json;
mod memo;
#[cfg(test)]
mod tests;
mod xml;
mod yaml;

use tera::Value;

use crate::tree::parse_toml;

pub use fetch::{Fetch, Method, NotFetched, Request};
pub(crate) use memo::{Data, NotLoaded, SWITCH_ON, Sha};

/// No data file is larger.
pub(crate) const MAX_BYTES: usize = 16 * 1024 * 1024;
/// No value is nested deeper.
const MAX_DEPTH: usize = 64;
/// No data file holds more values.
const MAX_VALUES: usize = 1_000_000;

/// How a data file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Format {
    Bibtex,
    Csv,
    Json,
    Plain,
    Toml,
    Xml,
    Yaml,
}

/// What is wrong with a data file, and in which line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The line, counted from 1, where it is known.
    pub(crate) line: Option<usize>,
    /// What is wrong.
    pub(crate) message: String,
}

impl Format {
    /// The formats by the words that templates have for them.
    pub(crate) const WORDS: [(&str, Self); 7] = [
        ("bibtex", Self::Bibtex),
        ("csv", Self::Csv),
        ("json", Self::Json),
        ("plain", Self::Plain),
        ("toml", Self::Toml),
        ("xml", Self::Xml),
        ("yaml", Self::Yaml),
    ];

    /// Guesses the format of a file from the ending of its name.
    pub(crate) fn of_file(path: &str) -> Self {
        let ending = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending);
        match ending.unwrap_or_default().to_ascii_lowercase().as_str() {
            "bib" | "bibtex" => Self::Bibtex,
            "csv" => Self::Csv,
            "json" => Self::Json,
            "toml" => Self::Toml,
            "xml" => Self::Xml,
            "yaml" | "yml" => Self::Yaml,
            _ => Self::Plain,
        }
    }

    /// Names the format in a sentence.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Bibtex => "BibTeX",
            Self::Csv => "CSV",
            Self::Json => "JSON",
            Self::Plain => "text",
            Self::Toml => "TOML",
            Self::Xml => "XML",
            Self::Yaml => "YAML",
        }
    }
}

impl Fault {
    fn at(line: usize, message: impl Into<String>) -> Self {
        Self { line: Some(line), message: message.into() }
    }

    fn whole(message: impl Into<String>) -> Self {
        Self { line: None, message: message.into() }
    }
}

/// Reads data.
pub(crate) fn parse(format: Format, bytes: &[u8]) -> Result<Value, Fault> {
    if bytes.len() > MAX_BYTES {
        let most = MAX_BYTES / 1024 / 1024;
        return Err(Fault::whole(format!("it is larger than {most} MiB, the most that a template may load")));
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        let line = bytes.utf8_chunks().next().map_or(1, |chunk| line_at(chunk.valid(), chunk.valid().len()));
        return Err(Fault::at(line, "it holds bytes that are no text in UTF-8: save the file as UTF-8"));
    };
    let text = text.trim_start_matches('\u{feff}');
    match format {
        Format::Bibtex => bibtex::parse(text),
        Format::Csv => csv::parse(text),
        Format::Json => json::parse(text),
        Format::Plain => Ok(Value::from(text)),
        Format::Toml => toml(text),
        Format::Xml => xml::parse(text),
        Format::Yaml => yaml::parse(text),
    }
}

fn toml(text: &str) -> Result<Value, Fault> {
    let parsed = parse_toml(text);
    match parsed.troubles.first() {
        Some(trouble) => Err(Fault::at(line_at(text, trouble.offset), trouble.message.clone())),
        None => Ok(Value::from(parsed.table.to_map())),
    }
}

/// Counts the line that a byte stands in.
fn line_at(text: &str, offset: usize) -> usize {
    text.as_bytes()[..offset.min(text.len())].iter().filter(|&&byte| byte == b'\n').count() + 1
}

/// How many values may still be made.
struct Budget(usize);

impl Budget {
    fn new() -> Self {
        Self(MAX_VALUES)
    }

    /// Takes a number of values, unless they are too many.
    fn take(&mut self, count: usize) -> Result<(), String> {
        self.0 = self.0.checked_sub(count).ok_or_else(|| {
            format!("it holds more than {MAX_VALUES} values, the most that a template may load")
        })?;
        Ok(())
    }
}

fn too_deep() -> String {
    format!("values are nested more than {MAX_DEPTH} deep here")
}
