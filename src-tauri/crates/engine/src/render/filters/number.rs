//! `num_format`.

use fixed_decimal::Decimal;
use icu_decimal::DecimalFormatter;
use icu_locale::Locale;
use tera::{Error, Kwargs, Number, State, TeraResult, Value};

/// Writes a number as people of a language do: `1,234,567`.
pub(super) fn num_format(value: &Value, kwargs: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let name = kwargs.get::<&str>("locale")?.unwrap_or("en");
    let unknown = || Error::message(format!("There is no language `{name}` to write numbers in"));
    let locale = Locale::try_from_str(&name.replace('_', "-")).map_err(|_| unknown())?;
    let digits = match value.as_number() {
        Some(Number::Integer(number)) => number.to_string(),
        Some(Number::Float(number)) => number.to_string(),
        Some(_) | None => {
            return Err(Error::message(format!("`num_format` needs a number, and not {}", value.name())));
        }
    };
    let number = Decimal::try_from_str(&digits)
        .map_err(|_| Error::message(format!("The number {digits} cannot be written out")))?;
    let formatter = DecimalFormatter::try_new(locale.into(), Default::default()).map_err(|_| unknown())?;
    Ok(formatter.format(&number).to_string())
}
