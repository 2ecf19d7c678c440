//! The two doors from the interface to the studio. Both look at who is asking.

use std::sync::Arc;

use serde_json::Value;
use studio::{Event, Failure, Request, Studio};
use tauri::ipc::Channel;
use tauri::{State, WebviewWindow};

use crate::guard;
use crate::host::WindowHost;

/// Carries one request to the studio.
#[tauri::command]
pub(crate) async fn call(
    window: WebviewWindow,
    studio: State<'_, Arc<Studio>>,
    request: Value,
) -> Result<Value, Failure> {
    guard::check(&window)?;
    let request: Request = serde_json::from_value(request).map_err(|error| unknown(&error))?;
    let studio = Arc::clone(&studio);
    // A command may wait for the disk or the network; the window's threads may not.
    let answer = tauri::async_runtime::spawn_blocking(move || studio.call(request)).await;
    answer.unwrap_or_else(|error| Err(failure("Something went wrong inside Galley", error.to_string())))
}

/// Lets the interface hear the studio's events.
#[tauri::command]
pub(crate) fn listen(
    window: WebviewWindow,
    host: State<'_, Arc<WindowHost>>,
    channel: Channel<Event>,
) -> Result<(), Failure> {
    guard::check(&window)?;
    host.listen(channel);
    Ok(())
}

fn unknown(error: &serde_json::Error) -> Failure {
    failure("The window asked for something Galley does not know", error.to_string())
}

pub(crate) fn failure(message: &str, detail: String) -> Failure {
    Failure {
        remedy: None,
        message: message.to_owned(),
        hint: "Close Galley and open it again".to_owned(),
        detail,
    }
}
