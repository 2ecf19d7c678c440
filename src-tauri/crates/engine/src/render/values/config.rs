//! `config` in templates.

use tera::Value;

use crate::config::Config;

/// Gives what templates see of the config in a language: what the language says for itself counts.
pub(crate) fn config(config: &Config, language: &str) -> Value {
    let Some(own) = config.languages.get(language).filter(|_| language != config.default_language) else {
        return config.to_value();
    };
    let spoken = Config {
        // What a language does not say of the site is better said in another one than not at all.
        title: own.title.clone().or_else(|| config.title.clone()),
        description: own.description.clone().or_else(|| config.description.clone()),
        generate_feeds: own.generate_feeds,
        feed_filenames: own.feed_filenames.clone(),
        taxonomies: own.taxonomies.clone(),
        build_search_index: own.build_search_index,
        search: own.search.clone(),
        translations: own.translations.clone(),
        ..config.clone()
    };
    spoken.to_value()
}
