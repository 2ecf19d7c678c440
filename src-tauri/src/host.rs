//! What the studio asks of the window: to tell the interface facts, to show the system's dialogs, to open the browser.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use studio::{Event, Host};
use tauri::AppHandle;
use tauri::ipc::Channel;
use tauri_plugin_dialog::{DialogExt, FilePath};

const PICTURES: [&str; 7] = ["jpg", "jpeg", "png", "webp", "gif", "avif", "svg"];

/// The window as the studio sees it.
pub(crate) struct WindowHost {
    app: AppHandle,
    listener: Mutex<Option<Channel<Event>>>,
}

impl WindowHost {
    pub(crate) fn new(app: AppHandle) -> Self {
        Self { app, listener: Mutex::new(None) }
    }

    /// Sends events to this channel from now on; the interface has one, and a new one after a reload.
    pub(crate) fn listen(&self, channel: Channel<Event>) {
        *self.listener.lock().unwrap_or_else(PoisonError::into_inner) = Some(channel);
    }
}

impl Host for WindowHost {
    fn emit(&self, event: Event) {
        let listener = self.listener.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(listener) = listener {
            // A window that is closing hears nothing any more, and needs nothing.
            let _heard = listener.send(event);
        }
    }

    fn choose_folder(&self, title: &str) -> Option<PathBuf> {
        self.app.dialog().file().set_title(title).blocking_pick_folder().and_then(path)
    }

    fn choose_picture(&self, title: &str) -> Option<PathBuf> {
        let dialog = self.app.dialog().file().set_title(title).add_filter("Pictures", &PICTURES);
        dialog.blocking_pick_file().and_then(path)
    }

    fn open_link(&self, url: &str) -> std::io::Result<()> {
        open::that_detached(url)
    }
}

fn path(chosen: FilePath) -> Option<PathBuf> {
    chosen.into_path().ok()
}
