//! New sites, made from what Galley ships in `content/`.

use std::path::{Path, PathBuf};

use include_dir::{Dir, DirEntry, include_dir};

use crate::disk;
use crate::trouble::Trouble;

static STARTERS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../../content/starters");
static THEMES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../../content/themes");

/// A site that Galley ships.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Starter {
    /// The sample: a small museum with posts, pages and pictures.
    Sample,
    /// A site to begin with.
    Blank,
}

impl Starter {
    fn folder(self) -> &'static str {
        match self {
            Self::Sample => "museum",
            Self::Blank => "blank",
        }
    }
}

/// Writes a starter site and its theme into a folder that must be new or empty.
pub(crate) fn write(starter: Starter, folder: &Path) -> Result<(), Trouble> {
    if folder.exists() && !disk::files_below(folder)?.is_empty() {
        return Err(Trouble::Exists(folder.to_owned()));
    }
    let site = STARTERS.get_dir(starter.folder()).expect("the starters are part of the program");
    write_below(site, site.path(), folder)?;
    let config = site.get_file(site.path().join("zola.toml")).and_then(|file| file.contents_utf8());
    let theme = theme_of(config.expect("a starter has a config")).expect("a starter has a theme");
    let theme = THEMES.get_dir(theme).expect("its theme is part of the program");
    let name = theme.path().file_name().expect("a folder has a name");
    write_below(theme, theme.path(), &folder.join("themes").join(name))
}

/// Finds a free folder for a new site: its title made fit for a folder name, with a number if that is taken.
pub(crate) fn free_folder(place: &Path, title: &str) -> PathBuf {
    let name: String = title
        .chars()
        .map(|c| if c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '\'') { c } else { ' ' })
        .take(60)
        .collect();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = if name.is_empty() { "My site".to_owned() } else { name };
    (1..)
        .map(|n| if n == 1 { place.join(&name) } else { place.join(format!("{name} {n}")) })
        .find(|folder| !folder.exists())
        .expect("a free number comes")
}

fn theme_of(config: &str) -> Option<String> {
    let config: toml_edit::DocumentMut = config.parse().ok()?;
    config.get("theme")?.as_str().map(str::to_owned)
}

fn write_below(from: &Dir<'_>, base: &Path, folder: &Path) -> Result<(), Trouble> {
    for entry in from.entries() {
        match entry {
            DirEntry::Dir(dir) => write_below(dir, base, folder)?,
            DirEntry::File(file) => {
                let relative = file.path().strip_prefix(base).expect("a file is below its folder");
                disk::create(&folder.join(relative), file.contents())?;
            }
        }
    }
    Ok(())
}
