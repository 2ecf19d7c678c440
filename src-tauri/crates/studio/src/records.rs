//! What Galley remembers on this machine: sites opened before, text not saved yet, what is in the trash, what
//! was published, which server keys were accepted. Never a secret. A lost or broken record costs a memory, never
//! a file of the author: the site's folder alone is the truth.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use engine::output::ContentHash;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use crate::disk;
use crate::protocol::Preferences;
use crate::trouble::Trouble;

const TABLES: &str = "
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS sites (folder TEXT PRIMARY KEY, title TEXT NOT NULL, opened TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS journal (
    folder TEXT NOT NULL, page TEXT NOT NULL, base TEXT NOT NULL, text TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (folder, page));
CREATE TABLE IF NOT EXISTS trash (
    id TEXT PRIMARY KEY, folder TEXT NOT NULL, path TEXT NOT NULL, title TEXT NOT NULL, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS releases (
    number INTEGER PRIMARY KEY AUTOINCREMENT, folder TEXT NOT NULL, target TEXT NOT NULL, name TEXT NOT NULL,
    at TEXT NOT NULL, url TEXT, pages TEXT NOT NULL, rest TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS host_keys (
    host TEXT NOT NULL, port INTEGER NOT NULL, fingerprint TEXT NOT NULL, PRIMARY KEY (host, port));
CREATE TABLE IF NOT EXISTS preferences (one INTEGER PRIMARY KEY CHECK (one = 1), json TEXT NOT NULL);
";

/// The records, in one SQLite file.
#[derive(Debug)]
pub(crate) struct Records {
    connection: Mutex<Connection>,
}

/// A site that was opened before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KnownSite {
    pub(crate) folder: PathBuf,
    pub(crate) title: String,
    pub(crate) opened: String,
}

/// Text that is not in its file yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unsaved {
    pub(crate) page: String,
    /// The hash of the file the text was based on.
    pub(crate) base: String,
    pub(crate) text: String,
}

/// Something in the trash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trashed {
    pub(crate) id: String,
    pub(crate) path: String,
    pub(crate) title: String,
    pub(crate) at: String,
}

/// What was published and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Release {
    pub(crate) target: String,
    pub(crate) target_name: String,
    pub(crate) at: String,
    pub(crate) url: Option<String>,
    /// The pages that went online, by source file.
    pub(crate) pages: BTreeMap<String, ReleasedPage>,
    /// The hash over everything of the site that is no page.
    pub(crate) rest: String,
}

/// One page of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ReleasedPage {
    pub(crate) hash: ContentHash,
    pub(crate) title: String,
    pub(crate) address: String,
    pub(crate) since: String,
}

impl Records {
    /// Opens the records, making them on the first start. Broken records are put aside, never deleted.
    pub(crate) fn open(data: &Path) -> Result<Self, Trouble> {
        disk::create_folder(data)?;
        let file = data.join("records.sqlite");
        let connection = match connect(&file) {
            Ok(connection) => connection,
            Err(rusqlite::Error::SqliteFailure(error, _))
                if error.code == rusqlite::ErrorCode::NotADatabase =>
            {
                let aside = data.join(format!("records-broken-{}.sqlite", Timestamp::now().as_second()));
                disk::move_to(&file, &aside)?;
                connect(&file)?
            }
            Err(error) => return Err(error.into()),
        };
        Ok(Self { connection: Mutex::new(connection) })
    }

    fn with<T>(&self, run: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, Trouble> {
        // A panic while holding the lock leaves SQLite as consistent as a crash does.
        let connection = self.connection.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        Ok(run(&connection)?)
    }

    pub(crate) fn sites(&self) -> Result<Vec<KnownSite>, Trouble> {
        self.with(|db| {
            let mut rows =
                db.prepare("SELECT folder, title, opened FROM sites ORDER BY opened DESC LIMIT 30")?;
            let sites = rows.query_map([], |row| {
                Ok(KnownSite {
                    folder: PathBuf::from(row.get::<_, String>(0)?),
                    title: row.get(1)?,
                    opened: row.get(2)?,
                })
            })?;
            sites.collect()
        })
    }

    pub(crate) fn note_site(&self, site: &KnownSite) -> Result<(), Trouble> {
        self.with(|db| {
            db.execute(
                "INSERT INTO sites (folder, title, opened) VALUES (?1, ?2, ?3)
                 ON CONFLICT (folder) DO UPDATE SET title = ?2, opened = ?3",
                params![text(&site.folder), site.title, site.opened],
            )
            .map(|_| ())
        })
    }

    pub(crate) fn forget_site(&self, folder: &Path) -> Result<(), Trouble> {
        self.with(|db| db.execute("DELETE FROM sites WHERE folder = ?1", [text(folder)]).map(|_| ()))
    }

    pub(crate) fn keep_unsaved(&self, folder: &Path, unsaved: &Unsaved) -> Result<(), Trouble> {
        self.with(|db| {
            db.execute(
                "INSERT INTO journal (folder, page, base, text, at) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (folder, page) DO UPDATE SET base = ?3, text = ?4, at = ?5",
                params![text(folder), unsaved.page, unsaved.base, unsaved.text, Timestamp::now().to_string()],
            )
            .map(|_| ())
        })
    }

    pub(crate) fn unsaved(&self, folder: &Path) -> Result<Vec<Unsaved>, Trouble> {
        self.with(|db| {
            let mut rows =
                db.prepare("SELECT page, base, text FROM journal WHERE folder = ?1 ORDER BY page")?;
            let unsaved = rows.query_map([text(folder)], |row| {
                Ok(Unsaved { page: row.get(0)?, base: row.get(1)?, text: row.get(2)? })
            })?;
            unsaved.collect()
        })
    }

    pub(crate) fn forget_unsaved(&self, folder: &Path, page: &str) -> Result<(), Trouble> {
        self.with(|db| {
            db.execute("DELETE FROM journal WHERE folder = ?1 AND page = ?2", params![text(folder), page])
                .map(|_| ())
        })
    }

    pub(crate) fn trash(&self, folder: &Path) -> Result<Vec<Trashed>, Trouble> {
        self.with(|db| {
            let mut rows =
                db.prepare("SELECT id, path, title, at FROM trash WHERE folder = ?1 ORDER BY at DESC, id")?;
            let things = rows.query_map([text(folder)], |row| {
                Ok(Trashed { id: row.get(0)?, path: row.get(1)?, title: row.get(2)?, at: row.get(3)? })
            })?;
            things.collect()
        })
    }

    pub(crate) fn note_trashed(&self, folder: &Path, thing: &Trashed) -> Result<(), Trouble> {
        self.with(|db| {
            db.execute(
                "INSERT INTO trash (id, folder, path, title, at) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![thing.id, text(folder), thing.path, thing.title, thing.at],
            )
            .map(|_| ())
        })
    }

    pub(crate) fn forget_trashed(&self, id: &str) -> Result<(), Trouble> {
        self.with(|db| db.execute("DELETE FROM trash WHERE id = ?1", [id]).map(|_| ()))
    }

    pub(crate) fn note_release(&self, folder: &Path, release: &Release) -> Result<(), Trouble> {
        let pages = serde_json::to_string(&release.pages).expect("plain data");
        self.with(|db| {
            db.execute(
                "INSERT INTO releases (folder, target, name, at, url, pages, rest)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    text(folder),
                    release.target,
                    release.target_name,
                    release.at,
                    release.url,
                    pages,
                    release.rest
                ],
            )?;
            // Only the newest of each target is compared with; older ones would grow without end.
            db.execute(
                "DELETE FROM releases WHERE folder = ?1 AND target = ?2 AND number NOT IN (
                     SELECT number FROM releases WHERE folder = ?1 AND target = ?2 ORDER BY number DESC LIMIT 10)",
                params![text(folder), release.target],
            )
            .map(|_| ())
        })
    }

    /// Finds the newest release of a site, or of one of its targets.
    pub(crate) fn last_release(
        &self,
        folder: &Path,
        target: Option<&str>,
    ) -> Result<Option<Release>, Trouble> {
        self.with(|db| {
            db.query_row(
                "SELECT target, name, at, url, pages, rest FROM releases
                 WHERE folder = ?1 AND (?2 IS NULL OR target = ?2) ORDER BY number DESC LIMIT 1",
                params![text(folder), target],
                |row| {
                    Ok(Release {
                        target: row.get(0)?,
                        target_name: row.get(1)?,
                        at: row.get(2)?,
                        url: row.get(3)?,
                        pages: serde_json::from_str(&row.get::<_, String>(4)?).unwrap_or_default(),
                        rest: row.get(5)?,
                    })
                },
            )
            .optional()
        })
    }

    pub(crate) fn host_key(&self, host: &str, port: u16) -> Result<Option<String>, Trouble> {
        self.with(|db| {
            db.query_row(
                "SELECT fingerprint FROM host_keys WHERE host = ?1 AND port = ?2",
                params![host, port],
                |row| row.get(0),
            )
            .optional()
        })
    }

    pub(crate) fn accept_host_key(&self, host: &str, port: u16, fingerprint: &str) -> Result<(), Trouble> {
        self.with(|db| {
            db.execute(
                "INSERT INTO host_keys (host, port, fingerprint) VALUES (?1, ?2, ?3)
                 ON CONFLICT (host, port) DO UPDATE SET fingerprint = ?3",
                params![host, port, fingerprint],
            )
            .map(|_| ())
        })
    }

    pub(crate) fn preferences(&self) -> Result<Preferences, Trouble> {
        let json: Option<String> =
            self.with(|db| db.query_row("SELECT json FROM preferences", [], |row| row.get(0)).optional())?;
        Ok(json.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
    }

    pub(crate) fn keep_preferences(&self, preferences: &Preferences) -> Result<(), Trouble> {
        let json = serde_json::to_string(preferences).expect("plain data");
        self.with(|db| {
            db.execute(
                "INSERT INTO preferences (one, json) VALUES (1, ?1) ON CONFLICT (one) DO UPDATE SET json = ?1",
                [json],
            )
            .map(|_| ())
        })
    }
}

fn connect(file: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(file)?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    connection.execute_batch(TABLES)?;
    Ok(connection)
}

fn text(folder: &Path) -> String {
    folder.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unsaved_text_outlives_the_program() {
        let data = tempfile::tempdir().expect("folder");
        let site = Path::new("/site");
        let unsaved = Unsaved { page: "content/a.md".into(), base: "b".into(), text: "typed".into() };
        Records::open(data.path()).expect("opens").keep_unsaved(site, &unsaved).expect("keeps");
        let records = Records::open(data.path()).expect("opens again");
        assert_eq!(records.unsaved(site).expect("reads"), [unsaved]);
        records.forget_unsaved(site, "content/a.md").expect("forgets");
        assert_eq!(records.unsaved(site).expect("reads"), []);
    }

    #[test]
    fn broken_records_are_put_aside() {
        let data = tempfile::tempdir().expect("folder");
        std::fs::write(data.path().join("records.sqlite"), "this is no database at all, not by far")
            .expect("write");
        let records = Records::open(data.path()).expect("opens all the same");
        assert_eq!(records.sites().expect("reads"), []);
        let names = std::fs::read_dir(data.path()).expect("lists").flatten().map(|entry| entry.file_name());
        assert!(names.into_iter().any(|name| name.to_string_lossy().starts_with("records-broken-")));
    }

    #[test]
    fn the_last_release_of_a_target() {
        let data = tempfile::tempdir().expect("folder");
        let records = Records::open(data.path()).expect("opens");
        let release = |target: &str, at: &str| Release {
            target: target.into(),
            target_name: target.into(),
            at: at.into(),
            url: None,
            pages: BTreeMap::new(),
            rest: String::new(),
        };
        let site = Path::new("/site");
        for (target, at) in [("a", "1"), ("b", "2"), ("a", "3")] {
            records.note_release(site, &release(target, at)).expect("notes");
        }
        let last = |target| records.last_release(site, target).expect("reads").map(|release| release.at);
        assert_eq!(
            (last(None), last(Some("b")), last(Some("c"))),
            (Some("3".into()), Some("2".into()), None)
        );
    }
}
