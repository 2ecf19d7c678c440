//! A program that is killed while somebody types, and a disk that takes nothing: the text is there all the same.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use publish::conformance::sshd::{SmallDisk, say};
use studio::protocol::SaveState;
use studio::{Places, Studio};
use tests::author::{Author, Desk, SMALL_SITE};
use tests::memory_keychain::MemoryKeychain;

const PAGE: &str = "content/about.md";
const HEAD: &str = "+++\ntitle = \"About\"\n+++\n";
const TYPIST: &str = "GALLEY_TEST_TYPIST_IN";
const SAVES: &str = "GALLEY_TEST_TYPIST_SAVES";
/// How much typing a kill may take.
const AT_RISK: Duration = Duration::from_millis(500);

/// The process that is killed: started by the tests below with a folder in its environment, it types into a page until
/// it ends, and says what was acknowledged and when it began to type.
#[test]
fn a_typist_to_be_killed() {
    let Some(folder) = std::env::var_os(TYPIST).map(PathBuf::from) else { return };
    let saves = std::env::var_os(SAVES).is_some();
    let studio = studio_in(&folder);
    studio.open_site(&folder.join("site")).unwrap();
    let page = studio::protocol::PageId(PAGE.into());
    studio.call(studio::Request::OpenPage(page.clone())).unwrap();
    let mut text = String::new();
    for revision in 1.. {
        text.push_str(&format!("{revision} "));
        let changes = studio::protocol::TextChanges::Whole { text: text.clone() };
        let base = revision - 1;
        let edit = studio::protocol::EditPage { page: page.clone(), base, revision, changes };
        studio.call(studio::Request::EditPage(edit)).unwrap();
        if saves && revision % 7 == 0 {
            studio.call(studio::Request::SavePage(page.clone())).unwrap();
        }
        say(&revision.to_string());
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn studio_in(folder: &Path) -> Studio {
    let places = Places { data: folder.join("data"), sites: folder.join("sites") };
    Studio::start(Arc::new(Desk::default()), Arc::new(MemoryKeychain::default()), places).unwrap()
}

/// A typist who is killed when dropped.
struct Typist {
    child: Child,
    acknowledged: Vec<(Instant, u32)>,
}

impl Typist {
    fn start(folder: &Path) -> Self {
        Self::run(&mut Self::command(folder))
    }

    /// Starts one who saves again and again.
    fn start_saving(folder: &Path) -> Self {
        Self::run(Self::command(folder).env(SAVES, "1"))
    }

    fn command(folder: &Path) -> Command {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command
            .args(["--exact", "recovery::a_typist_to_be_killed", "--nocapture"])
            .env(TYPIST, folder)
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        command
    }

    fn run(command: &mut Command) -> Self {
        Self { child: command.spawn().unwrap(), acknowledged: Vec::new() }
    }

    /// Lets it type for a while, then kills it, and gives the revisions it had acknowledged with their times.
    fn kill_after(mut self, typing: Duration) -> (Instant, Vec<(Instant, u32)>) {
        let mut lines = BufReader::new(self.child.stderr.take().unwrap()).lines();
        let mut until = None;
        while let Some(Ok(line)) = lines.next() {
            let now = Instant::now();
            let Ok(revision) = line.trim().parse() else { continue };
            self.acknowledged.push((now, revision));
            if now >= *until.get_or_insert(now + typing) {
                break;
            }
        }
        let killed = Instant::now();
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        // What was said before the end and not read yet was acknowledged too, at the very last.
        let rest = lines.map_while(Result::ok).filter_map(|line| line.trim().parse().ok());
        self.acknowledged.extend(rest.map(|revision| (killed, revision)));
        (killed, std::mem::take(&mut self.acknowledged))
    }
}

impl Drop for Typist {
    fn drop(&mut self) {
        // It may have been killed already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn site_in(folder: &Path) {
    for (path, text) in SMALL_SITE {
        let place = folder.join("site").join(path);
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        std::fs::write(place, text).unwrap();
    }
}

/// The numbers of a text, which must be 1, 2, 3 … without a gap or a torn end.
fn last_number(text: &str) -> u32 {
    let numbers: Vec<u32> =
        text.split_terminator(' ').map(|number| number.parse().expect("a whole number")).collect();
    let count = u32::try_from(numbers.len()).unwrap();
    assert_eq!(numbers, (1..=count).collect::<Vec<_>>(), "nothing is missing in between");
    assert!(text.is_empty() || text.ends_with(' '), "the end is not torn");
    count
}

fn killed_after(typing_ms: u64, start: fn(&Path) -> Typist) {
    let author = Author::new();
    let folder = author.folder.clone();
    site_in(folder.path());
    drop(author);
    let (killed, acknowledged) = start(folder.path()).kill_after(Duration::from_millis(typing_ms));
    let safe = acknowledged.iter().filter(|(at, _)| killed.duration_since(*at) > AT_RISK);
    let safe = safe.map(|(_, revision)| *revision).max().unwrap_or(1);
    let file = std::fs::read_to_string(folder.path().join("site").join(PAGE)).unwrap();
    let in_file = file.strip_prefix(HEAD).expect("the head is whole");
    let is_saved = in_file.starts_with('1');
    if is_saved {
        last_number(in_file);
    } else {
        assert_eq!(in_file, "\nAbout us.\n");
    }

    let again = Author::in_folder(folder);
    let notice = again.open_site();
    let view = again.open(PAGE);
    let kept = last_number(&view.text);
    assert!(kept >= safe, "{kept} of {safe} are kept after {typing_ms} ms");
    if view.text != in_file {
        assert!(view.recovered, "the page says that its text is back");
        assert!(notice.is_some_and(|words| words.ends_with("is back: About")), "its title is named");
    }
    again.saved(PAGE);
    assert_eq!(again.read(PAGE), format!("{HEAD}{}", view.text));
}

#[test]
fn killed_at_the_first_keys() {
    killed_after(10, Typist::start);
}

#[test]
fn killed_in_the_flow() {
    killed_after(830, Typist::start);
}

#[test]
fn killed_after_a_second() {
    killed_after(1150, Typist::start);
}

#[test]
fn killed_while_saving() {
    for typing_ms in [20, 71, 133, 210] {
        killed_after(typing_ms, Typist::start_saving);
    }
}

#[test]
fn killed_late_while_saving() {
    killed_after(900, Typist::start_saving);
}

#[test]
fn killed_while_the_file_changed_too() {
    let author = Author::new();
    let folder = author.folder.clone();
    site_in(folder.path());
    drop(author);
    Typist::start(folder.path()).kill_after(Duration::from_millis(400));
    let theirs = format!("{HEAD}Theirs.\n");
    std::fs::write(folder.path().join("site").join(PAGE), &theirs).unwrap();
    let again = Author::in_folder(folder);
    again.open_site();
    let view = again.open(PAGE);
    assert!(last_number(&view.text) > 1 && view.recovered);
    assert_eq!(again.save(PAGE), SaveState::Conflict { outside: theirs.clone() });
    assert_eq!(again.read(PAGE), theirs);
}

#[test]
fn text_of_a_file_that_is_gone_comes_back_once() {
    let author = Author::new();
    let folder = author.folder.clone();
    site_in(folder.path());
    drop(author);
    Typist::start(folder.path()).kill_after(Duration::from_millis(400));
    let place = folder.path().join("site").join(PAGE);
    std::fs::remove_file(&place).unwrap();
    let again = Author::in_folder(folder);
    assert!(again.open_site().is_some());
    assert!(last_number(&again.open(PAGE).text) > 1);
    std::fs::remove_file(&place).unwrap();
    assert_eq!(again.open_site(), None, "what was thrown away on purpose stays away");
    assert!(!place.exists());
}

#[test]
fn a_full_disk_keeps_the_text_until_there_is_room() {
    let Some(disk) = SmallDisk::make("") else {
        return say("left out: a full disk, because only root can make one");
    };
    let (author, site) = author_on(&disk);
    let ballast = site.join("ballast");
    std::fs::write(&ballast, vec![0; 900_000]).unwrap();
    // What is left takes no second copy of the page.
    let text = "A long text. ".repeat(20_000);
    author.type_text(PAGE, 0, &text);
    let SaveState::Failed { failure } = author.save(PAGE) else { panic!("the disk is full") };
    assert_eq!(failure.message, "Could not save “about.md”, because the disk is full");
    assert!(std::fs::read_to_string(site.join(PAGE)).unwrap().ends_with("About us.\n"), "the file is whole");
    assert_eq!(author.open(PAGE).text, text);
    std::fs::remove_file(ballast).unwrap();
    author.saved(PAGE);
    assert_eq!(std::fs::read_to_string(site.join(PAGE)).unwrap(), format!("{HEAD}{text}"));
    let left: Vec<_> =
        std::fs::read_dir(site.join("content")).unwrap().flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(left.len(), 3, "nothing half-written is left: {left:?}");
}

#[test]
fn a_read_only_disk_keeps_the_text_over_the_next_start() {
    let Some(disk) = SmallDisk::make("") else {
        return say("left out: a read-only disk, because only root can make one");
    };
    let (author, site) = author_on(&disk);
    let Some(()) = remount(&disk, "ro") else {
        return say("left out: a read-only disk, because it cannot be made");
    };
    author.type_text(PAGE, 0, "Kept.\n");
    let SaveState::Failed { failure } = author.save(PAGE) else { panic!("the disk takes nothing") };
    assert!(failure.message.contains("this computer does not allow it"), "{failure:?}");
    assert!(failure.hint.contains("Your text is kept"), "{failure:?}");
    let folder = author.folder.clone();
    drop(author);
    let again = Author::in_folder(folder);
    again.studio.open_site(&site).unwrap();
    assert_eq!(again.open(PAGE).text, "Kept.\n");
    remount(&disk, "rw").unwrap();
    again.saved(PAGE);
    assert_eq!(std::fs::read_to_string(site.join(PAGE)).unwrap(), format!("{HEAD}Kept.\n"));
}

/// An author with a page open whose site is on a disk of its own.
fn author_on(disk: &SmallDisk) -> (Author, PathBuf) {
    site_in(disk.path());
    let site = disk.path().join("site");
    let author = Author::new();
    author.studio.open_site(&site).unwrap();
    author.open(PAGE);
    (author, site)
}

fn remount(disk: &SmallDisk, mode: &str) -> Option<()> {
    let options = format!("remount,{mode}");
    let status = Command::new("mount").args(["-o", &options]).arg(disk.path()).status().ok()?;
    status.success().then_some(())
}
