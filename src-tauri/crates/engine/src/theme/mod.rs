//! Templates and static files: the site's own, over the theme's, over those built in.

mod blocks;
mod budget;
mod builtin;
mod conversion;
mod load;
mod reading;
mod reports;
mod spelling;
mod statics;
mod tera1;
mod texts;
mod trouble;
mod wording;

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::Tera;

use crate::diagnostic::Diagnostic;
use crate::output::SourcePath;

pub(crate) use blocks::{Blocks, Shortcode};
pub(crate) use budget::Budget;
pub use conversion::{Conversion, circumstances, convert_templates, own_language};
pub use load::is_left_over;
pub(crate) use load::{load, missing_theme, same_templates};
pub(crate) use reading::{Reach, Reading, Readings, Role};
pub(crate) use spelling::{nearest, suggestion};
pub(crate) use statics::statics;
pub(crate) use tera1::{AROUND, OUTER_LOOP};
pub use tera1::{Circumstances, UntoldLanguage, Untranslated};
pub(crate) use texts::Text;
pub(crate) use trouble::{Trouble, rendering, told};

/// The folder that names of built-in templates start with, inside the template engine.
pub(crate) const BUILTIN_PREFIX: &str = "galley/builtin/";

/// The templates of a site, ready to render with.
pub(crate) struct Theme {
    /// The template engine with every template that could be read.
    pub(crate) tera: Tera,
    /// The files of the templates, by the name the template engine has for them.
    pub(crate) files: BTreeMap<String, SourcePath>,
    /// The templates as their authors wrote them.
    pub(crate) texts: texts::Texts,
    /// The templates that could not be read, by name; each has a diagnostic.
    pub(crate) broken: BTreeMap<String, SourcePath>,
    /// The first fault of each of these, by file.
    pub(crate) faults: BTreeMap<SourcePath, Diagnostic>,
    /// What the templates of one file may cost.
    pub(crate) budget: Arc<Budget>,
    /// The name of the theme.
    pub(crate) name: Option<String>,
    /// The blocks that texts may use.
    pub(crate) blocks: Blocks,
    /// What the templates read of pages other than their own.
    pub(crate) readings: Readings,
    /// Says whether the site was made for a Zola before 0.23, where texts are no templates.
    pub(crate) texts_are_old: bool,
}

/// What a name of a template leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lookup<'a> {
    /// A template of the site or its theme.
    Found,
    /// A template that is built in.
    Builtin,
    /// A template that cannot be read.
    Broken(&'a SourcePath),
    /// Nothing.
    Missing,
}

impl Theme {
    /// Looks a template up as the template engine will.
    pub(crate) fn look_up(&self, name: &str) -> Lookup<'_> {
        let themed = self.name.as_ref().map(|theme| format!("{theme}/templates/{name}"));
        for candidate in [Some(name.to_owned()), themed].into_iter().flatten() {
            if let Some(file) = self.broken.get(&candidate) {
                return Lookup::Broken(file);
            }
            if self.files.contains_key(&candidate) {
                return Lookup::Found;
            }
        }
        if self.tera.contains_template(name) { Lookup::Builtin } else { Lookup::Missing }
    }

    /// Lists the names a page may ask for, for suggestions.
    pub(crate) fn names(&self) -> Vec<&str> {
        let prefix = self.name.as_ref().map(|theme| format!("{theme}/templates/"));
        self.files
            .keys()
            .map(|name| prefix.as_deref().and_then(|prefix| name.strip_prefix(prefix)).unwrap_or(name))
            .collect()
    }
}

/// Templates with the trouble met while they were read.
pub(crate) type Loaded = (Theme, Vec<Diagnostic>);
