//! `config` in templates.

use tera::Value;

use crate::config::{Config, Language};

/// Gives what templates see of the config in a language: what the language says for itself counts, and the languages are
/// the others, so that a theme can list what else there is to read.
pub(crate) fn config(config: &Config, language: &str) -> Value {
    let mut languages = config.languages.clone();
    let own = languages.get(language).filter(|_| language != config.default_language).cloned();
    // When languages were a list, it was the same everywhere.
    if config.listed_languages.is_none() {
        languages.entry(config.default_language.clone()).or_insert_with(|| own_language(config));
        languages.remove(language);
    }
    let config = Config { languages, ..config.clone() };
    let Some(own) = own else { return config.to_value() };
    let spoken = Config {
        // What a language does not say of the site is better said in another one than not at all.
        title: own.title.or(config.title),
        description: own.description.or(config.description),
        generate_feeds: own.generate_feeds,
        feed_filenames: own.feed_filenames,
        taxonomies: own.taxonomies,
        build_search_index: own.build_search_index,
        search: own.search,
        translations: own.translations,
        ..config
    };
    spoken.to_value()
}

/// Gives what the config says of the site's own language.
fn own_language(config: &Config) -> Language {
    Language {
        title: config.title.clone(),
        description: config.description.clone(),
        generate_feeds: config.generate_feeds,
        feed_filenames: config.feed_filenames.clone(),
        taxonomies: config.taxonomies.clone(),
        build_search_index: config.build_search_index,
        search: config.search.clone(),
        translations: config.translations.clone(),
    }
}
