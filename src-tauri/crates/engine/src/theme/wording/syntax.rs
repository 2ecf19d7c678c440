//! Messages about how a template is written.

use super::{Wording, word};

/// Words a message about how a template is written.
pub(super) fn syntax(message: &str) -> Option<Wording> {
    open(message)
        .or_else(|| names(message))
        .or_else(|| twice(message))
        .or_else(|| misplaced(message))
        .or_else(|| found(message))
}

/// Something is not closed, or closed by another name.
fn open(message: &str) -> Option<Wording> {
    if message.starts_with("String opened with") {
        let hint = format!("Write {} where the text ends", word(message));
        return Some(Wording::new("a text in quotes is not closed", hint));
    }
    if message.starts_with("Closing comment tag") {
        return Some(Wording::new("a remark is not closed", "Write `#}` where the remark ends"));
    }
    if let Some(rest) = message.strip_prefix("Unclosed component '") {
        let name = rest.trim_end_matches('\'');
        let hint = format!("Write `{{% </{name}> %}}` where it ends, or `/>` at its end");
        return Some(Wording::new(format!("the component `{name}` is not closed"), hint));
    }
    if let Some(rest) = message.strip_prefix("Closing tag '") {
        let (closed, rest) = rest.split_once('\'')?;
        let opened = rest.split('\'').nth(1)?;
        return Some(other_name(opened, closed, format!("Write `{{% </{opened}> %}}`")));
    }
    if message.contains("was named `") {
        let mut names = message.split('`').skip(1).step_by(2);
        let (opened, closed) = (names.next()?, names.next()?);
        return Some(other_name(
            opened,
            closed,
            format!("Write the name `{opened}` at the end too, or none"),
        ));
    }
    None
}

fn other_name(opened: &str, closed: &str, hint: String) -> Wording {
    Wording::new(format!("`{opened}` is open, and `{closed}` is closed"), hint)
}

/// A name that cannot be one here.
fn names(message: &str) -> Option<Wording> {
    if let Some((name, _)) = message.split_once(" is a reserved keyword of Tera") {
        let told = format!("`{name}` means something in templates and cannot be a name");
        return Some(Wording::new(told, "Use another name"));
    }
    if message.starts_with("Found invalid field of `loop`") {
        let hint = "There are: index, index0, first, last, length";
        return Some(Wording::new("`loop` has nothing of this name", hint));
    }
    let rest = message.strip_prefix("The string ")?;
    let (text, _) = rest.split_once(" cannot be parsed as a valid date")?;
    Some(Wording::new(format!("`{text}` is no date"), "Write it like `2024-03-01`"))
}

/// Something is there a second time.
fn twice(message: &str) -> Option<Wording> {
    if let Some((what, _)) = message.split_once(" is defined more than once") {
        return Some(Wording::new(format!("`{}` stands here twice", word(what)), "Take one of them out"));
    }
    if let Some(rest) = message.strip_prefix("Template already contains a ") {
        let told = format!("the template has the {} twice", rest.replacen(" named", "", 1));
        return Some(Wording::new(told, "Give one of them another name"));
    }
    if let Some(name) = message.strip_prefix("Template is already extending ") {
        return Some(Wording::new(format!("the template extends {name} already"), "Take one `extends` out"));
    }
    if message.starts_with("Component `") && message.contains("is defined in both") {
        let mut names = message.split('`').skip(1).step_by(2);
        let (name, first, second) = (names.next()?, names.next()?, names.next()?);
        let told = format!("the component `{name}` is there twice, in `{first}` and in `{second}`");
        return Some(Wording::new(told, "Give one of them another name"));
    }
    None
}

/// A tag stands where it cannot.
fn misplaced(message: &str) -> Option<Wording> {
    if message.starts_with("Blocks cannot be written inside") || message.contains("cannot be used inside") {
        let what = if message.starts_with("Blocks") { "block" } else { word(message) };
        return Some(Wording::new(format!("`{what}` cannot stand here"), "Move it out of what it stands in"));
    }
    let (word, _) = message.split_once(" can only be used in a for loop")?;
    let hint = "Move it between `{% for %}` and `{% endfor %}`";
    Some(Wording::new(format!("`{word}` stands outside of a loop"), hint))
}

/// Something else stands where the template engine expects something.
fn found(message: &str) -> Option<Wording> {
    let (found, wanted) = message.strip_prefix("Found ")?.split_once(" but ")?;
    let starts = ["expected one of: ", "expected ", "was expecting "];
    let wanted = starts.iter().find_map(|start| wanted.strip_prefix(start))?;
    if found == "string" && wanted == "identifier" {
        let hint = "In a call each value has a name before it, such as `path=\"…\"`";
        return Some(Wording::new("here stands a text in quotes where a name belongs", hint));
    }
    let found = match found {
        "identifier" => "another word",
        "string" => "a text in quotes",
        "integer" | "float" => "a number",
        "bool" => "`true` or `false`",
        found => found,
    };
    let hint = "Look at what stands before the mark: something is missing there, or one sign too many";
    Some(Wording::new(format!("here stands {found} where {} belongs", expected(wanted)), hint))
}

fn expected(wanted: &str) -> String {
    let plain = match wanted {
        "identifier" | "ident" | "attribute name" => "a name",
        "string" => "a text in quotes",
        wanted if wanted.starts_with("integer, float") => "a value",
        wanted if wanted.starts_with("identifier after it") => "the name of a component",
        wanted if wanted.starts_with("`...`, a string") => "a key in quotes",
        wanted if wanted.contains(['`', ' ']) => wanted,
        wanted => return format!("`{wanted}`"),
    };
    plain.to_owned()
}
