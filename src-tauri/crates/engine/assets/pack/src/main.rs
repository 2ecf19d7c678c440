//! Packs the grammars and themes that the engine embeds.
//!
//! ```text
//! npm pack tm-themes && tar xzf tm-themes-*.tgz
//! cargo run --release -- package ../assets
//! ```
//! A pack is the length of its index as four bytes, lowest first; the index, JSON; then the parts, each JSON on its
//! own, deflated. `packed.rs` in the engine reads it. Grammars are those of `two-face`, themes those of `tm-themes`
//! and, where sites know them by an earlier name, of `two-face`. What is under the GPL is left out.

use std::collections::HashMap;
use std::io::Write;

use flate2::{Compression, write::DeflateEncoder};
use serde::Deserialize;
use serde_json::{Value, json};
use syntect::highlighting::{Color, FontStyle, ScopeSelector, Theme};
use syntect::parsing::syntax_definition::{Context, ContextId, ContextReference, MatchOperation, Pattern};
use syntect::parsing::{ClearAmount, Scope, ScopeStack};
use two_face::theme::EmbeddedThemeName;

#[derive(Deserialize)]
struct Contexts {
    context_ids: HashMap<String, ContextId>,
    contexts: Vec<Context>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [tm_themes, out] = &arguments[..] else {
        return Err("give the folder of tm-themes and the folder to write into".into());
    };
    let mut grammars = Pack::default();
    let set = serde_json::to_value(two_face::syntax::extra_newlines())?;
    for syntax in set["syntaxes"].as_array().into_iter().flatten() {
        let bytes: Vec<u8> = serde_json::from_value(syntax["serialized_lazy_contexts"].clone())?;
        let contexts: Contexts = syntect::dumps::from_reader(&bytes[..])?;
        let about = json!({
            "name": syntax["name"], "scope": syntax["scope"], "tokens": syntax["file_extensions"],
            "start": number(contexts.context_ids["__start"]).1, "main": number(contexts.context_ids["main"]).1,
        });
        grammars.add(about, &contexts.contexts.iter().map(context).collect())?;
    }
    grammars.write(&format!("{out}/grammars.bin"))?;
    let mut packed = Pack::default();
    for (name, theme) in themes(tm_themes)? {
        packed.add(json!({"name": name}), &theme)?;
    }
    packed.write(&format!("{out}/themes.bin"))?;
    std::fs::write(format!("{out}/LICENCES.txt"), licences(tm_themes)?)?;
    Ok(())
}

#[derive(Default)]
struct Pack {
    index: Vec<Value>,
    bytes: Vec<u8>,
}

impl Pack {
    fn add(&mut self, mut about: Value, what: &Value) -> Result<(), Box<dyn std::error::Error>> {
        let mut deflate = DeflateEncoder::new(Vec::new(), Compression::best());
        deflate.write_all(&serde_json::to_vec(what)?)?;
        let deflated = deflate.finish()?;
        about["at"] = json!(self.bytes.len());
        about["length"] = json!(deflated.len());
        self.index.push(about);
        self.bytes.extend(deflated);
        Ok(())
    }

    fn write(&self, file: &str) -> Result<(), Box<dyn std::error::Error>> {
        let index = serde_json::to_vec(&self.index)?;
        let mut bytes = u32::try_from(index.len())?.to_le_bytes().to_vec();
        bytes.extend(index);
        bytes.extend(&self.bytes);
        Ok(std::fs::write(file, bytes)?)
    }
}

/// Joins the notices of all that is packed; each licence text that several share stands once.
fn licences(tm_themes: &str) -> Result<String, Box<dyn std::error::Error>> {
    let mut text = String::from(
        "The grammars and themes that Galley carries come from other people, who allow that under these terms.\n",
    );
    let acknowledged = two_face::acknowledgement::listing();
    for licence in acknowledged.for_syntaxes().iter().chain(acknowledged.for_themes()) {
        text.push_str(&format!("\n=== {}\n\n{}\n", licence.rel_path.display(), licence.text.trim()));
    }
    let notice = std::fs::read_to_string(format!("{tm_themes}/NOTICE"))?;
    for part in
        notice.split(&"=".repeat(105)).filter(|part| part.contains("Files:") && !part.contains(LEFT_OUT))
    {
        text.push_str(&format!("\n=== {}\n", part.trim()));
    }
    Ok(text)
}

fn number(id: ContextId) -> (u64, u64) {
    let id = serde_json::to_value(id).unwrap_or_default();
    (id["syntax_index"].as_u64().unwrap_or_default(), id["context_index"].as_u64().unwrap_or_default())
}

fn context(context: &Context) -> Value {
    let mut value = json!({});
    put(&mut value, "scope", scopes(&context.meta_scope));
    put(&mut value, "content", scopes(&context.meta_content_scope));
    put(&mut value, "prototype", context.prototype.map(|id| json!(number(id))));
    put(
        &mut value,
        "clear",
        context.clear_scopes.map(|clear| match clear {
            ClearAmount::TopN(count) => json!(count),
            ClearAmount::All => json!(1_000_000),
        }),
    );
    value["patterns"] = context.patterns.iter().filter_map(pattern).collect();
    value
}

fn pattern(pattern: &Pattern) -> Option<Value> {
    let found = match pattern {
        Pattern::Include(to) => return reference(to).map(|to| json!({"include": to})),
        Pattern::Match(found) => found,
    };
    let mut value = json!({"match": found.regex.regex_str()});
    put(&mut value, "scope", scopes(&found.scope));
    if found.has_captures {
        value["back"] = json!(true);
    }
    put(
        &mut value,
        "captures",
        found
            .captures
            .as_ref()
            .map(|captures| captures.iter().map(|(group, names)| json!([group, scopes(names)])).collect()),
    );
    put(&mut value, "with", found.with_prototype.as_ref().and_then(reference));
    match &found.operation {
        MatchOperation::None => {}
        MatchOperation::Pop => value["pop"] = json!(true),
        MatchOperation::Push(to) => value["push"] = to.iter().filter_map(reference).collect(),
        MatchOperation::Set(to) => value["set"] = to.iter().filter_map(reference).collect(),
    }
    Some(value)
}

fn reference(reference: &ContextReference) -> Option<Value> {
    reference.id().ok().map(|id| json!(number(id)))
}

fn scopes(scopes: &[Scope]) -> Option<Value> {
    let names: Vec<String> = scopes.iter().map(ToString::to_string).collect();
    (!names.is_empty()).then(|| json!(names.join(" ")))
}

fn put(value: &mut Value, key: &str, what: Option<Value>) {
    if let Some(what) = what {
        value[key] = what;
    }
}

/// Themes of `two-face` that sites know by an earlier name.
const FORMER: [(EmbeddedThemeName, &str); 16] = [
    (EmbeddedThemeName::Leet, "1337"),
    (EmbeddedThemeName::Base16EightiesDark, "base16-eighties-dark"),
    (EmbeddedThemeName::Base16MochaDark, "base16-mocha-dark"),
    (EmbeddedThemeName::Base16OceanDark, "base16-ocean-dark"),
    (EmbeddedThemeName::Base16OceanLight, "base16-ocean-light"),
    (EmbeddedThemeName::ColdarkCold, "coldark-cold"),
    (EmbeddedThemeName::ColdarkDark, "coldark-dark"),
    (EmbeddedThemeName::DarkNeon, "dark-neon"),
    (EmbeddedThemeName::GruvboxDark, "gruvbox-dark"),
    (EmbeddedThemeName::GruvboxLight, "gruvbox-light"),
    (EmbeddedThemeName::InspiredGithub, "inspired-github"),
    (EmbeddedThemeName::MonokaiExtended, "monokai-extended"),
    (EmbeddedThemeName::OneHalfDark, "one-half-dark"),
    (EmbeddedThemeName::OneHalfLight, "one-half-light"),
    (EmbeddedThemeName::TwoDark, "two-dark"),
    (EmbeddedThemeName::Zenburn, "zenburn"),
];

/// Under the GPL, so it cannot go out with Galley.
const LEFT_OUT: &str = "aurora-x";

fn themes(folder: &str) -> Result<Vec<(String, Value)>, Box<dyn std::error::Error>> {
    let set = two_face::theme::extra();
    let mut found: Vec<(String, Value)> =
        FORMER.iter().map(|(theme, name)| ((*name).to_owned(), former(set.get(*theme)))).collect();
    for entry in std::fs::read_dir(format!("{folder}/themes"))? {
        let theme: Value = serde_json::from_str(&std::fs::read_to_string(entry?.path())?)?;
        let name = theme["name"].as_str().unwrap_or_default().to_owned();
        if name != LEFT_OUT {
            found.push((name, slim(&theme)));
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(found)
}

/// Keeps what colours code, and joins neighbours that look the same.
fn slim(theme: &Value) -> Value {
    let mut rules: Vec<(Value, Vec<String>)> = Vec::new();
    for rule in theme["tokenColors"].as_array().into_iter().flatten() {
        let scopes: Vec<String> = match &rule["scope"] {
            Value::String(text) => text.split(',').map(|scope| scope.trim().to_owned()).collect(),
            Value::Array(list) => {
                list.iter().filter_map(|scope| scope.as_str().map(ToOwned::to_owned)).collect()
            }
            _ => continue,
        };
        let mut settings = json!({});
        for key in ["foreground", "fontStyle"] {
            put(&mut settings, key, rule["settings"].get(key).cloned());
        }
        match rules.last_mut() {
            Some((last, all)) if *last == settings => all.extend(scopes),
            _ => rules.push((settings, scopes)),
        }
    }
    let mut colors = json!({});
    for key in ["editor.background", "editor.foreground", "editor.lineHighlightBackground"] {
        put(&mut colors, key, theme["colors"].get(key).filter(|value| value.is_string()).cloned());
    }
    let rules: Vec<Value> =
        rules.into_iter().map(|(settings, scope)| json!({"scope": scope, "settings": settings})).collect();
    json!({"type": theme["type"], "colors": colors, "tokenColors": rules})
}

fn former(theme: &Theme) -> Value {
    let hex = |color: Color| json!(format!("#{:02X}{:02X}{:02X}", color.r, color.g, color.b));
    let mut colors = json!({});
    put(&mut colors, "editor.background", theme.settings.background.map(hex));
    put(&mut colors, "editor.foreground", theme.settings.foreground.map(hex));
    put(&mut colors, "editor.lineHighlightBackground", theme.settings.line_highlight.map(hex));
    let rules: Vec<Value> = theme
        .scopes
        .iter()
        .map(|item| {
            let scope: Vec<String> = item.scope.selectors.iter().map(selector).collect();
            let mut settings = json!({});
            put(&mut settings, "foreground", item.style.foreground.map(hex));
            put(
                &mut settings,
                "fontStyle",
                item.style.font_style.map(|style| {
                    let names = [
                        (FontStyle::BOLD, "bold"),
                        (FontStyle::ITALIC, "italic"),
                        (FontStyle::UNDERLINE, "underline"),
                    ];
                    let on: Vec<&str> = names
                        .iter()
                        .filter(|(flag, _)| style.contains(*flag))
                        .map(|(_, name)| *name)
                        .collect();
                    json!(on.join(" "))
                }),
            );
            json!({"scope": scope, "settings": settings})
        })
        .collect();
    json!({"colors": colors, "tokenColors": rules})
}

fn selector(selector: &ScopeSelector) -> String {
    let path =
        |stack: &ScopeStack| stack.as_slice().iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    selector.excludes.iter().fold(path(&selector.path), |text, exclude| format!("{text} - {}", path(exclude)))
}
