//! The head of a page, in the words of the studio: what changes, and nothing else of it.

use engine::front_matter::{self, EditError, Field, FieldChange as Change, FieldValue, Fields};
use engine::output::SourcePath;

/// A change of a page's head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FieldChange {
    Title(Option<String>),
    Date(Option<String>),
    Tags(Vec<String>),
    Draft(bool),
    Description(Option<String>),
    Slug(Option<String>),
    Path(Option<String>),
    Aliases(Vec<String>),
}

/// Changes a page's head and keeps every other byte.
pub(crate) fn edit(text: &str, changes: &[FieldChange]) -> Result<String, EditError> {
    let changes: Vec<_> = changes.iter().map(change).collect();
    front_matter::edit(text, &changes)
}

/// Reads the details of a page.
pub(crate) fn fields(file: &SourcePath, text: &str) -> Fields {
    front_matter::fields(file, text)
}

fn change(change: &FieldChange) -> Change {
    let text = |text: &Option<String>| text.clone().map(FieldValue::Text);
    let list = |items: &[String]| {
        let items: Vec<_> = items.iter().cloned().map(FieldValue::Text).collect();
        (!items.is_empty()).then_some(FieldValue::List(items))
    };
    let (field, value) = match change {
        FieldChange::Title(title) => (Field::Title, text(title)),
        FieldChange::Date(date) => (Field::Date, text(date)),
        FieldChange::Tags(tags) => (Field::Taxonomy("tags".to_owned()), list(tags)),
        // A page is no draft unless it says so: the line goes, so that a file made elsewhere ends as it began.
        FieldChange::Draft(draft) => (Field::Draft, draft.then_some(FieldValue::Flag(true))),
        FieldChange::Description(description) => (Field::Description, text(description)),
        FieldChange::Slug(slug) => (Field::Slug, text(slug)),
        FieldChange::Path(path) => (Field::Path, text(path)),
        FieldChange::Aliases(aliases) => (Field::Aliases, list(aliases)),
    };
    Change { field, value }
}
