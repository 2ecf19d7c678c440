//! Galley's window. It shows the interface, carries its commands to the studio, and guards the border between them;
//! it knows no rule of the domain.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod commands;
mod guard;
mod host;
mod window;

use std::path::PathBuf;
use std::sync::Arc;

use studio::{Places, Studio, SystemKeychain};
use tauri::{Manager, RunEvent};

use host::WindowHost;

/// What to open at the start.
enum Opening {
    StartPage,
    Sample,
    Folder(PathBuf),
}

fn main() {
    let opening = opening(std::env::args_os().skip(1).map(PathBuf::from));
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(tauri::generate_handler![commands::call, commands::listen])
        .setup(move |app| {
            let host = Arc::new(WindowHost::new(app.handle().clone()));
            let places = Places::of_this_machine(|name| std::env::var(name).ok());
            let studio =
                Studio::start(Arc::clone(&host) as Arc<dyn studio::Host>, Arc::new(SystemKeychain), places);
            let studio =
                Arc::new(studio.map_err(|failure| format!("{}. {}", failure.message, failure.detail))?);
            open(&studio, opening);
            app.manage(host);
            app.manage(studio);
            window::open(app.handle())?;
            Ok(())
        })
        .build(tauri::generate_context!())
        .expect("the window's settings are valid");
    app.run(|app, event| {
        if let RunEvent::ExitRequested { .. } | RunEvent::Exit = event {
            app.state::<Arc<Studio>>().save_everything();
        }
    });
}

/// Takes one argument at most: `--sample`, or the folder of a site. Anything else opens the start page.
fn opening(mut arguments: impl Iterator<Item = PathBuf>) -> Opening {
    match arguments.next() {
        Some(argument) if argument.as_os_str() == "--sample" => Opening::Sample,
        Some(folder) if folder.is_dir() => Opening::Folder(folder),
        Some(_) | None => Opening::StartPage,
    }
}

fn open(studio: &Studio, opening: Opening) {
    // What cannot be opened leaves the start page, where the person can try again and read why.
    let _opened = match opening {
        Opening::StartPage => return,
        Opening::Sample => studio.open_sample_site(),
        Opening::Folder(folder) => studio.open_site(&folder),
    };
}
