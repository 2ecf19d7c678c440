//! The `galley-cli` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run(std::env::args_os(), &mut std::io::stdout(), &mut std::io::stderr())
}
