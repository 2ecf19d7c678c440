//! One call, carried out by its template.

use tera::{Context, Error, Value};

use crate::blocks::{BlockBody, Syntax, Use};
use crate::render::limit::Limited;
use crate::theme::{OUTER_LOOP, Shortcode, Text};

use super::{Call, Task};

/// The name under which the body of a component reaches its call.
const BODY: &str = "__galley_body";

/// What became of a call.
pub(super) enum Answer {
    /// Its result.
    Made(String),
    /// Its template cannot be used.
    Broken(String),
    /// Its template failed.
    Failed(Error),
}

impl Answer {
    fn of(written: Limited, outcome: Result<(), Error>) -> Self {
        match outcome {
            Ok(()) => Self::Made(String::from_utf8_lossy(&written.into_bytes()).into_owned()),
            Err(error) => Self::Failed(error),
        }
    }
}

/// Says what stands between the tags of a component: text of the page, or characters for the component.
pub(super) fn body_of(task: &Task<'_>, call: &Use) -> BlockBody {
    match (&call.body, task.theme.blocks.component(&call.name)) {
        (None, _) => BlockBody::None,
        (Some(_), Some(info)) if info.body == BlockBody::Text => BlockBody::Text,
        (Some(_), _) => BlockBody::Markdown,
    }
}

/// Carries out a component. Values are worked out as in a template.
pub(super) fn component(task: &Task<'_>, context: &Context, call: &Use, body: &str, limit: usize) -> Answer {
    let head = &task.text[call.head.clone()];
    let mut context = context.clone();
    let mut source = head.to_owned();
    if call.body.is_some() {
        context.insert_value(BODY, Value::safe_string(body));
        source.push_str(&format!("{{{{ {BODY} }}}}{{% </{}> %}}", call.name));
    }
    let mut written = Limited::new(limit);
    let _meter = task.theme.budget.start();
    let outcome = match Text::new(None, source).counted() {
        Ok(source) => task.tera.render_str_to(&source.whole(), &context, false, &mut written),
        Err(trouble) => Err(Error::message(trouble.message)),
    };
    Answer::of(written, outcome)
}

/// Carries out a shortcode.
pub(super) fn shortcode(
    task: &Task<'_>,
    context: &Context,
    call: &Call,
    shortcode: &Shortcode,
    body: Option<&str>,
    limit: usize,
) -> Answer {
    if shortcode.is_broken {
        return Answer::Broken(shortcode.template.clone());
    }
    let context = told(context, call, body);
    let mut written = Limited::new(limit);
    let _meter = task.theme.budget.start();
    let outcome = task.tera.render_to(&shortcode.template, &context, &mut written);
    Answer::of(written, outcome)
}

/// Adds to what templates find of the page what the call says. The call wins, but not over the page, its section and
/// the config.
fn told(context: &Context, call: &Call, body: Option<&str>) -> Context {
    let mut told = context.clone();
    told.insert_value("nth", Value::from(call.nth));
    debug_assert_eq!(call.call.syntax, Syntax::Shortcode);
    for argument in &call.call.arguments {
        let is_kept = matches!(argument.name.as_str(), "page" | "section" | "config");
        if let Some(value) = argument.value.to_value().filter(|_| !is_kept) {
            if argument.name == "loop" {
                told.insert_value(OUTER_LOOP, value.clone());
            }
            told.insert_value(argument.name.clone(), value);
        }
    }
    if let Some(body) = body {
        told.insert_value("body", Value::from(body));
    }
    told
}
