//! Values of arguments: how they are read, and how they are written.

use std::fmt::Write;

use tera::{Map, Value};

/// The value of an argument, as it is written.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Float(f64),
    /// True or false.
    Flag(bool),
    /// Several values.
    List(Vec<Literal>),
    /// Values with names.
    Map(Vec<(String, Literal)>),
    /// Something to be worked out, in the words of templates; a form shows it and leaves it alone.
    Expression(String),
}

/// The deepest nesting of lists in a value.
const MAX_DEPTH: usize = 8;

impl Literal {
    /// Gives the value that templates see; nothing where it has to be worked out.
    pub(crate) fn to_value(&self) -> Option<Value> {
        Some(match self {
            Self::Text(text) => Value::from(text.as_str()),
            Self::Integer(number) => Value::from(*number),
            Self::Float(number) => Value::from(*number),
            Self::Flag(flag) => Value::from(*flag),
            Self::List(items) => Value::from(items.iter().map(Self::to_value).collect::<Option<Vec<_>>>()?),
            Self::Map(entries) => {
                let entries =
                    entries.iter().map(|(key, value)| Some((key.clone().into(), value.to_value()?)));
                Value::from(entries.collect::<Option<Map>>()?)
            }
            Self::Expression(_) => return None,
        })
    }

    /// Reads a value that a template's author wrote down; nothing for one that no call can be given.
    pub(crate) fn of_value(value: &Value) -> Option<Self> {
        if let Some(text) = value.as_str() {
            return Some(Self::Text(text.to_owned()));
        }
        if let Some(flag) = value.as_bool() {
            return Some(Self::Flag(flag));
        }
        if let Some(items) = value.as_array() {
            return items.iter().map(Self::of_value).collect::<Option<_>>().map(Self::List);
        }
        if let Some(map) = value.as_map() {
            let entries = map.iter().map(|(key, value)| Some((key.to_string(), Self::of_value(value)?)));
            return entries.collect::<Option<_>>().map(Self::Map);
        }
        value.as_i64().map(Self::Integer).or_else(|| value.as_f64().map(Self::Float))
    }
}

/// Reads a text from a place on.
pub(super) struct Reader<'t> {
    text: &'t str,
    pub(super) at: usize,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str, at: usize) -> Self {
        Self { text, at }
    }

    pub(super) fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub(super) fn skip_space(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    /// Passes over what comes next if it is this.
    pub(super) fn take(&mut self, word: &str) -> bool {
        let is_next = self.text.as_bytes()[self.at..].starts_with(word.as_bytes());
        self.at += if is_next { word.len() } else { 0 };
        is_next
    }

    /// Takes a name: letters, digits and underscores.
    pub(super) fn name(&mut self) -> Option<&'t str> {
        let start = self.at;
        let bytes = self.text.as_bytes()[start..].iter();
        self.at += bytes.take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
        let name = &self.text[start..self.at];
        (!name.is_empty() && !name.starts_with(|first: char| first.is_ascii_digit())).then_some(name)
    }

    /// Takes a value that needs no working out.
    pub(super) fn literal(&mut self) -> Option<Literal> {
        self.nested(MAX_DEPTH)
    }

    fn nested(&mut self, depth: usize) -> Option<Literal> {
        match self.peek()? {
            quote @ (b'"' | b'\'' | b'`') => self.string(quote).map(Literal::Text),
            b'[' if depth > 0 => self.list(depth),
            b'{' if depth > 0 => self.map(depth),
            b'-' | b'0'..=b'9' => self.number(),
            _ => match self.name()? {
                "true" | "True" => Some(Literal::Flag(true)),
                "false" | "False" => Some(Literal::Flag(false)),
                _ => None,
            },
        }
    }

    /// Takes a text in quotes. A backslash keeps the quote, or itself, and makes `\n`, `\t` and `\r` what they are.
    pub(super) fn string(&mut self, quote: u8) -> Option<String> {
        self.at += 1;
        let mut text = String::new();
        loop {
            let rest = self.rest();
            let Some(stop) = rest.bytes().position(|byte| byte == quote || byte == b'\\') else {
                // What was looked at in vain counts as read.
                self.at = self.text.len();
                return None;
            };
            text.push_str(&rest[..stop]);
            self.at += stop + 1;
            if rest.as_bytes()[stop] == quote {
                return Some(text);
            }
            let escaped = self.rest().chars().next()?;
            self.at += escaped.len_utf8();
            match escaped {
                'n' => text.push('\n'),
                't' => text.push('\t'),
                'r' => text.push('\r'),
                '"' | '\'' | '`' | '\\' | '/' => text.push(escaped),
                other => text.extend(['\\', other]),
            }
        }
    }

    fn list(&mut self, depth: usize) -> Option<Literal> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.skip_space();
            if self.take("]") {
                return Some(Literal::List(items));
            }
            items.push(self.nested(depth - 1)?);
            self.skip_space();
            if !self.take(",") && self.peek() != Some(b']') {
                return None;
            }
        }
    }

    fn map(&mut self, depth: usize) -> Option<Literal> {
        self.at += 1;
        let mut entries = Vec::new();
        loop {
            self.skip_space();
            if self.take("}") {
                return Some(Literal::Map(entries));
            }
            let quote = self.peek().filter(|byte| matches!(byte, b'"' | b'\'' | b'`'))?;
            let key = self.string(quote)?;
            self.skip_space();
            if !self.take(":") {
                return None;
            }
            self.skip_space();
            entries.push((key, self.nested(depth - 1)?));
            self.skip_space();
            if !self.take(",") && self.peek() != Some(b'}') {
                return None;
            }
        }
    }

    fn number(&mut self) -> Option<Literal> {
        let start = self.at;
        self.take("-");
        let digits = |reader: &mut Self| {
            let from = reader.at;
            while reader.peek().is_some_and(|byte| byte.is_ascii_digit()) {
                reader.at += 1;
            }
            reader.at > from
        };
        if !digits(self) {
            return None;
        }
        if self.take(".") {
            digits(self);
            let number: f64 = self.text[start..self.at].parse().ok()?;
            return number.is_finite().then_some(Literal::Float(number));
        }
        self.text[start..self.at].parse().ok().map(Literal::Integer)
    }
}

/// Writes a value as it stands in braces or in a list. Nothing for a number that has no digits.
pub(super) fn written(value: &Literal) -> Option<String> {
    Some(match value {
        Literal::Text(text) => quoted(text),
        Literal::Integer(number) => number.to_string(),
        Literal::Float(number) if !number.is_finite() => return None,
        Literal::Float(number) if number.fract() == 0.0 => format!("{number}.0"),
        Literal::Float(number) => number.to_string(),
        Literal::Flag(flag) => flag.to_string(),
        Literal::List(items) => {
            let items: Option<Vec<String>> = items.iter().map(written).collect();
            format!("[{}]", items?.join(", "))
        }
        Literal::Map(entries) => {
            let mut text = String::from("{");
            for (at, (key, value)) in entries.iter().enumerate() {
                let comma = if at == 0 { "" } else { ", " };
                // Writing into a string cannot fail.
                let _ = write!(text, "{comma}{}: {}", quoted(key), written(value)?);
            }
            text.push('}');
            text
        }
        Literal::Expression(code) => code.clone(),
    })
}

/// Puts a text into quotes, the plainest that need no backslash.
fn quoted(text: &str) -> String {
    let has_backslash = text.contains('\\');
    if let Some(quote) = ['"', '\'', '`'].into_iter().find(|quote| !text.contains(*quote) && !has_backslash) {
        return format!("{quote}{}{quote}", text.replace('\n', "\\n").replace('\r', "\\r"));
    }
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\r', "\\r");
    format!("\"{escaped}\"")
}
