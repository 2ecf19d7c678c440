//! `now` and `get_random`. Neither looks outside: the time of the build comes in, and chance is a hash.

use jiff::tz::TimeZone;
use tera::{Error, Kwargs, State, TeraResult, Value};

use super::given;
use crate::graph::Graph;
use crate::render::chance;
use crate::render::reads::{Read, note};

/// Gives the time of the build.
pub(super) fn now(graph: &Graph, kwargs: &Kwargs, _: &State<'_>) -> TeraResult<Value> {
    note(Read::Now);
    let now = graph.outline.now;
    if given::<bool>(kwargs, "timestamp")?.unwrap_or(false) {
        return Ok(Value::from(now.as_second()));
    }
    let name = given::<&str>(kwargs, "timezone")?.unwrap_or("UTC");
    let zone = TimeZone::get(name).map_err(|_| Error::message(format!("There is no time zone `{name}`")))?;
    let offset = now.to_zoned(zone).offset();
    Ok(Value::from(now.display_with_offset(offset).to_string()))
}

/// Gives a number that looks like chance: another one with each call, and the same ones for the same page in every
/// build.
pub(super) fn get_random(_: &Graph, kwargs: &Kwargs, state: &State<'_>) -> TeraResult<Value> {
    let start = given::<i64>(kwargs, "start")?.unwrap_or(0);
    let end = kwargs.must_get::<i64>("end")?;
    let width = end.checked_sub(start).filter(|width| *width > 0);
    let Some(width) = width else {
        return Err(Error::message(format!("There is no number from {start} up to {end}")));
    };
    let page = state.get::<String>("current_path")?.unwrap_or_default();
    Ok(Value::from(start + chance::draw(&format!("{page} {start} {end}")) % width))
}
