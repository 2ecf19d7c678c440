//! The real window, driven from outside through WebKitWebDriver, with a screen and folders of its own.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use publish::conformance::sshd::say;
use serde_json::{Value, json};
use tempfile::TempDir;

/// How long a test waits for something the window does by itself.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running window. Dropping it ends the window, its driver and its screen.
pub(crate) struct Window {
    pub(crate) client: Client,
    pub(crate) home: Home,
    // The order matters: the driver ends before the screen it draws on.
    driver: Process,
    screen: Screen,
}

/// The folders a window keeps its things in.
pub(crate) struct Home {
    folder: TempDir,
}

struct Screen {
    _process: Process,
    display: String,
}

struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ended = self.0.kill();
        let _waited = self.0.wait();
    }
}

impl Home {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a scratch folder") }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The sample site's folder, once it was opened.
    pub(crate) fn sample(&self) -> PathBuf {
        let sites = self.path().join("documents/Galley");
        let mut found = std::fs::read_dir(sites).expect("the sample was made").flatten();
        found.next().expect("a site").path()
    }
}

impl Screen {
    fn start(width: u32, height: u32) -> Self {
        let size = format!("{width}x{height}x24");
        let mut child = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", &size, "-nolisten", "tcp"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb starts; `cargo xtask setup test` installs it");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("piped"))
            .read_line(&mut line)
            .expect("Xvfb names its display");
        Self { _process: Process(child), display: format!(":{}", line.trim()) }
    }
}

impl Window {
    /// Opens the window with these arguments on a screen of this size.
    pub(crate) async fn open(home: Home, arguments: &[&str], width: u32, height: u32) -> Self {
        let screen = Screen::start(width, height);
        let port = free_port();
        let driver = Command::new("WebKitWebDriver")
            .args([format!("--port={port}"), "--host=127.0.0.1".to_owned()])
            .env("DISPLAY", &screen.display)
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("HOME", home.path())
            .env("XDG_DATA_HOME", home.path().join("data"))
            .env("XDG_DOCUMENTS_DIR", home.path().join("documents"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("WebKitWebDriver starts; `cargo xtask setup test` installs it");
        let driver = Process(driver);
        let options = json!({ "binary": program(), "args": arguments });
        let capabilities: Capabilities =
            [("webkitgtk:browserOptions".to_owned(), options)].into_iter().collect();
        let client = connect(port, &capabilities).await;
        Self { client, home, driver, screen }
    }

    /// Ends the window as a person closes it, and gives back its folders.
    pub(crate) async fn close(self) -> Home {
        self.client.close().await.expect("the window closes");
        drop(self.driver);
        drop(self.screen);
        self.home
    }

    /// Kills the window's process at once, as a crash would, and gives back its folders.
    pub(crate) fn kill(self) -> Home {
        let needle = self.home.path().to_string_lossy().into_owned();
        let killed = kill_by_environment(&needle);
        assert!(killed > 0, "there was a window to kill");
        drop(self.driver);
        drop(self.screen);
        self.home
    }

    /// Runs a script in the interface and gives its answer.
    pub(crate) async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.client.execute(script, arguments).await.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// Sends a command to Rust through the window's own door.
    pub(crate) async fn call(&self, command: &str, argument: Value) -> Result<Value, Value> {
        let script = "const [request, done] = arguments;
            window.__TAURI_INTERNALS__.invoke('call', { request })
                .then((answer) => done({ answer }), (failure) => done({ failure }));";
        let request = json!({ "command": command, "argument": argument });
        let mut answer = self.client.execute_async(script, vec![request]).await.expect("the script runs");
        if answer.get("failure").is_some() {
            Err(answer["failure"].take())
        } else {
            Ok(answer["answer"].take())
        }
    }

    /// Waits until a script answers with something true, and gives that.
    pub(crate) async fn wait(&self, what: &str, script: &str, arguments: Vec<Value>) -> Value {
        let until = Instant::now() + PATIENCE;
        loop {
            let answer = self.run(script, arguments.clone()).await;
            if !matches!(answer, Value::Null | Value::Bool(false)) {
                return answer;
            }
            if Instant::now() >= until {
                let seen = "return (document.querySelector('dialog[open]') ?? document.body).innerText.slice(0, 1500)";
                let seen = self.run(seen, Vec::new()).await;
                panic!("never came: {what}; the window shows {seen}");
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    /// Presses the button with this name, as soon as there is one that can be pressed.
    pub(crate) async fn press(&self, name: &str) {
        let script = "const name = arguments[0];
            const said = (one) => (one.getAttribute('aria-label') ?? one.textContent).trim().replace(/\\s+/g, ' ');
            const all = [...document.querySelectorAll('button, [role=button], [role=menuitem], [role=tab], a')];
            const shown = all.filter((one) => one.checkVisibility() && !one.disabled);
            const open = [...document.querySelectorAll('dialog[open]')].at(-1);
            const found = shown.filter((one) => !open || open.contains(one))
                .find((one) => [name, name + '…'].includes(said(one)) || said(one).startsWith(name + ' '));
            found?.click();
            return found !== undefined;";
        self.wait(&format!("a button “{name}”"), script, vec![name.into()]).await;
    }

    /// Fills the field with this label.
    pub(crate) async fn fill(&self, label: &str, text: &str) {
        let script = "const label = arguments[0];
            const open = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document;
            const named = [...open.querySelectorAll('label')].find((one) => one.textContent.trim().startsWith(label));
            const field = (named?.control) ?? open.querySelector(`[aria-label=\"${label}\"]`);
            if (!field) return null;
            field.setAttribute('data-test-field', label);
            return true;";
        self.wait(&format!("a field “{label}”"), script, vec![label.into()]).await;
        let field = self.client.find(Locator::Css(&format!("[data-test-field=\"{label}\"]"))).await;
        let field = field.expect("just found");
        field.clear().await.expect("clears");
        field.send_keys(text).await.expect("types");
        self.run("document.activeElement.blur()", Vec::new()).await;
    }

    /// Keeps a picture of the window where the person who runs the tests wants one.
    pub(crate) async fn picture(&self, name: &str) {
        if let Some(folder) = std::env::var_os("GALLEY_PICTURES") {
            let png = self.client.screenshot().await.expect("a picture");
            std::fs::create_dir_all(&folder).expect("a folder");
            std::fs::write(Path::new(&folder).join(format!("{name}.png")), png).expect("writes");
        }
    }
}

/// Says whether the real window is to be tried, and if not, says so.
pub(crate) fn is_wanted() -> bool {
    let wanted = std::env::var_os("GALLEY_REAL_WINDOW").is_some();
    if !wanted {
        say("left out: the real window is tried by `cargo xtask test window`");
    }
    wanted
}

/// The window's program: the debug build, or the one `GALLEY_WINDOW` names.
fn program() -> PathBuf {
    if let Some(program) = std::env::var_os("GALLEY_WINDOW") {
        return program.into();
    }
    let target = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target");
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or(target, PathBuf::from);
    let program = target.join("debug/galley");
    program.canonicalize().expect("the window is built: `cargo build -p galley --features custom-protocol`")
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    listener.local_addr().expect("bound").port()
}

async fn connect(port: u16, capabilities: &Capabilities) -> Client {
    let until = Instant::now() + PATIENCE;
    loop {
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities.clone());
        match builder.connect(&format!("http://127.0.0.1:{port}")).await {
            Ok(client) => return client,
            Err(error) if Instant::now() >= until => panic!("the window did not open: {error}"),
            // The driver needs a moment before it listens.
            Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    }
}

/// Kills with signal 9 every process of the window, found by the folder its environment names.
fn kill_by_environment(needle: &str) -> usize {
    let mut killed = 0;
    for entry in std::fs::read_dir("/proc").expect("a process table").flatten() {
        let Some(id) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        let environment = std::fs::read(entry.path().join("environ")).unwrap_or_default();
        let program = std::fs::read_link(entry.path().join("exe")).unwrap_or_default();
        let is_ours = program.file_name().is_some_and(|name| name == "galley")
            && String::from_utf8_lossy(&environment).contains(needle);
        if is_ours {
            let status = Command::new("kill").args(["-9", &id.to_string()]).status().expect("kill runs");
            killed += usize::from(status.success());
        }
    }
    killed
}
