//! A settings file, changed one value at a time. Comments, order and spacing of everything else stay.

use std::path::Path;

use toml_edit::{DocumentMut, Item, Table, Value};

use crate::disk;
use crate::session::line_endings;
use crate::trouble::Trouble;

const BYTE_ORDER_MARK: char = '\u{feff}';

/// A TOML file with its text as it is on disk.
#[derive(Debug, Clone)]
pub(crate) struct TomlFile {
    name: String,
    document: DocumentMut,
    /// The text as it was read, for its byte order mark and its line endings.
    original: String,
}

impl TomlFile {
    /// Reads a file of the site's folder; a missing one counts as empty.
    pub(crate) fn read(folder: &Path, name: &str) -> Result<Self, Trouble> {
        let bytes = disk::read_if_there(&folder.join(name))?.unwrap_or_default();
        let unreadable = |why: String| Trouble::Settings { file: name.to_owned(), why };
        let text = String::from_utf8(bytes).map_err(|_| unreadable("it is not text in UTF-8".into()))?;
        let toml = text.trim_start_matches(BYTE_ORDER_MARK);
        let document = toml.parse::<DocumentMut>().map_err(|error| unreadable(place_of(toml, &error)))?;
        Ok(Self { name: name.to_owned(), document, original: text })
    }

    /// Reads `galley.toml`. A site without one comes from Zola, where texts are templates; the file that is begun for
    /// it says so, because with a `galley.toml` they would not be.
    pub(crate) fn read_galley(folder: &Path) -> Result<Self, Trouble> {
        const NAME: &str = "galley.toml";
        let is_new = !folder.join(NAME).exists();
        let mut file = Self::read(folder, NAME)?;
        if is_new {
            file.set(&["content_templating"], true.into());
        }
        Ok(file)
    }

    /// Finds a value by its path, such as `["extra", "accent"]`.
    pub(crate) fn get(&self, path: &[&str]) -> Option<&Item> {
        path.iter().try_fold(self.document.as_item(), |item, key| item.get(key))
    }

    /// Sets a value; a value that is there keeps its place and the comment behind it.
    pub(crate) fn set(&mut self, path: &[&str], value: Value) {
        let (last, parents) = path.split_last().expect("a path has a key");
        let mut table: &mut dyn toml_edit::TableLike = self.document.as_table_mut();
        for key in parents {
            let item = table.entry(key).or_insert_with(|| Item::Table(Table::new()));
            if !item.is_table_like() {
                *item = Item::Table(Table::new());
            }
            table = item.as_table_like_mut().expect("just made one");
        }
        let old = table.get(last).and_then(Item::as_value).map(|value| value.decor().clone());
        let mut value = value;
        if let Some(decor) = old {
            *value.decor_mut() = decor;
        }
        match table.get_mut(last) {
            Some(item) => *item = Item::Value(value),
            None => {
                table.insert(last, Item::Value(value));
            }
        }
    }

    /// Takes a value out.
    pub(crate) fn remove(&mut self, path: &[&str]) {
        let (last, parents) = path.split_last().expect("a path has a key");
        let mut item = self.document.as_item_mut();
        for key in parents {
            match item.get_mut(key) {
                Some(next) => item = next,
                None => return,
            }
        }
        if let Some(table) = item.as_table_like_mut() {
            table.remove(last);
        }
    }

    /// Borrows the whole document, for what is more than one value.
    pub(crate) fn document_mut(&mut self) -> &mut DocumentMut {
        &mut self.document
    }

    /// Borrows the whole document.
    pub(crate) fn document(&self) -> &DocumentMut {
        &self.document
    }

    /// Writes the file.
    pub(crate) fn write(&self, folder: &Path) -> Result<(), Trouble> {
        let toml = self.original.trim_start_matches(BYTE_ORDER_MARK);
        let mark = &self.original[..self.original.len() - toml.len()];
        let changed = line_endings::to_editor(&self.document.to_string());
        let text = format!("{mark}{}", line_endings::from_editor(toml, &changed));
        disk::write(&folder.join(&self.name), text.as_bytes())
    }
}

fn place_of(text: &str, error: &toml_edit::TomlError) -> String {
    let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
    format!("line {line}: {}", error.message())
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONFIG: &str = "# Our site\ntitle = 'Old'   # shown everywhere\nbase_url=\"https://example.org\"\n\n[extra]\n# the colour\naccent = \"sea\"\n\n[markdown]\nsmart_punctuation = true\n";

    fn changed(change: impl FnOnce(&mut TomlFile)) -> String {
        let folder = tempfile::tempdir().expect("folder");
        std::fs::write(folder.path().join("zola.toml"), CONFIG).expect("write");
        let mut file = TomlFile::read(folder.path(), "zola.toml").expect("reads");
        change(&mut file);
        file.write(folder.path()).expect("writes");
        std::fs::read_to_string(folder.path().join("zola.toml")).expect("reads")
    }

    #[test]
    fn one_value_is_one_line() {
        let text = changed(|file| file.set(&["title"], "New".into()));
        assert_eq!(text, CONFIG.replace("'Old'", "\"New\""));
        let text = changed(|file| file.set(&["extra", "accent"], "rust".into()));
        assert_eq!(text, CONFIG.replace("sea", "rust"));
        let text = changed(|file| file.set(&["extra", "footer"], "Hello".into()));
        assert_eq!(text, CONFIG.replace("\"sea\"\n", "\"sea\"\nfooter = \"Hello\"\n"));
        assert_eq!(changed(|_| {}), CONFIG);
    }

    #[test]
    fn marks_and_line_endings_stay() {
        let folder = tempfile::tempdir().expect("folder");
        let before = "\u{feff}# é\r\ntitle = 'Old'\r\nauthor = 'A'\n";
        std::fs::write(folder.path().join("zola.toml"), before).expect("write");
        let mut file = TomlFile::read(folder.path(), "zola.toml").expect("reads");
        file.set(&["title"], "New".into());
        file.write(folder.path()).expect("writes");
        let after = std::fs::read_to_string(folder.path().join("zola.toml")).expect("reads");
        assert_eq!(after, before.replace("'Old'", "\"New\""));
    }

    #[test]
    fn a_removed_value_takes_its_line_along() {
        let text = changed(|file| file.remove(&["markdown", "smart_punctuation"]));
        assert_eq!(text, CONFIG.replace("smart_punctuation = true\n", ""));
    }

    #[test]
    fn a_broken_file_is_not_touched_and_named_with_its_line() {
        let folder = tempfile::tempdir().expect("folder");
        std::fs::write(folder.path().join("zola.toml"), "title = \"a\"\nbase_url = \n").expect("write");
        let trouble = TomlFile::read(folder.path(), "zola.toml").expect_err("broken");
        assert!(trouble.to_string().contains("line 2"), "{trouble}");
    }
}
