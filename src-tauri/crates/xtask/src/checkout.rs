//! The folder this program was built from, and the programs that may be started in it.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

/// One checkout of Galley and the search path its tools are started with.
pub(crate) struct Checkout {
    /// The top folder of the checkout.
    pub(crate) root: PathBuf,
    search_path: OsString,
}

impl Checkout {
    /// Finds the checkout that this program was built from.
    pub(crate) fn here() -> Result<Self> {
        let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root =
            crate_folder.ancestors().nth(3).context("the crate xtask lies three folders below the top")?;
        Ok(Self { root: root.to_path_buf(), search_path: env::var_os("PATH").unwrap_or_default() })
    }

    /// Puts a folder of programs in front of those the machine has.
    pub(crate) fn prefer_programs_in(&mut self, folder: &Path) -> Result<()> {
        let rest = self.program_folders().into_iter().filter(|known| known != folder);
        let folders: Vec<PathBuf> = std::iter::once(folder.to_path_buf()).chain(rest).collect();
        self.search_path =
            env::join_paths(folders).context("a folder name on the search path holds a colon")?;
        Ok(())
    }

    /// The folders that are searched for programs, in their order.
    pub(crate) fn program_folders(&self) -> Vec<PathBuf> {
        env::split_paths(&self.search_path).collect()
    }

    /// A program to be started in the top folder.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root).env("PATH", &self.search_path);
        // The quick loop has more tests at once, which real servers and the real window would feel.
        if let Ok(processors) = std::thread::available_parallelism() {
            command.env("RUST_TEST_THREADS", processors.to_string());
        }
        // What cargo tells this program about itself would look like a change to the build scripts started below it.
        for (name, _) in env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
                command.env_remove(&name);
            }
        }
        command
    }

    /// Cargo, of the toolchain that started this program: rustup tells it so through the environment.
    pub(crate) fn cargo(&self) -> Command {
        self.command("cargo")
    }

    /// npm, to be started in the folder of the interface.
    pub(crate) fn npm(&self) -> Command {
        let mut command = self.command(if cfg!(windows) { "npm.cmd" } else { "npm" });
        command.current_dir(self.root.join("ui"));
        command
    }

    /// The folder that cargo builds into.
    pub(crate) fn target(&self) -> PathBuf {
        env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| self.root.join("target"), |folder| self.root.join(folder))
    }

    /// A program that a debug build leaves behind.
    pub(crate) fn built(&self, name: &str) -> PathBuf {
        self.target().join("debug").join(format!("{name}{}", env::consts::EXE_SUFFIX))
    }
}
