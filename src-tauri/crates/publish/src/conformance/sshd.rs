//! A real OpenSSH server on loopback, with its own keys and its own configuration, for tests of this and other crates.
//!
//! It runs without root as well; then it lets in only the user who runs the tests. As root it can have a second user with
//! a password, made for the test and removed with it.

use std::fs;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use tempfile::TempDir;

use super::fixture::quick_folder;
use crate::credential::{Login, Secret};
use crate::host_key::Fingerprint;
use crate::targets::sftp::SftpSettings;

/// The variable that turns tests with real servers on.
pub const SWITCH: &str = "GALLEY_REAL_SERVERS";

const SSHD: &str = "/usr/sbin/sshd";
const HOST_KEY: &str = "host_key";
const USER_KEY: &str = "user_key";

/// Says why tests with a real server are left out on this machine; nothing where they run.
pub fn left_out_because() -> Option<String> {
    if std::env::var_os(SWITCH).is_none_or(|value| value != "1") {
        Some(format!("{SWITCH}=1 is not set"))
    } else if Path::new(SSHD).exists() {
        None
    } else {
        Some(format!("{SSHD} is not installed"))
    }
}

/// Writes a line where the person who runs the tests sees it.
pub fn say(line: &str) {
    // Where standard error is closed nobody waits for the line.
    let _ = writeln!(io::stderr(), "{line}");
}

/// Says whether the tests run as root.
pub fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// A running server. It stops when dropped.
pub struct Sshd {
    folder: TempDir,
    port: u16,
    options: String,
    server: Running,
}

/// The server's process.
struct Running {
    child: Child,
    log: Arc<Mutex<String>>,
}

impl Sshd {
    /// Starts a server that lets the present user in with a key.
    pub fn start() -> io::Result<Self> {
        Self::start_with("")
    }

    /// Starts a server with further lines of configuration.
    pub fn start_with(options: &str) -> io::Result<Self> {
        let folder = quick_folder();
        // A second user must be able to walk through.
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755))?;
        make_key(&folder.path().join(HOST_KEY))?;
        make_key(&folder.path().join(USER_KEY))?;
        fs::create_dir(folder.path().join("www"))?;
        if is_root() {
            // The package makes this folder when its own server starts, which it never does here.
            fs::create_dir_all("/run/sshd")?;
        }
        let (port, server) = run(folder.path(), None, options)?;
        Ok(Self { folder, port, options: options.into(), server })
    }

    /// Stops the server and starts it at the same port with another key of its own.
    pub fn change_host_key(&mut self) -> io::Result<()> {
        self.server.stop();
        fs::remove_file(self.folder.path().join(HOST_KEY))?;
        make_key(&self.folder.path().join(HOST_KEY))?;
        (self.port, self.server) = run(self.folder.path(), Some(self.port), &self.options)?;
        Ok(())
    }

    /// Gives the port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Gives a folder that holds sites.
    pub fn www(&self) -> PathBuf {
        self.folder.path().join("www")
    }

    /// Gives the file of the key that is let in.
    pub fn key_file(&self) -> PathBuf {
        self.folder.path().join(USER_KEY)
    }

    /// Gives the server's key as `ssh-keygen` prints it, which is not our own code.
    pub fn fingerprint(&self) -> Fingerprint {
        let key = self.folder.path().join(format!("{HOST_KEY}.pub"));
        let output = Command::new("ssh-keygen").arg("-lf").arg(key).output().expect("ssh-keygen runs");
        let line = String::from_utf8_lossy(&output.stdout).into_owned();
        let digest = line.split(' ').nth(1).expect("size, digest, comment, kind");
        Fingerprint::new("ssh-ed25519", digest).expect("is a fingerprint")
    }

    /// Gives the settings for a folder, with the key and the fingerprint that the server knows.
    pub fn settings(&self, folder: &Path) -> SftpSettings {
        SftpSettings {
            host: "127.0.0.1".into(),
            port: self.port,
            user: present_user(),
            login: Login::KeyFile { file: self.key_file(), passphrase: None },
            folder: folder.to_str().expect("test folders have plain names").into(),
            known_host: Some(self.fingerprint()),
        }
    }

    /// Gives what the server has written about itself.
    pub fn log(&self) -> String {
        self.server.log.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Running {
    fn stop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop();
    }
}

/// A user of this machine who exists as long as a test. Only root can make one.
pub struct PasswordUser {
    /// The user's name.
    pub name: String,
    /// The user's password.
    pub password: Secret,
}

impl PasswordUser {
    /// Makes a user; nothing where the tests do not run as root.
    pub fn make(purpose: &str) -> Option<Self> {
        if !is_root() {
            return None;
        }
        let name = format!("gly{purpose}{}", std::process::id());
        let text = format!("pw-{}", crate::identity::ReleaseId::generate());
        succeed(Command::new("useradd").args(["-M", "-N", "-d", "/nonexistent", "-s", "/bin/sh", &name]))?;
        let user = Self { name, password: Secret::new(&text) };
        let mut chpasswd = Command::new("chpasswd").stdin(Stdio::piped()).spawn().ok()?;
        writeln!(chpasswd.stdin.take()?, "{}:{text}", user.name).ok()?;
        chpasswd.wait().ok()?.success().then_some(user)
    }

    /// Makes the user the owner of a folder.
    pub fn own(&self, folder: &Path) {
        let owned = succeed(Command::new("chown").arg(&self.name).arg(folder));
        assert!(owned.is_some(), "root can give a folder away");
    }
}

impl Drop for PasswordUser {
    fn drop(&mut self) {
        // A session that is still closing would hold the user back.
        if succeed(Command::new("userdel").args(["-f", &self.name])).is_none() {
            say(&format!("could not remove the test user {}", self.name));
        }
    }
}

/// A small disk that exists as long as a test. Only root can make one, and not everywhere.
pub struct SmallDisk {
    folder: TempDir,
}

impl SmallDisk {
    /// Makes a disk of one mebibyte with the given further options of `mount`; nothing where that is not allowed.
    pub fn make(options: &str) -> Option<Self> {
        let folder = tempfile::tempdir().ok()?;
        let options = format!("size=1m{options}");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(folder.path());
        succeed(&mut mount).map(|()| Self { folder })
    }

    /// Gives the folder at which it is mounted.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        if succeed(Command::new("umount").arg("-l").arg(self.folder.path())).is_none() {
            say(&format!("could not unmount {}", self.folder.path().display()));
        }
    }
}

fn succeed(command: &mut Command) -> Option<()> {
    let output = command.output().ok()?;
    output.status.success().then_some(())
}

fn present_user() -> String {
    let output = Command::new("id").arg("-un").output().expect("`id` runs");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn make_key(path: &Path) -> io::Result<()> {
    let mut keygen = Command::new("ssh-keygen");
    keygen.args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(path);
    succeed(&mut keygen).ok_or_else(|| io::Error::other("ssh-keygen made no key"))
}

/// Starts the server at a port, or at any free one. Between finding a free port and taking it somebody else may
/// take it, so several are tried.
fn run(folder: &Path, port: Option<u16>, options: &str) -> io::Result<(u16, Running)> {
    const TRIES: usize = 10;
    let mut last = io::Error::other("no free port");
    for _ in 0..TRIES {
        let port = port.map_or_else(free_port, Ok)?;
        match run_at(folder, port, options) {
            Ok(server) => return Ok((port, server)),
            Err(error) => last = error,
        }
    }
    Err(last)
}

fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

fn run_at(folder: &Path, port: u16, options: &str) -> io::Result<Running> {
    let at = folder.display();
    let subsystem = if options.contains("Subsystem") { "" } else { "Subsystem sftp internal-sftp" };
    // The first word on a setting counts, so the test's own come before ours.
    let lines = [
        options.to_owned(),
        format!("Port {port}\nListenAddress 127.0.0.1\nHostKey {at}/{HOST_KEY}\nPidFile {at}/pid"),
        format!("AuthorizedKeysFile {at}/{USER_KEY}.pub\nStrictModes no\nMaxStartups 100\n{subsystem}"),
        "UsePAM no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n".to_owned(),
    ];
    let config = folder.join("sshd_config");
    fs::write(&config, lines.join("\n"))?;
    let mut child = Command::new(SSHD)
        .args(["-D", "-e", "-f"])
        .arg(&config)
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()?;
    let stderr = child.stderr.take().ok_or(io::ErrorKind::BrokenPipe)?;
    let mut running = Running { child, log: Arc::default() };
    let mut lines = BufReader::new(stderr).lines();
    loop {
        let Some(line) = lines.next().transpose()? else {
            running.stop();
            return Err(io::Error::other("sshd ended before it listened"));
        };
        if line.contains("Server listening") {
            break;
        }
    }
    let log = Arc::clone(&running.log);
    // Reading on keeps the server from waiting for a full pipe.
    std::thread::spawn(move || {
        for line in lines.map_while(Result::ok) {
            let mut log = log.lock().unwrap_or_else(PoisonError::into_inner);
            log.push_str(&line);
            log.push('\n');
        }
    });
    Ok(running)
}
