//! Which lists of taxonomies are plain because nobody wrote a template for them.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::theme::Lookup;

use super::Renderer;
use super::jobs::{Job, TermId};

impl Renderer {
    /// Warns of taxonomies whose pages are made with the built-in templates. Their addresses work, so that menus and
    /// tags of a theme lead somewhere, and the author learns what there is to write.
    pub(crate) fn plain_lists(&self) -> Vec<Diagnostic> {
        let mut plain: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (at, taxonomy) in self.graph.outline.taxonomies.iter().enumerate() {
            if taxonomy.settings.render && !taxonomy.terms.is_empty() {
                let first = TermId { taxonomy: at, term: 0 };
                let missing = [Job::Terms(at), Job::Term(first, 0)].map(|job| self.wanted(&job));
                plain.insert(&taxonomy.settings.name, missing.into_iter().flatten().collect());
            }
        }
        let unwritten = plain.into_iter().filter(|(_, missing)| !missing.is_empty());
        unwritten.map(|(name, missing)| warning(name, &missing.join(" and "))).collect()
    }

    /// Names the template that a list would be made with if there was one.
    fn wanted(&self, job: &Job) -> Option<String> {
        let templates = self.templates(job);
        let found =
            templates.iter().map(|name| self.theme.look_up(name)).find(|found| *found != Lookup::Missing);
        let is_plain = matches!(found, Some(Lookup::Builtin) | None);
        is_plain.then(|| format!("`{}`", templates.first().map_or("", |name| &**name)))
    }
}

fn warning(taxonomy: &str, missing: &str) -> Diagnostic {
    let message =
        format!("There is no template for the taxonomy `{taxonomy}`, so its lists are plain: {missing}");
    let hint = "Add them to `templates`, or write `render = false` for the taxonomy in the site's config";
    Diagnostic::warning(None, message, hint)
}
