//! XML into template values. An element with nothing but text is that text; any other is a group: attributes as
//! `@name`, its own text as `#text`, and the elements below it by name, those of one name in a list. Text that is
//! written like a number or a truth value is one. Names stand without their namespace's prefix.

use std::collections::HashMap;

use roxmltree::{Document, Node, ParsingOptions};
use tera::{Map, Value};

use super::{Budget, Fault, MAX_DEPTH, MAX_VALUES, line_at, too_deep};

/// No element has more attributes: the parser compares each with all others.
const MAX_ATTRIBUTES: usize = 1_000;
/// Namespaces are declared no more often: the parser copies those of all elements around.
const MAX_NAMESPACES: usize = 5_000;

/// Reads XML.
pub(super) fn parse(text: &str) -> Result<Value, Fault> {
    // A few declared entities can stand for gigabytes, and no data format needs them.
    if let Some(offset) = text.find("<!ENTITY") {
        let message =
            "it declares entities of its own, which are not filled in: write out what they stand for";
        return Err(Fault::at(line_at(text, offset), message));
    }
    bounded(text)?;
    let nodes_limit = u32::try_from(MAX_VALUES).unwrap_or(u32::MAX);
    let options = ParsingOptions { allow_dtd: true, nodes_limit, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| {
        // The words end with the line and column, and the line is told apart from them.
        let message = error.to_string();
        let words = message.rsplit_once(" at ").map_or(message.as_str(), |(words, _)| words);
        Fault::at(error.pos().row as usize, words)
    })?;
    let mut budget = Budget::new();
    let root = document.root_element();
    let value = element(root, 1, &mut budget)?;
    Ok(Value::from(Map::from_iter([(root.tag_name().name().to_owned().into(), value)])))
}

/// Refuses what takes the parser far longer than the text is long.
fn bounded(text: &str) -> Result<(), Fault> {
    if text.matches("xmlns").count() > MAX_NAMESPACES {
        return Err(Fault::at(1, format!("it declares namespaces more than {MAX_NAMESPACES} times")));
    }
    // A tag ends before the next `<`, which no attribute may hold.
    let mut at = 0;
    for tag in text.split('<') {
        if tag.len() > MAX_ATTRIBUTES && attributes(tag) > MAX_ATTRIBUTES {
            let message = format!("it has an element with more than {MAX_ATTRIBUTES} attributes");
            return Err(Fault::at(line_at(text, at), message));
        }
        at += tag.len() + 1;
    }
    Ok(())
}

fn attributes(tag: &str) -> usize {
    if tag.starts_with(['!', '?']) {
        return 0;
    }
    let mut quote = None;
    let mut count = 0;
    for byte in tag.bytes() {
        match (quote, byte) {
            (None, b'>') => break,
            (None, b'=') => count += 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            (None | Some(_), _) => {}
        }
    }
    count
}

fn element(node: Node<'_, '_>, depth: usize, budget: &mut Budget) -> Result<Value, Fault> {
    let fault = |message| Fault::at(line_at(node.document().input_text(), node.range().start), message);
    if depth > MAX_DEPTH {
        return Err(fault(too_deep()));
    }
    budget.take(1 + node.attributes().len()).map_err(fault)?;
    let mut map = Map::new();
    for attribute in node.attributes() {
        map.entry(format!("@{}", attribute.name()).into()).or_insert_with(|| scalar(attribute.value()));
    }
    let text: String = node.children().filter(Node::is_text).filter_map(|child| child.text()).collect();
    let text = text.trim();
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut lists: Vec<(&str, Vec<Value>)> = Vec::new();
    for child in node.children().filter(Node::is_element) {
        let name = child.tag_name().name();
        let value = element(child, depth + 1, budget)?;
        let at = *places.entry(name).or_insert(lists.len());
        if at == lists.len() {
            lists.push((name, Vec::new()));
        }
        lists[at].1.push(value);
    }
    if map.is_empty() && lists.is_empty() && !text.is_empty() {
        return Ok(scalar(text));
    }
    if !text.is_empty() {
        map.insert("#text".into(), scalar(text));
    }
    for (name, mut values) in lists {
        let only = if values.len() == 1 { values.pop() } else { None };
        map.insert(name.to_owned().into(), only.unwrap_or_else(|| Value::from(values)));
    }
    Ok(Value::from(map))
}

/// Gives a text its type. What a number would write in another way, such as `007` or `1.10`, stays as it is.
fn scalar(text: &str) -> Value {
    match text {
        "true" => return Value::from(true),
        "false" => return Value::from(false),
        _ => {}
    }
    if let Some(number) = text.parse::<i64>().ok().filter(|number| number.to_string() == text) {
        return Value::from(number);
    }
    let is_plain = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-'));
    match text.parse::<f64>() {
        Ok(number) if is_plain && format!("{number:?}") == text => Value::from(number),
        Ok(_) | Err(_) => Value::from(text),
    }
}
