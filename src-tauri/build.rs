//! Builds the window: only the commands named here can be asked for from a page, and only by our own.

fn main() {
    let commands = tauri_build::AppManifest::new().commands(&["call", "listen"]);
    let attributes = tauri_build::Attributes::new().app_manifest(commands);
    tauri_build::try_build(attributes).expect("tauri.conf.json and the capabilities are valid");
}
