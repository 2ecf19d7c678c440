//! The targets of a site, kept in its `galley.toml` without any secret, so that the file can be shared.

use std::path::Path;

use publish::SiteId;
use toml_edit::{ArrayOfTables, Item, Table, value};

use crate::loopback::random_token;
use crate::protocol::{SaveTarget, SignIn, TargetId, TargetPlace, TargetSettings};
use crate::settings::TomlFile;
use crate::trouble::Trouble;

/// One target of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SavedTarget {
    pub(crate) id: TargetId,
    pub(crate) settings: TargetSettings,
}

/// The targets of a site.
#[derive(Debug)]
pub(crate) struct Targets {
    file: TomlFile,
}

impl Targets {
    /// Reads a site's targets.
    pub(crate) fn read(folder: &Path) -> Result<Self, Trouble> {
        Ok(Self { file: TomlFile::read_galley(folder)? })
    }

    /// Lists the targets. A table that says too little to be one is left alone.
    pub(crate) fn list(&self) -> Vec<SavedTarget> {
        let tables = self.file.document().get("targets").and_then(Item::as_array_of_tables);
        tables.into_iter().flatten().filter_map(target_of).collect()
    }

    /// Finds a target.
    pub(crate) fn find(&self, id: &TargetId) -> Result<SavedTarget, Trouble> {
        let found = self.list().into_iter().find(|target| target.id == *id);
        found.ok_or_else(|| Trouble::NoTarget(id.0.clone()))
    }

    /// Adds a target or changes one, and writes the file.
    pub(crate) fn save(&mut self, folder: &Path, save: SaveTarget) -> Result<SavedTarget, Trouble> {
        check(&save.settings)?;
        let id = save.id.clone().unwrap_or_else(|| TargetId(random_token()[..12].to_owned()));
        let tables = self.tables();
        let at = tables.iter().position(|table| table.get("id").and_then(Item::as_str) == Some(&id.0));
        match at {
            Some(at) => fill(tables.get_mut(at).expect("just found"), &save.settings),
            None if save.id.is_some() => return Err(Trouble::NoTarget(id.0)),
            None => {
                let mut table = Table::new();
                table.insert("id", value(&id.0));
                fill(&mut table, &save.settings);
                tables.push(table);
            }
        }
        self.file.write(folder)?;
        Ok(SavedTarget { id, settings: save.settings })
    }

    /// Forgets a target, and writes the file.
    pub(crate) fn remove(&mut self, folder: &Path, id: &TargetId) -> Result<(), Trouble> {
        self.find(id)?;
        self.tables().retain(|table| table.get("id").and_then(Item::as_str) != Some(&id.0));
        self.file.write(folder)
    }

    /// The site's identity, made and written when first asked for.
    pub(crate) fn site_id(&mut self, folder: &Path) -> Result<SiteId, Trouble> {
        let found = self.file.get(&["id"]).and_then(Item::as_str).and_then(SiteId::new);
        if let Some(id) = found {
            return Ok(id);
        }
        let id = SiteId::generate();
        self.file.set(&["id"], id.as_str().into());
        self.file.write(folder)?;
        Ok(id)
    }

    fn tables(&mut self) -> &mut ArrayOfTables {
        let document = self.file.document_mut();
        let item = document.entry("targets").or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
        if !item.is_array_of_tables() {
            *item = Item::ArrayOfTables(ArrayOfTables::new());
        }
        item.as_array_of_tables_mut().expect("just made one")
    }
}

/// The name under which a target's secret is in the keychain.
pub(crate) fn secret_name(site: &SiteId, target: &TargetId) -> String {
    format!("{}/{}", site.as_str(), target.0)
}

fn check(settings: &TargetSettings) -> Result<(), Trouble> {
    let missing = |text: &str, what: &'static str| {
        if text.trim().is_empty() { Err(Trouble::TargetIncomplete(what)) } else { Ok(()) }
    };
    match &settings.place {
        TargetPlace::Folder { folder } => missing(folder, "the folder")?,
        TargetPlace::Sftp { host, user, port, sign_in, .. } => {
            missing(host, "the server")?;
            missing(user, "the user name")?;
            if *port == 0 {
                return Err(Trouble::TargetIncomplete("the port"));
            }
            if let SignIn::KeyFile { file } = sign_in {
                missing(file, "the key file")?;
            }
        }
    }
    missing(&settings.name, "a name for this place")
}

fn target_of(table: &Table) -> Option<SavedTarget> {
    let text = |key: &str| table.get(key).and_then(Item::as_str).map(str::to_owned);
    let place = match table.get("kind").and_then(Item::as_str)? {
        "folder" => TargetPlace::Folder { folder: text("folder")? },
        "sftp" => TargetPlace::Sftp {
            host: text("host")?,
            port: table
                .get("port")
                .and_then(Item::as_integer)
                .and_then(|port| port.try_into().ok())
                .unwrap_or(22),
            user: text("user")?,
            folder: text("folder").unwrap_or_default(),
            sign_in: match text("sign_in").as_deref() {
                Some("key_file") => SignIn::KeyFile { file: text("key_file")? },
                Some("agent") => SignIn::Agent,
                _ => SignIn::Password,
            },
        },
        _ => return None,
    };
    Some(SavedTarget { id: TargetId(text("id")?), settings: TargetSettings { name: text("name")?, place } })
}

fn fill(table: &mut Table, settings: &TargetSettings) {
    for key in ["name", "kind", "folder", "host", "port", "user", "sign_in", "key_file"] {
        table.remove(key);
    }
    table.insert("name", value(settings.name.trim()));
    match &settings.place {
        TargetPlace::Folder { folder } => {
            table.insert("kind", value("folder"));
            table.insert("folder", value(folder.trim()));
        }
        TargetPlace::Sftp { host, port, user, folder, sign_in } => {
            table.insert("kind", value("sftp"));
            table.insert("host", value(host.trim()));
            table.insert("port", value(i64::from(*port)));
            table.insert("user", value(user.trim()));
            table.insert("folder", value(folder.trim()));
            let (how, file) = match sign_in {
                SignIn::Password => ("password", None),
                SignIn::KeyFile { file } => ("key_file", Some(file)),
                SignIn::Agent => ("agent", None),
            };
            table.insert("sign_in", value(how));
            if let Some(file) = file {
                table.insert("key_file", value(file.trim()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "galley.toml";

    fn server() -> TargetSettings {
        let place = TargetPlace::Sftp {
            host: "example.org".into(),
            port: 2222,
            user: "web".into(),
            folder: "site".into(),
            sign_in: SignIn::KeyFile { file: "/keys/id".into() },
        };
        TargetSettings { name: "Our server".into(), place }
    }

    #[test]
    fn targets_are_kept_and_the_rest_of_the_file_stays() {
        let folder = tempfile::tempdir().expect("folder");
        let before = "# ours\nhold_scheduled_posts = true\n";
        std::fs::write(folder.path().join(FILE), before).expect("write");
        let mut targets = Targets::read(folder.path()).expect("reads");
        let saved = targets.save(folder.path(), SaveTarget { id: None, settings: server() }).expect("saves");
        assert_eq!(Targets::read(folder.path()).expect("reads").list(), std::slice::from_ref(&saved));
        let text = std::fs::read_to_string(folder.path().join(FILE)).expect("reads");
        assert!(text.starts_with(before), "{text}");
        targets.remove(folder.path(), &saved.id).expect("removes");
        assert_eq!(std::fs::read_to_string(folder.path().join(FILE)).expect("reads").trim(), before.trim());
    }

    #[test]
    fn a_site_from_zola_keeps_its_templates_in_texts() {
        let folder = tempfile::tempdir().expect("folder");
        Targets::read(folder.path()).expect("reads").site_id(folder.path()).expect("made");
        let text = std::fs::read_to_string(folder.path().join(FILE)).expect("reads");
        assert!(text.contains("content_templating = true"), "{text}");
    }

    #[test]
    fn the_identity_is_made_once() {
        let folder = tempfile::tempdir().expect("folder");
        let first = Targets::read(folder.path()).expect("reads").site_id(folder.path()).expect("made");
        let again = Targets::read(folder.path()).expect("reads").site_id(folder.path()).expect("read");
        assert_eq!(first, again);
    }

    #[test]
    fn what_is_missing_is_named() {
        let folder = tempfile::tempdir().expect("folder");
        let mut settings = server();
        settings.name = " ".into();
        let trouble = Targets::read(folder.path())
            .expect("reads")
            .save(folder.path(), SaveTarget { id: None, settings });
        assert!(matches!(trouble, Err(Trouble::TargetIncomplete("a name for this place"))));
        assert!(!folder.path().join(FILE).exists());
    }
}
