//! A desktop of the tests' own: a screen nobody sees, a session bus and an unlocked keychain.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, Command};

use anyhow::{Context as _, Result};

use crate::checkout::Checkout;

/// Unlocks a keychain with an empty password, then becomes the command that follows. The newline is the
/// password's end: with nothing at all on its input the daemon makes no keychain.
const WITH_KEYCHAIN: &str =
    r#"printf '\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec "$@""#;

/// The folders that a hidden desktop keeps its keychain and sockets in; they are removed with it.
pub(crate) struct HiddenDesktop {
    folder: PathBuf,
}

/// Whether the desktop has a screen.
#[derive(Clone, Copy)]
pub(crate) enum Screen {
    /// For the window.
    Hidden,
    /// For programs without one.
    None,
}

impl HiddenDesktop {
    /// Makes the folders for a desktop that shares nothing with the contributor's own.
    pub(crate) fn new() -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("galley-desktop-{}", process::id()));
        for name in ["data", "runtime"] {
            let made = folder.join(name);
            fs::create_dir_all(&made)
                .with_context(|| format!("cannot make the folder {}", made.display()))?;
        }
        keep_to_ourselves(&folder.join("runtime"))?;
        Ok(Self { folder })
    }

    /// The given words as a command on this desktop.
    pub(crate) fn command(&self, checkout: &Checkout, screen: Screen, words: &[&str]) -> Command {
        let session = ["dbus-run-session", "--", "sh", "-c", WITH_KEYCHAIN, "sh"];
        let mut command = match screen {
            Screen::Hidden => {
                let mut command = checkout.command("xvfb-run");
                command
                    .args(["--auto-servernum", "--server-args=-screen 0 1400x900x24 -nolisten tcp"])
                    .args(session);
                command
            }
            Screen::None => {
                let mut command = checkout.command(session[0]);
                command.args(&session[1..]).env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
                command
            }
        };
        command
            .args(words)
            .env("XDG_DATA_HOME", self.folder.join("data"))
            .env("XDG_RUNTIME_DIR", self.folder.join("runtime"));
        command
    }
}

impl Drop for HiddenDesktop {
    fn drop(&mut self) {
        // Left-overs in the system's folder for temporary files do no harm, so a failure is no news.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The session bus refuses a folder for sockets that others may enter.
#[cfg(unix)]
fn keep_to_ourselves(folder: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
        .with_context(|| format!("cannot close the folder {} to others", folder.display()))
}

#[cfg(not(unix))]
fn keep_to_ourselves(_folder: &Path) -> Result<()> {
    anyhow::bail!("a hidden desktop exists on Linux alone")
}
