//! Property lists, the XML that TextMate writes themes and grammars in. What is read of XML is what such files use: no
//! declarations of entities, so nothing can grow.

use serde_json::{Map, Value};

/// The deepest nesting.
const MAX_DEPTH: usize = 100;

/// Reads a property list.
pub(super) fn read(text: &str) -> Result<Value, String> {
    let mut reader = Reader { rest: text };
    loop {
        match reader.tag()? {
            Tag::Open("plist") => {}
            Tag::Open(name) => return reader.value(name, 0),
            Tag::Empty(_) | Tag::Close => return Err("it is empty".into()),
        }
    }
}

struct Reader<'t> {
    rest: &'t str,
}

enum Tag<'t> {
    Open(&'t str),
    Close,
    Empty(&'t str),
}

impl<'t> Reader<'t> {
    /// Goes to the next tag; comments, declarations and text before it are passed over.
    fn tag(&mut self) -> Result<Tag<'t>, String> {
        loop {
            let (_, rest) = self.rest.split_once('<').ok_or("it is not a whole property list")?;
            if let Some(comment) = rest.strip_prefix("!--") {
                self.rest = comment.split_once("-->").ok_or("a comment does not end")?.1;
                continue;
            }
            let (inner, rest) = rest.split_once('>').ok_or("a tag does not end")?;
            self.rest = rest;
            if inner.starts_with(['?', '!']) {
                continue;
            }
            let name = |inner: &'t str| inner.split_whitespace().next().unwrap_or_default();
            return Ok(match (inner.strip_prefix('/'), inner.strip_suffix('/')) {
                (Some(_), _) => Tag::Close,
                (None, Some(empty)) => Tag::Empty(name(empty)),
                (None, None) => Tag::Open(name(inner)),
            });
        }
    }

    fn value(&mut self, name: &str, depth: usize) -> Result<Value, String> {
        if depth > MAX_DEPTH {
            return Err(format!("it is nested more than {MAX_DEPTH} deep"));
        }
        match name {
            "dict" => self.dict(depth),
            "array" => {
                let mut items = Vec::new();
                while let Some(item) = self.next(depth)? {
                    items.push(item);
                }
                Ok(Value::Array(items))
            }
            _ => self.text().map(Value::String),
        }
    }

    fn dict(&mut self, depth: usize) -> Result<Value, String> {
        let mut map = Map::new();
        loop {
            match self.tag()? {
                Tag::Open("key") => {
                    let key = self.text()?;
                    let value = self.next(depth)?.ok_or_else(|| format!("`{key}` has no value"))?;
                    map.insert(key, value);
                }
                Tag::Close => return Ok(Value::Object(map)),
                Tag::Open(other) | Tag::Empty(other) => {
                    return Err(format!("<{other}> stands where a key should"));
                }
            }
        }
    }

    /// Reads the next value; nothing where the list around it ends.
    fn next(&mut self, depth: usize) -> Result<Option<Value>, String> {
        Ok(match self.tag()? {
            Tag::Open(name) => Some(self.value(name, depth + 1)?),
            Tag::Empty("true") => Some(Value::Bool(true)),
            Tag::Empty("false") => Some(Value::Bool(false)),
            Tag::Empty("dict") => Some(Value::Object(Map::new())),
            Tag::Empty("array") => Some(Value::Array(Vec::new())),
            Tag::Empty(_) => Some(Value::String(String::new())),
            Tag::Close => None,
        })
    }

    /// Reads a text up to the tag that ends it.
    fn text(&mut self) -> Result<String, String> {
        let (text, rest) = self.rest.split_once("</").ok_or("a text does not end")?;
        self.rest = rest.split_once('>').ok_or("a tag does not end")?.1;
        let text = text.trim();
        if let Some(raw) = text.strip_prefix("<![CDATA[").and_then(|text| text.strip_suffix("]]>")) {
            return Ok(raw.into());
        }
        Ok(text
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&apos;", "'")
            .replace("&amp;", "&"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_property_list_is_read() {
        let text = "<?xml version=\"1.0\"?><!DOCTYPE plist><plist version=\"1.0\"><!-- <dict> --><dict>\n<key>a &amp; b</key><array><string>x &lt; y</string><true/><dict/></array></dict></plist>";
        assert_eq!(read(text), Ok(serde_json::json!({"a & b": ["x < y", true, {}]})));
    }

    #[test]
    fn a_broken_or_deep_one_is_refused() {
        for text in
            ["", "<plist>", "<plist><dict><key>a", "<plist><dict><string>a</string></dict>", "<plist/>"]
        {
            assert!(read(text).is_err(), "{text}");
        }
        assert!(read(&format!("<plist>{}", "<array>".repeat(1_000))).is_err());
    }
}
