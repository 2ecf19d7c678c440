//! Functions of Zola that Galley does not have: a template that calls one is told so by name.

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

/// Each with what to do instead.
const REFUSED: [(&str, &str); 2] = [
    ("load_data", "Put the values into `[extra]` of the config or of the page"),
    ("shuffle", "A page has to be the same in every build: sort instead"),
];

/// Makes the functions known.
pub(super) fn register(tera: &mut Tera) {
    for (name, instead) in REFUSED {
        tera.register_function(name, move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<Value> {
            let about =
                kwargs.get::<String>("path")?.map(|path| format!(" (for `{path}`)")).unwrap_or_default();
            Err(Error::message(format!("Galley cannot do `{name}` yet{about}. {instead}")))
        });
    }
}
