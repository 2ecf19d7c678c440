//! A function of Zola that Galley does not have: a template that calls it is told so by name.

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

/// Makes the function known.
pub(super) fn register(tera: &mut Tera) {
    tera.register_function("shuffle", |_: Kwargs, _: &State<'_>| -> TeraResult<Value> {
        Err(Error::message(
            "Galley cannot do `shuffle` yet. A page has to be the same in every build: sort instead",
        ))
    });
}
