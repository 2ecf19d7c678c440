//! YAML into template values. A value used again by its name is shared, not copied, but counts as often as it
//! stands there: a template would write it out that often.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, Span};
use tera::value::Key;
use tera::{Map, Value};

use super::{Budget, Fault, MAX_DEPTH, too_deep};
use crate::tree::yaml_scalar;

/// Reads YAML.
pub(super) fn parse(text: &str) -> Result<Value, Fault> {
    let mut builder =
        Builder { open: Vec::new(), root: None, anchors: HashMap::new(), budget: Budget::new() };
    let mut parser = Parser::new_from_str(text);
    while let Some(next) = parser.next_event() {
        let (event, span) = next.map_err(|error| Fault::at(error.marker().line(), error.info()))?;
        if matches!(event, Event::StreamEnd) {
            break;
        }
        builder.take(event).map_err(|message| Fault::at(line(span), message))?;
    }
    Ok(builder.root.map_or_else(Value::none, |made| made.value))
}

fn line(span: Span) -> usize {
    span.start.line().max(1)
}

/// A value and how many values it consists of.
#[derive(Clone)]
struct Made {
    value: Value,
    count: usize,
}

/// A list or group whose end has not been met.
enum Open {
    List { anchor: usize, items: Vec<Value>, count: usize },
    Group { anchor: usize, map: Map, key: Option<String>, count: usize },
}

struct Builder {
    open: Vec<Open>,
    root: Option<Made>,
    anchors: HashMap<usize, Made>,
    budget: Budget,
}

impl Builder {
    fn take(&mut self, event: Event<'_>) -> Result<(), String> {
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
            Event::DocumentStart(_) if self.root.is_some() => {
                Err("a second document starts here, and only one can be used: take out the line `---`".into())
            }
            Event::DocumentStart(_) => Ok(()),
            Event::Alias(anchor) => {
                let known = self.anchors.get(&anchor).cloned();
                let made = known.ok_or("a name after `*` is not defined above")?;
                self.budget.take(made.count)?;
                self.finish(made, 0)
            }
            Event::Scalar(text, style, anchor, tag) => {
                self.budget.take(1)?;
                let value = yaml_scalar(&text, style, tag.as_deref());
                self.finish(Made { value, count: 1 }, anchor)
            }
            Event::SequenceStart(anchor, _) => self.start(Open::List { anchor, items: Vec::new(), count: 1 }),
            Event::MappingStart(anchor, _) => {
                self.start(Open::Group { anchor, map: Map::new(), key: None, count: 1 })
            }
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(Open::List { anchor, items, count }) => {
                    self.finish(Made { value: Value::from(items), count }, anchor)
                }
                Some(Open::Group { anchor, map, count, .. }) => {
                    self.finish(Made { value: Value::from(map), count }, anchor)
                }
                None => Ok(()),
            },
        }
    }

    fn start(&mut self, open: Open) -> Result<(), String> {
        if self.open.len() >= MAX_DEPTH {
            return Err(too_deep());
        }
        self.budget.take(1)?;
        self.open.push(open);
        Ok(())
    }

    fn finish(&mut self, made: Made, anchor: usize) -> Result<(), String> {
        if anchor != 0 {
            self.anchors.insert(anchor, made.clone());
        }
        match self.open.last_mut() {
            None => self.root = Some(made),
            Some(Open::List { items, count, .. }) => {
                items.push(made.value);
                *count += made.count;
            }
            Some(Open::Group { map, key, count, .. }) => {
                *count += made.count;
                match key.take() {
                    None => *key = Some(key_text(&made.value)?),
                    Some(name) if map.contains_key(&Key::Str(&name)) => {
                        return Err(format!("`{name}` is there a second time"));
                    }
                    Some(name) => drop(map.insert(name.into(), made.value)),
                }
            }
        }
        Ok(())
    }
}

fn key_text(value: &Value) -> Result<String, String> {
    if value.is_array() || value.is_map() {
        return Err("a list or group stands where the name of a value is wanted".into());
    }
    Ok(value.to_string())
}
