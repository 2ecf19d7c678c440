//! The one window.

use tauri::{AppHandle, LogicalSize, WebviewUrl, WebviewWindow, WebviewWindowBuilder};

use crate::guard;

const WIDTH: f64 = 1280.0;
const HEIGHT: f64 = 820.0;
const LEAST_WIDTH: f64 = 480.0;
const LEAST_HEIGHT: f64 = 400.0;

/// Opens the window on the interface.
pub(crate) fn open(app: &AppHandle) -> tauri::Result<()> {
    let window = WebviewWindowBuilder::new(app, "main", WebviewUrl::App("index.html".into()))
        .title("Galley")
        .inner_size(WIDTH, HEIGHT)
        .min_inner_size(LEAST_WIDTH, LEAST_HEIGHT)
        .center()
        // Pictures dropped from a file manager arrive in the page itself, which knows where they were dropped.
        .disable_drag_drop_handler()
        .build()?;
    fit_to_screen(&window)?;
    guard::hold_in_place(&window)
}

/// A window larger than the screen would hide its own buttons.
fn fit_to_screen(window: &WebviewWindow) -> tauri::Result<()> {
    let Some(screen) = window.primary_monitor()? else { return Ok(()) };
    let screen = screen.size().to_logical::<f64>(screen.scale_factor());
    if screen.width < WIDTH || screen.height < HEIGHT {
        window.set_size(LogicalSize::new(screen.width.min(WIDTH), screen.height.min(HEIGHT)))?;
    }
    Ok(())
}
