//! The few things a studio asks of whoever runs it: the window, a terminal, a test.

use std::path::PathBuf;

use crate::protocol::Event;

/// What a studio cannot do itself, and why: it has no window to show a dialog in and no browser to open.
pub trait Host: Send + Sync {
    /// Tells the person's interface a fact.
    fn emit(&self, event: Event);

    /// Asks the person for a folder; nothing if they changed their mind.
    fn choose_folder(&self, title: &str) -> Option<PathBuf>;

    /// Asks the person for a picture file; nothing if they changed their mind.
    fn choose_picture(&self, title: &str) -> Option<PathBuf>;

    /// Opens an address outside the app, in the person's browser or mail program.
    fn open_link(&self, url: &str) -> std::io::Result<()>;
}

/// Where a studio keeps things on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// The app-data folder: records, recovery, trash.
    pub data: PathBuf,
    /// Where new sites are made unless the person chooses another place.
    pub sites: PathBuf,
}

impl Places {
    /// Finds the system's places from environment variables: XDG on Linux, `Application Support` on macOS,
    /// `APPDATA` on Windows. Falls back to the current folder where no home is known.
    pub fn of_this_machine(environment: impl Fn(&str) -> Option<String>) -> Self {
        let path = |name: &str| environment(name).filter(|text| !text.is_empty()).map(PathBuf::from);
        let home = path("HOME").or_else(|| path("USERPROFILE")).unwrap_or_else(|| PathBuf::from("."));
        let data = if cfg!(target_os = "macos") {
            home.join("Library/Application Support")
        } else if cfg!(windows) {
            path("APPDATA").unwrap_or_else(|| home.join("AppData/Roaming"))
        } else {
            path("XDG_DATA_HOME").unwrap_or_else(|| home.join(".local/share"))
        };
        let documents = path("XDG_DOCUMENTS_DIR").unwrap_or_else(|| home.join("Documents"));
        Self { data: data.join("galley"), sites: documents.join("Galley") }
    }
}
