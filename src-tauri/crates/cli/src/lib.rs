//! Galley for a terminal: `build`, `check`, `serve`, `publish`, `new` and `theme convert` over the same studio as the window. Answers go
//! to standard output, trouble to standard error. Ends with 0 when all is well, with 1 when the content has errors or
//! something could not be done, with 2 when it was called wrongly.

mod args;
mod publish;
mod report;
mod theme;
mod watch;

use std::ffi::OsString;
use std::io::Write;

use clap::Parser;
use studio::{BuildOrder, Failure, Places};

use args::{Arguments, Command, Format};
use watch::watched;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Well,
    WithErrors,
    WrongUse,
}

/// Runs one command line, the program's name first, and gives the status to end with.
pub fn run(
    line: impl IntoIterator<Item = OsString>,
    places: &Places,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> u8 {
    let end = match Arguments::try_parse_from(line) {
        Ok(arguments) => carry_out(&arguments.command, places, out, err),
        Err(error) => {
            let text = error.to_string();
            if error.use_stderr() {
                report::line(err, text.trim_end());
                End::WrongUse
            } else {
                report::line(out, text.trim_end());
                End::Well
            }
        }
    };
    match end {
        End::Well => 0,
        End::WithErrors => 1,
        End::WrongUse => 2,
    }
}

fn carry_out(command: &Command, places: &Places, out: &mut dyn Write, err: &mut dyn Write) -> End {
    let done = match command {
        Command::Build { site, output, base_url, drafts, format } => {
            let order = BuildOrder { base_url: base_url.clone(), drafts: *drafts };
            let watched = watched(|watch| studio::build(site, output, &order, places, watch));
            watched.map(|built| report::built(&built, *format, out, err))
        }
        Command::Check { site, drafts, format } => {
            let order = BuildOrder { base_url: None, drafts: *drafts };
            let watched = watched(|watch| studio::check(site, &order, places, watch));
            watched.map(|checked| report::checked(&checked, *format, out, err))
        }
        Command::New { folder, title } => {
            studio::new_site(folder, title.as_deref().unwrap_or_default()).map(|()| {
                report::line(out, &format!("A new site is in {}", folder.display()));
                End::Well
            })
        }
        Command::Serve { site, port } => serve(site, *port, places, out),
        Command::Theme { command } => theme::run(command, out, err),
        Command::Publish { site, target, replace, dry_run } => {
            publish::publish(site, target.as_deref(), *replace, *dry_run, places.clone(), out, err)
        }
    };
    done.unwrap_or_else(|failure| failed(&failure, command, err))
}

fn serve(site: &std::path::Path, port: u16, places: &Places, out: &mut dyn Write) -> Result<End, Failure> {
    let server = studio::serve(site, port, places)?;
    report::line(out, &format!("The site is at {} until you press Ctrl+C", server.url));
    loop {
        std::thread::park();
    }
}

fn failed(failure: &Failure, command: &Command, err: &mut dyn Write) -> End {
    report::failure(failure, err);
    let asks_for_site = !matches!(command, Command::New { .. } | Command::Theme { .. });
    if asks_for_site && !args::site_of(command).is_some_and(holds_a_site) {
        End::WrongUse
    } else {
        End::WithErrors
    }
}

fn holds_a_site(folder: &std::path::Path) -> bool {
    folder.join("zola.toml").is_file() || folder.join("config.toml").is_file()
}

impl Format {
    fn is_json(self) -> bool {
        match self {
            Self::Text => false,
            Self::Json => true,
        }
    }
}
