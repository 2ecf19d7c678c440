//! The `galley-cli` program.

use std::process::ExitCode;

use studio::Places;

fn main() -> ExitCode {
    let places = Places::of_this_machine(|name| std::env::var(name).ok());
    ExitCode::from(cli::run(std::env::args_os(), &places, &mut std::io::stdout(), &mut std::io::stderr()))
}
