//! Old templates on disk: those of a theme or a site, translated from Tera 1 to Tera 2 for whoever wants to go on
//! with them. To open an old site none of this is needed: it is translated in memory then.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use engine::{UntoldLanguage, Untranslated};
use toml_edit::DocumentMut;

use crate::trouble::Trouble;
use crate::{Failure, disk};

/// Where translated templates go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConversionOutput {
    /// Nowhere: it is only said what would happen.
    Nowhere,
    /// Into another folder, with the same paths below it.
    Folder(PathBuf),
    /// Over the old ones.
    InPlace,
}

/// What a conversion led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversionReport {
    /// How many templates there are.
    pub templates: usize,
    /// How many of them were translated; the others are Tera 2 already.
    pub translated: usize,
    /// What could not be translated; the names are paths below the folder.
    pub untranslated: Vec<Untranslated>,
}

/// A template on disk.
struct Template {
    /// Its path below the folder.
    path: String,
    text: String,
}

/// Translates the templates of a theme's or a site's folder.
pub fn convert_theme(folder: &Path, output: &ConversionOutput) -> Result<ConversionReport, Failure> {
    let theme = theme_of(folder)?;
    let mut templates = BTreeMap::new();
    read_templates(folder, "templates", "", &mut templates)?;
    if let Some(theme) = &theme {
        let prefix = format!("{theme}/templates/");
        read_templates(folder, &format!("themes/{theme}/templates"), &prefix, &mut templates)?;
    }
    let texts = templates.iter().map(|(name, template)| (name.clone(), template.text.clone())).collect();
    let said = signs_of_age(folder, theme.as_deref())?;
    let text = |path: &str| said.get(path).cloned();
    let language = engine::own_language(text);
    let language = match &language {
        None => UntoldLanguage::OfPage,
        // A theme is for sites in other languages too.
        Some(_) if said.contains_key("theme.toml") => UntoldLanguage::OfSite,
        Some(code) => UntoldLanguage::Named(code),
    };
    let circumstances = engine::Circumstances { language, ..engine::circumstances(text, theme.as_deref()) };
    let conversion = engine::convert_templates(&texts, circumstances);
    let text = |name: &String, template: &Template| {
        conversion.texts.get(name).unwrap_or(&template.text).as_bytes().to_vec()
    };
    let written: Vec<(PathBuf, Vec<u8>)> = match output {
        ConversionOutput::Nowhere => Vec::new(),
        ConversionOutput::Folder(output) => {
            templates.iter().map(|(name, one)| (output.join(&one.path), text(name, one))).collect()
        }
        ConversionOutput::InPlace => {
            let changed = templates.iter().filter(|(name, _)| conversion.texts.contains_key(*name));
            changed.map(|(name, one)| (folder.join(&one.path), text(name, one))).collect()
        }
    };
    write_all(&written, *output == ConversionOutput::InPlace)?;
    let untranslated = conversion.untranslated.into_iter().map(|mut one| {
        if let Some(template) = templates.get(&one.template) {
            one.template.clone_from(&template.path);
        }
        one
    });
    Ok(ConversionReport {
        templates: templates.len(),
        translated: conversion.texts.len(),
        untranslated: untranslated.collect(),
    })
}

/// Writes files. Unless told otherwise none is written over, and if one would be, none is written at all.
fn write_all(files: &[(PathBuf, Vec<u8>)], may_replace: bool) -> Result<(), Trouble> {
    let mut wanted = Vec::new();
    for (place, bytes) in files {
        match disk::read_if_there(place)? {
            Some(there) if there == *bytes => {}
            Some(_) if !may_replace => return Err(Trouble::Exists(place.clone())),
            Some(_) | None => wanted.push((place, bytes)),
        }
    }
    for (place, bytes) in wanted {
        if may_replace { disk::write(place, bytes)? } else { disk::create(place, bytes)? }
    }
    Ok(())
}

/// Reads the templates below a folder. What is no text is no template.
fn read_templates(
    root: &Path,
    below: &str,
    prefix: &str,
    templates: &mut BTreeMap<String, Template>,
) -> Result<(), Trouble> {
    let folder = root.join(below);
    if !folder.is_dir() {
        return Ok(());
    }
    for (place, relative) in disk::files_below(&folder)? {
        if relative.file_name().is_none_or(|name| engine::is_left_over(&name.to_string_lossy())) {
            continue;
        }
        let Ok(text) = String::from_utf8(disk::read(&place)?) else { continue };
        let parts: Vec<String> =
            relative.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
        let relative = parts.join("/");
        let template = Template { path: format!("{below}/{relative}"), text };
        templates.insert(format!("{prefix}{relative}"), template);
    }
    Ok(())
}

/// Reads what tells the age of a site and its theme, by path.
fn signs_of_age(folder: &Path, theme: Option<&str>) -> Result<BTreeMap<String, String>, Trouble> {
    let of_theme = theme.map(|theme| format!("themes/{theme}/theme.toml"));
    let mut said = BTreeMap::new();
    for name in ["zola.toml", "config.toml", "theme.toml"].into_iter().chain(of_theme.as_deref()) {
        let bytes = disk::read_if_there(&folder.join(name))?;
        if let Some(text) = bytes.and_then(|bytes| String::from_utf8(bytes).ok()) {
            said.insert(name.to_owned(), text);
        }
    }
    Ok(said)
}

/// Gives the name of the theme that a site's settings name.
fn theme_of(folder: &Path) -> Result<Option<String>, Trouble> {
    for name in ["zola.toml", "config.toml"] {
        let Some(bytes) = disk::read_if_there(&folder.join(name))? else { continue };
        let settings = String::from_utf8(bytes).ok().and_then(|text| text.parse::<DocumentMut>().ok());
        return Ok(settings.and_then(|settings| settings.get("theme")?.as_str().map(str::to_owned)));
    }
    Ok(None)
}
