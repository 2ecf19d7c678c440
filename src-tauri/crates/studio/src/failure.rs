//! The one place that puts troubles into words: what could not be done, to which thing, why in one clause, and what
//! to do now. Both hosts show the same words.

use std::error::Error;
use std::io::ErrorKind as Io;
use std::path::Path;

use engine::output::SourcePath;
use publish::{ErrorKind, PublishError};

use crate::protocol::{Failure, Remedy};
use crate::trouble::{PictureTrouble, Trouble};

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Self {
        Self::from(&trouble)
    }
}

impl From<&Trouble> for Failure {
    fn from(trouble: &Trouble) -> Self {
        let (message, hint) = words(trouble);
        Self { remedy: remedy(trouble), message, hint, detail: chain(trouble) }
    }
}

/// Words a bug that was caught.
pub(crate) fn of_a_bug(what: &str) -> Failure {
    Failure {
        remedy: None,
        message: "Something went wrong inside Galley".into(),
        hint: "Your text is kept. Try again; if it happens once more, please report it with the details"
            .into(),
        detail: what.to_owned(),
    }
}

fn remedy(trouble: &Trouble) -> Option<Remedy> {
    if let Trouble::SecretNeeded { refused, keepable } = trouble {
        return Some(Remedy::AskSecret { refused: *refused, keepable: *keepable });
    }
    if let Trouble::Publish(error) = trouble {
        return publish_remedy(&error.kind);
    }
    if matches!(trouble, Trouble::OutOfStep { .. }) {
        return Some(Remedy::SendWholeText);
    }
    matches!(trouble, Trouble::NothingOpen).then_some(Remedy::GoToStart)
}

/// How many paths a question about replacing files names.
const NAMED_PATHS: usize = 20;

fn publish_remedy(kind: &ErrorKind) -> Option<Remedy> {
    let replace = |paths: Vec<String>, count: usize| {
        Some(Remedy::Replace { paths, count: u32::try_from(count).unwrap_or(u32::MAX) })
    };
    match kind {
        ErrorKind::HostKeyUnknown { found } => Some(Remedy::AcceptHostKey { fingerprint: found.to_string() }),
        ErrorKind::Conflict { paths } => {
            replace(paths.iter().take(NAMED_PATHS).map(ToString::to_string).collect(), paths.len())
        }
        ErrorKind::OtherSite { .. } | ErrorKind::Damaged => replace(Vec::new(), 0),
        ErrorKind::RemovesMuch { removed, .. } => replace(Vec::new(), *removed),
        ErrorKind::Auth
        | ErrorKind::HostKeyChanged { .. }
        | ErrorKind::Unreachable
        | ErrorKind::Refused
        | ErrorKind::Missing
        | ErrorKind::Empty
        | ErrorKind::Full
        | ErrorKind::Overtaken
        | ErrorKind::SourceChanged
        | ErrorKind::Limit
        | ErrorKind::Cancelled
        | ErrorKind::Other => None,
    }
}

fn words(trouble: &Trouble) -> (String, String) {
    let say = |message: &str, hint: &str| (message.to_owned(), hint.to_owned());
    match trouble {
        Trouble::Disk { doing, path, source } => disk_words(&doing.to_string(), path, source),
        Trouble::NoSite(folder) => (
            format!("There is no site in the folder “{}”", name(folder)),
            "Choose the folder that holds zola.toml or config.toml, or make a new site".into(),
        ),
        Trouble::Exists(path) => (
            format!("“{}” is there already", name(path)),
            "Choose another name, or move the old one away first".into(),
        ),
        Trouble::TooManyFiles(folder) => (
            format!("The folder “{}” has more files than a site can have", name(folder)),
            "Choose the site's own folder, not one above it".into(),
        ),
        Trouble::NothingOpen => say("No site is open", "Open a site first"),
        Trouble::UnknownRecent => say("This site is not on the list any more", "Open its folder instead"),
        Trouble::NoPage(page) => (
            format!("The page “{page}” is not there any more"),
            "It may have been moved or deleted outside Galley; look in the trash and in the list".into(),
        ),
        Trouble::NotInTrash(_) => say("This is not in the trash any more", "Look in the list of pages"),
        Trouble::OutOfStep { .. } => say("The text was not taken over yet", "It is sent again"),
        Trouble::Picture { name, why } => picture_words(name, *why),
        Trouble::Link(url) => {
            (format!("The address “{url}” is not opened"), "Galley opens web and mail addresses only".into())
        }
        Trouble::NoBrowser { url, .. } => (
            "No program on this computer opened the address".into(),
            format!("Copy it into your browser: {url}"),
        ),
        Trouble::NotText(file) => (
            format!("The page “{file}” is not text that Galley can read"),
            "Save it as UTF-8 text in the program that made it; nothing was changed".into(),
        ),
        Trouble::Unsettled(file) => unsettled_words(file),
        Trouble::NoName => {
            say("This name has no letter or digit", "Write at least one, so that it can be an address")
        }
        Trouble::FixedAddress => {
            say("The address of this page is the name of its folder", "Rename the folder to change it")
        }
        Trouble::Header(file) => header_words(file),
        Trouble::Records(_) => say(
            "Galley could not use its own notes on this computer",
            "Check that the disk is not full, then try again",
        ),
        Trouble::SiteErrors(count) => (
            format!("The site was not published, because {} would be missing", parts(*count)),
            "Mend what is listed under the changes, then publish again; the live site is as it was".into(),
        ),
        Trouble::Settings { file, why } => (
            format!("The settings cannot be changed, because “{file}” has a mistake: {why}"),
            "Mend that line in a text editor, or bring back an older copy of the file".into(),
        ),
        Trouble::NoTarget(_) => {
            say("This place to publish to is gone", "Choose another one, or add it again")
        }
        Trouble::TargetIncomplete(what) => {
            (format!("Something is missing: {what}"), "Fill it in, then save".into())
        }
        Trouble::NoPlan => say("The changes have to be looked at again", "Open “Publish” once more"),
        Trouble::Publishing => say("The site is being published", "Wait until it is done, or cancel it"),
        Trouble::SecretNeeded { refused, keepable } => secret_words(*refused, *keepable),
        Trouble::Keychain(_) => say(
            "The password was not kept, because this computer's keychain did not take it",
            "You will be asked each time",
        ),
        Trouble::Publish(error) => publish_words(error),
    }
}

fn unsettled_words(file: &SourcePath) -> (String, String) {
    (
        format!("The page “{file}” was left where it is, because its newest text is not in the file yet"),
        "Settle what is said above the text, then try again".into(),
    )
}

fn header_words(file: &SourcePath) -> (String, String) {
    (
        format!("The details of “{file}” cannot be changed because the lines at its top have a mistake"),
        "Mend the marked line in the text; the details come back by themselves".into(),
    )
}

fn parts(count: usize) -> String {
    if count == 1 { "a part of it".to_owned() } else { format!("{count} parts of it") }
}

fn secret_words(refused: bool, keepable: bool) -> (String, String) {
    let message =
        if refused { "The password was not accepted" } else { "The password for this place is needed" };
    let hint = if keepable {
        "Type it; this computer's keychain can keep it"
    } else {
        "Type it. This computer has no keychain that Galley can use, so you are asked each time"
    };
    (message.to_owned(), hint.to_owned())
}

fn disk_words(doing: &str, path: &Path, source: &std::io::Error) -> (String, String) {
    let name = name(path);
    let is_any = |kinds: &[Io]| kinds.contains(&source.kind());
    let (why, hint) = if is_any(&[Io::NotFound]) {
        ("it is not there", "It may have been moved or deleted; look for it and try again")
    } else if is_any(&[Io::PermissionDenied, Io::ReadOnlyFilesystem]) {
        (
            "this computer does not allow it",
            "Ask for permission to write there, or move the site to a folder of your own. Your text is kept meanwhile",
        )
    } else if is_any(&[Io::StorageFull, Io::QuotaExceeded]) {
        ("the disk is full", "Make room on the disk. Your text is kept, and Galley tries again by itself")
    } else if is_any(&[Io::NotADirectory, Io::IsADirectory]) {
        ("there is a folder or file of that name", "Move it away, then try again")
    } else {
        ("the disk reported a fault", "Check the disk or the network drive, then try again")
    };
    (format!("Could not {doing} “{name}”, because {why}"), hint.to_owned())
}

fn picture_words(name: &str, why: PictureTrouble) -> (String, String) {
    let name = if name.is_empty() { "The picture".to_owned() } else { format!("“{name}”") };
    match why {
        PictureTrouble::Kind => (
            format!("{name} was not added, because it is not a picture that websites show"),
            "Save it as JPEG, PNG, WebP, GIF, AVIF or SVG first".into(),
        ),
        PictureTrouble::Size => (
            format!("{name} was not added, because it is larger than 32 MB"),
            "Make it smaller first: 2400 pixels in width are plenty for a website".into(),
        ),
        PictureTrouble::Data => {
            (format!("{name} was not added, because the file is damaged"), "Try a fresh copy of it".into())
        }
    }
}

fn publish_words(error: &PublishError) -> (String, String) {
    // Which of Galley's own notes was looked for first in a folder that is gone is nothing to an author.
    let folder = error.what.split_once("` in ").filter(|_| error.kind == ErrorKind::Missing);
    let what = folder.map_or_else(|| error.what.clone(), |(_, folder)| format!("could not find {folder}"));
    let what = capitalised(&what.replace('`', "”").replacen('”', "“", 1));
    let why = match &error.kind {
        ErrorKind::Auth => ", because the name, password or key was not accepted",
        ErrorKind::HostKeyUnknown { .. } => ", because this server has not been seen before",
        ErrorKind::HostKeyChanged { .. } => {
            ", because the server shows another key than before. It may be a different server that pretends to be yours"
        }
        ErrorKind::Unreachable => ", because the place cannot be reached",
        ErrorKind::Refused => ", because the place does not allow it",
        ErrorKind::Missing => ", because the folder is not there",
        ErrorKind::Empty => ", because the site has no page to publish",
        ErrorKind::Full => ", because there is no room left",
        ErrorKind::Conflict { .. } => ", because files are there that Galley did not put there",
        ErrorKind::OtherSite { .. } => ", because another site is published there",
        ErrorKind::Overtaken => ", because somebody else published there in the meantime",
        ErrorKind::RemovesMuch { .. } => ", because a large part of the live site would go away",
        ErrorKind::SourceChanged => ", because a file was changed in the meantime",
        ErrorKind::Damaged => ", because Galley's notes there cannot be read",
        ErrorKind::Limit => ", because it is larger than Galley sends",
        ErrorKind::Cancelled => ", because you stopped it",
        ErrorKind::Other => "",
    };
    (format!("{what}{why}"), error.kind.hint().to_owned())
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let inner_text = inner.to_string();
        if !text.contains(&inner_text) {
            text.push_str(": ");
            text.push_str(&inner_text);
        }
        cause = inner.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trouble::Doing;

    #[test]
    fn a_full_disk_in_words() {
        let source = std::io::Error::from(Io::StorageFull);
        let failure =
            Failure::from(Trouble::Disk { doing: Doing::Write, path: "/home/a/post.md".into(), source });
        assert_eq!(failure.message, "Could not save “post.md”, because the disk is full");
        assert!(failure.hint.contains("Your text is kept"), "{}", failure.hint);
    }

    #[test]
    fn an_unknown_server_key_asks_the_person() {
        let found = publish::host_key::Fingerprint::parse(
            "ssh-ed25519 SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU",
        );
        let found = found.expect("a fingerprint");
        let error =
            PublishError::new(ErrorKind::HostKeyUnknown { found }, "could not connect to `example.org`");
        let failure = Failure::from(Trouble::Publish(error));
        assert!(matches!(failure.remedy, Some(Remedy::AcceptHostKey { .. })), "{failure:?}");
        assert!(failure.message.starts_with("Could not connect to “example.org”"), "{}", failure.message);
    }
}
