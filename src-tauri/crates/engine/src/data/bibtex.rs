//! BibTeX into `bibliographies`, `variables`, `preambles` and `comments`.
//!
//! Types of entries and names of tags are in lower case, since BibTeX does not tell cases apart. Braces inside a value
//! stay, since they say what keeps its case; line breaks in it are spaces. What stands outside any entry is a comment.

use std::collections::HashMap;

use tera::{Map, Value};

use super::{Fault, MAX_BYTES, line_at};

/// The abbreviations that every bibliography may use without defining them.
const MONTHS: [(&str, &str); 12] = [
    ("jan", "January"),
    ("feb", "February"),
    ("mar", "March"),
    ("apr", "April"),
    ("may", "May"),
    ("jun", "June"),
    ("jul", "July"),
    ("aug", "August"),
    ("sep", "September"),
    ("oct", "October"),
    ("nov", "November"),
    ("dec", "December"),
];

/// Reads BibTeX.
pub(super) fn parse(text: &str) -> Result<Value, Fault> {
    let mut reader = Reader {
        text,
        at: 0,
        written: 0,
        variables: HashMap::new(),
        shown_variables: Map::new(),
        preambles: Vec::new(),
        comments: Vec::new(),
        bibliographies: Vec::new(),
    };
    reader.whole()?;
    let fields = [
        ("preambles", Value::from(reader.preambles)),
        ("comments", Value::from(reader.comments)),
        ("variables", Value::from(reader.shown_variables)),
        ("bibliographies", Value::from(reader.bibliographies)),
    ];
    Ok(Value::from(fields.into_iter().map(|(key, value)| (key.into(), value)).collect::<Map>()))
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    /// How long all values together are. Variables made of variables double with each line.
    written: usize,
    variables: HashMap<String, String>,
    shown_variables: Map,
    preambles: Vec<Value>,
    comments: Vec<Value>,
    bibliographies: Vec<Value>,
}

impl<'t> Reader<'t> {
    fn whole(&mut self) -> Result<(), Fault> {
        while self.at < self.text.len() {
            let rest = self.rest();
            let end = next_entry(rest).unwrap_or(rest.len());
            let lines = rest[..end].lines().map(str::trim).filter(|line| !line.is_empty());
            self.comments.extend(lines.map(Value::from));
            self.at += end;
            if end < rest.len() {
                self.entry()?;
            }
        }
        Ok(())
    }

    fn entry(&mut self) -> Result<(), Fault> {
        let start = self.at;
        self.at += 1;
        self.skip_space();
        let kind = self.word().to_lowercase();
        self.skip_space();
        let closing = if self.peek() == Some('(') { ')' } else { '}' };
        if kind == "comment" && closing == '}' {
            let said = self.braced(start)?;
            self.comments.push(Value::from(said.trim()));
            return Ok(());
        }
        self.at += 1;
        match kind.as_str() {
            "comment" => {
                let end = self.rest().find(closing).ok_or_else(|| self.unclosed(start))?;
                self.comments.push(Value::from(self.rest()[..end].trim()));
                self.at += end;
            }
            "preamble" => {
                let value = self.value()?;
                self.preambles.push(Value::from(value));
            }
            "string" => {
                let mut tags = self.tags(closing, start)?.into_iter();
                if let Some((name, value)) = tags.next() {
                    self.shown_variables.insert(name.clone().into(), Value::from(value.as_str()));
                    self.variables.insert(name, value);
                }
            }
            _ => self.bibliography(&kind, closing, start)?,
        }
        self.skip_space();
        if self.peek() != Some(closing) {
            return Err(self.unclosed(start));
        }
        self.at += closing.len_utf8();
        Ok(())
    }

    fn bibliography(&mut self, kind: &str, closing: char, start: usize) -> Result<(), Fault> {
        let rest = self.rest();
        let end = rest.find([',', closing]).ok_or_else(|| self.unclosed(start))?;
        let key = rest[..end].trim();
        self.at += end;
        if self.peek() == Some(',') {
            self.at += 1;
        }
        let tags = self.tags(closing, start)?;
        let tags: Map = tags.into_iter().map(|(name, value)| (name.into(), Value::from(value))).collect();
        let fields = [
            ("entry_type", Value::from(kind)),
            ("citation_key", Value::from(key)),
            ("tags", Value::from(tags)),
        ];
        let fields: Map = fields.into_iter().map(|(key, value)| (key.into(), value)).collect();
        self.bibliographies.push(Value::from(fields));
        Ok(())
    }

    /// Reads `name = value, …` up to the closing mark, which it leaves.
    fn tags(&mut self, closing: char, start: usize) -> Result<Vec<(String, String)>, Fault> {
        let mut tags = Vec::new();
        loop {
            self.skip_space();
            match self.peek() {
                None => return Err(self.unclosed(start)),
                Some(',') => {
                    self.at += 1;
                    continue;
                }
                Some(mark) if mark == closing => return Ok(tags),
                Some(_) => {}
            }
            let name = self.word().to_lowercase();
            self.skip_space();
            if name.is_empty() || self.peek() != Some('=') {
                let after = if name.is_empty() { String::new() } else { format!(" after `{name}`") };
                return Err(self.fault(format!("`name = value` is wanted here, and there is no `=`{after}")));
            }
            self.at += 1;
            let value = self.value()?;
            tags.push((name, value));
        }
    }

    /// Reads parts joined with `#`.
    fn value(&mut self) -> Result<String, Fault> {
        let mut whole = String::new();
        loop {
            self.skip_space();
            match self.peek() {
                Some('{') => {
                    let start = self.at;
                    push_words(&mut whole, self.braced(start)?);
                }
                Some('"') => push_words(&mut whole, self.quoted()?),
                Some(_) | None => {
                    let word = self.word();
                    if word.is_empty() {
                        return Err(self.fault("a value is missing here".into()));
                    }
                    whole.push_str(&self.meaning(word));
                }
            }
            self.skip_space();
            if self.peek() != Some('#') {
                break;
            }
            self.at += 1;
            self.bounded(whole.len())?;
        }
        self.bounded(whole.len())?;
        self.written += whole.len();
        Ok(whole)
    }

    fn bounded(&self, more: usize) -> Result<(), Fault> {
        if self.written + more > MAX_BYTES {
            return Err(self.fault("its abbreviations stand for more text than a template may load".into()));
        }
        Ok(())
    }

    /// A word that means nothing else means itself.
    fn meaning(&self, word: &str) -> String {
        let name = word.to_lowercase();
        let month = MONTHS.iter().find(|(short, _)| *short == name).map(|(_, month)| (*month).to_owned());
        self.variables.get(&name).cloned().or(month).unwrap_or_else(|| word.to_owned())
    }

    /// Reads from an opening brace to the one that closes it, and gives what is between.
    fn braced(&mut self, start: usize) -> Result<&'t str, Fault> {
        let inside = self.at + 1;
        let mut depth = 0_usize;
        for (offset, byte) in self.rest().bytes().enumerate() {
            match byte {
                b'{' => depth += 1,
                b'}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                let end = self.at + offset;
                self.at = end + 1;
                return Ok(&self.text[inside..end]);
            }
        }
        Err(self.unclosed(start))
    }

    /// A quote inside braces does not end the value.
    fn quoted(&mut self) -> Result<&'t str, Fault> {
        let inside = self.at + 1;
        let mut depth = 0_usize;
        for (offset, byte) in self.text[inside..].bytes().enumerate() {
            match byte {
                b'{' => depth += 1,
                b'}' => depth = depth.saturating_sub(1),
                b'"' if depth == 0 => {
                    self.at = inside + offset + 1;
                    return Ok(&self.text[inside..inside + offset]);
                }
                _ => {}
            }
        }
        Err(self.fault("the quote that opens here is not closed".into()))
    }

    fn word(&mut self) -> &'t str {
        let rest = self.rest();
        let ends =
            |c: char| c.is_whitespace() || matches!(c, '{' | '}' | '(' | ')' | '"' | '=' | ',' | '#' | '@');
        let end = rest.find(ends).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn skip_space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn fault(&self, message: String) -> Fault {
        Fault::at(line_at(self.text, self.at), message)
    }

    fn unclosed(&self, start: usize) -> Fault {
        Fault::at(line_at(self.text, start), "the entry that starts here is not closed")
    }
}

/// Finds the next `@` that a word and an opening brace follow; any other is a sign in running text.
fn next_entry(text: &str) -> Option<usize> {
    let starts = text.match_indices('@').map(|(at, _)| at);
    starts.into_iter().find(|at| {
        let after = text[at + 1..].trim_start();
        let brace = after
            .trim_start_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
            .trim_start();
        brace.len() < after.len() && brace.starts_with(['{', '('])
    })
}

/// Adds a text with each run of white space as one space.
fn push_words(whole: &mut String, text: &str) {
    let mut was_space = false;
    for c in text.chars() {
        match c.is_whitespace() {
            true if was_space => {}
            true => whole.push(' '),
            false => whole.push(c),
        }
        was_space = c.is_whitespace();
    }
}
