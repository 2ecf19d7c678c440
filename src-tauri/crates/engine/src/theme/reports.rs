//! Reads what the template engine prints: it gives what it finds while loading, and the chain of calls, only so.

use crate::diagnostic::Position;

use super::trouble::Trouble;

/// Another place that has to do with trouble.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Note {
    /// What it is, in the words of the template engine.
    pub(super) label: String,
    /// The template's name inside the template engine.
    pub(super) template: String,
    /// The line and column.
    pub(super) position: Position,
}

impl Note {
    /// Says whether it is a call that led to the trouble.
    pub(super) fn is_call(&self) -> bool {
        self.label == "called from"
    }

    /// Words it as the end of a message.
    pub(super) fn told(&self) -> String {
        let what = self.label.strip_suffix(" starts here").unwrap_or("the first one");
        format!("; {what} starts in line {}", self.position.line)
    }
}

/// Reads a text with several reports, each `error: what`, then `--> name:line:column`, then the line itself, a line
/// that marks the place, and notes of the same form.
pub(super) fn reports(text: &str) -> Vec<Trouble> {
    let mut found: Vec<Trouble> = Vec::new();
    for part in text.split("\n\n") {
        match (note(part), found.last_mut()) {
            (Some(note), Some(last)) => last.notes.push(note),
            (Some(_), None) | (None, _) => found.extend(report(part)),
        }
    }
    if found.is_empty() { vec![Trouble::nowhere(text.to_owned())] } else { found }
}

fn report(text: &str) -> Option<Trouble> {
    let (message, rest) = text.strip_prefix("error: ")?.split_once("--> ")?;
    let (name, position) = place(rest.lines().next()?)?;
    Some(Trouble {
        template: Some(name.to_owned()),
        position: Some(position),
        width: rest.lines().nth(3).map_or(1, |marks| marks.matches('^').count()),
        message: message.trim().to_owned(),
        notes: Vec::new(),
    })
}

fn note(text: &str) -> Option<Note> {
    let line = text.lines().next()?.strip_prefix("note: ")?;
    let (front, column) = line.rsplit_once(':')?;
    let (front, number) = front.rsplit_once(':')?;
    // The label has spaces and so may the name: labels end in one of two words.
    let (label, name) = ["called from ", "here "].iter().find_map(|end| {
        let at = front.find(end)? + end.len();
        Some((front[..at].trim_end(), &front[at..]))
    })?;
    let position = Position { line: number.parse().ok()?, column: column.parse().ok()? };
    Some(Note { label: label.to_owned(), template: name.to_owned(), position })
}

fn place(text: &str) -> Option<(&str, Position)> {
    let (rest, column) = text.rsplit_once(':')?;
    let (name, line) = rest.rsplit_once(':')?;
    Some((name, Position { line: line.parse().ok()?, column: column.parse().ok()? }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_reports_in_one_text_are_told_apart() {
        let mut tera = tera::Tera::default();
        let templates = [("a.html", "<p>\n{{ 1 | shine }}</p>"), ("b.html", "{% include \"gone.html\" %}")];
        let error = tera.add_raw_templates(templates).expect_err("both are wrong");
        let found: Vec<(String, u32, u32, usize)> = Trouble::of(&error)
            .into_iter()
            .map(|trouble| {
                let at = trouble.position.expect("has a place");
                let text = format!("{}: {}", trouble.template.unwrap_or_default(), trouble.message);
                (text, at.line, at.column, trouble.width)
            })
            .collect();
        assert_eq!(
            found,
            [
                ("a.html: Unknown filter `shine`".to_owned(), 2, 8, 5),
                ("b.html: Unknown template `gone.html`".to_owned(), 1, 12, 11)
            ]
        );
    }

    #[test]
    fn the_chain_of_calls_is_read() {
        let mut tera = tera::Tera::default();
        let templates = [
            ("a b.html", "{% component card() %}{{ gone }}{% endcomponent card %}"),
            ("b.html", "x\n{{ <card/> }}"),
            ("c.html", "{% include \"b.html\" %}"),
        ];
        tera.add_raw_templates(templates).expect("all can be read");
        let error = tera.render("c.html", &tera::Context::new()).expect_err("`gone` is not there");
        let trouble = Trouble::of(&error).remove(0);
        let called: Vec<(&str, u32, u32)> = trouble
            .notes
            .iter()
            .map(|note| (note.template.as_str(), note.position.line, note.position.column))
            .collect();
        assert_eq!(called, [("b.html", 2, 4), ("c.html", 1, 12)]);
    }
}
