//! The command line.

use std::path::{Path, PathBuf};

use clap::{Parser, Subcommand, ValueEnum};

/// Builds, checks, serves, publishes and creates websites that are only files.
#[derive(Debug, Parser)]
#[command(name = "galley-cli", version)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Builds a site into a folder
    Build {
        /// The site's folder, which holds zola.toml or config.toml
        site: PathBuf,
        /// The folder for the finished files; files of others in it are left alone
        #[arg(long)]
        output: PathBuf,
        /// The address to build for, instead of the one in the site's settings
        #[arg(long, value_name = "URL", value_parser = base_url)]
        base_url: Option<String>,
        /// Builds drafts and scheduled posts too
        #[arg(long)]
        drafts: bool,
        /// How to answer
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// Says what trouble a site has, and writes nothing
    Check {
        /// The site's folder
        site: PathBuf,
        /// Looks at drafts and scheduled posts too
        #[arg(long)]
        drafts: bool,
        /// How to answer
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// Shows a site, drafts included, to browsers on this computer
    Serve {
        /// The site's folder
        site: PathBuf,
        /// The port; the system picks one unless you do
        #[arg(long, default_value_t = 0)]
        port: u16,
    },
    /// Publishes a site to one of its targets
    Publish {
        /// The site's folder
        site: PathBuf,
        /// The target's name, where the site has several
        #[arg(long, value_name = "NAME")]
        target: Option<String>,
        /// Agrees that files are replaced that Galley did not put there
        #[arg(long)]
        replace: bool,
        /// Shows what would change, and changes nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Works on the templates of a theme
    Theme {
        #[command(subcommand)]
        command: ThemeCommand,
    },
    /// Makes a new site
    New {
        /// A folder that is new or empty
        folder: PathBuf,
        /// The site's title
        #[arg(long)]
        title: Option<String>,
    },
}

/// What to do with a theme.
#[derive(Debug, Subcommand)]
pub(crate) enum ThemeCommand {
    /// Translates old templates (Tera 1) to today's (Tera 2) and lists what could not be translated
    Convert {
        /// The folder of a theme or a site
        folder: PathBuf,
        /// The folder for the translated templates; without it nothing is written
        #[arg(long, conflicts_with = "replace")]
        output: Option<PathBuf>,
        /// Writes the translated templates over the old ones
        #[arg(long)]
        replace: bool,
        /// How to answer
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
}

/// How to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// In sentences
    Text,
    /// As one JSON object on standard output
    Json,
}

/// The site a command is about; nothing for one that makes a site.
pub(crate) fn site_of(command: &Command) -> Option<&Path> {
    match command {
        Command::Build { site, .. }
        | Command::Check { site, .. }
        | Command::Serve { site, .. }
        | Command::Publish { site, .. } => Some(site),
        Command::New { .. } | Command::Theme { .. } => None,
    }
}

fn base_url(text: &str) -> Result<String, String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    if rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/')) || text == "/" {
        return Ok(text.to_owned());
    }
    Err("write a full address, for example https://www.example.org".to_owned())
}
