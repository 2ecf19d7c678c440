//! The site's own settings: the few an author needs; everything else stays in the file as it is.

use super::{Field, Group, Place};
use crate::protocol::{SettingChoice, SettingInput, SettingValue};

/// Languages offered for a site, by their codes (BCP 47).
const LANGUAGES: [(&str, &str); 24] = [
    ("en", "English"),
    ("cs", "Čeština"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("et", "Eesti"),
    ("es", "Español"),
    ("eu", "Euskara"),
    ("fr", "Français"),
    ("ga", "Gaeilge"),
    ("hr", "Hrvatski"),
    ("it", "Italiano"),
    ("lv", "Latviešu"),
    ("lt", "Lietuvių"),
    ("hu", "Magyar"),
    ("nl", "Nederlands"),
    ("nb", "Norsk bokmål"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("sk", "Slovenčina"),
    ("sl", "Slovenščina"),
    ("fi", "Suomi"),
    ("sv", "Svenska"),
    ("uk", "Українська"),
];

/// Lists the site's settings.
pub(super) fn groups() -> Vec<Group> {
    vec![the_site(), writing_and_reading()]
}

fn the_site() -> Group {
    let languages =
        LANGUAGES.map(|(value, label)| SettingChoice { value: value.into(), label: label.into() });
    Group {
        label: "The site".into(),
        help: String::new(),
        fields: vec![
            config(
                "title",
                "Title",
                "Stands at the top of every page and in search results.",
                SettingInput::Text,
            ),
            config(
                "description",
                "Description",
                "One or two sentences for search engines and for links that people share.",
                SettingInput::LongText,
            ),
            config(
                "base_url",
                "Web address",
                "Where the site will be found, for example https://www.example.org. Links inside the site are made from it.",
                SettingInput::Address,
            ),
            Field {
                default: SettingValue::Text("en".into()),
                ..config(
                    "default_language",
                    "Language",
                    "The language the site is written in; screen readers and search engines ask for it.",
                    SettingInput::Choice { choices: languages.into() },
                )
            },
            config("author", "Author", "A person or an organisation; named in feeds.", SettingInput::Text),
        ],
    }
}

fn writing_and_reading() -> Group {
    Group {
        label: "Writing and reading".into(),
        help: String::new(),
        fields: vec![
            switch(
                "smart_punctuation",
                "Typographic quotes and dashes",
                "Turns straight quotes and double hyphens into proper ones on the site. Your text stays as you typed it.",
                &["markdown", "smart_punctuation"],
            ),
            switch(
                "generate_feeds",
                "Feed of new posts",
                "Lets readers follow the site with a feed reader.",
                &["generate_feeds"],
            ),
            Field {
                name: "hold_scheduled_posts".into(),
                label: "Hold posts until their date".into(),
                help: "A post with a date in the future goes live with the first publish after that date."
                    .into(),
                input: SettingInput::Switch,
                default: SettingValue::Switch(false),
                place: Place::Galley(vec!["hold_scheduled_posts".into()]),
            },
        ],
    }
}

fn config(name: &str, label: &str, help: &str, input: SettingInput) -> Field {
    Field {
        name: name.into(),
        label: label.into(),
        help: help.into(),
        input,
        default: SettingValue::Text(String::new()),
        place: Place::Config(vec![name.into()]),
    }
}

fn switch(name: &str, label: &str, help: &str, path: &[&str]) -> Field {
    Field {
        input: SettingInput::Switch,
        default: SettingValue::Switch(false),
        place: Place::Config(path.iter().map(|key| (*key).to_owned()).collect()),
        ..config(name, label, help, SettingInput::Switch)
    }
}
