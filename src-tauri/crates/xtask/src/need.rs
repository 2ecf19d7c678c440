//! What the machine must have: how each thing is recognised, which Debian package brings it, and why it is wanted.

use std::env;
use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::checkout::Checkout;
use crate::program;

/// One thing that must be on the machine.
pub(crate) struct Need {
    /// The Debian package that brings it, or its name where there are no such packages.
    package: &'static str,
    /// What we do with it, in a clause.
    why: &'static str,
    sign: Sign,
    place: Place,
}

/// How one sees that a need is met.
enum Sign {
    /// One of these programs can be started.
    Program(&'static [&'static str]),
    /// The C library is known to pkg-config.
    Library(&'static str),
    /// Python has the module.
    PythonModule(&'static str),
    /// The folder is there.
    Folder(&'static str),
}

/// The systems that need it; where we install nothing, with the way to get it.
enum Place {
    Linux,
    Mac(&'static str),
    Windows(&'static str),
    Everywhere(&'static str),
}

const fn program(package: &'static str, names: &'static [&'static str], why: &'static str) -> Need {
    Need { package, why, sign: Sign::Program(names), place: Place::Linux }
}

impl Need {
    /// The same need on every system.
    const fn everywhere(self, how: &'static str) -> Self {
        Self { place: Place::Everywhere(how), ..self }
    }

    /// True when the system we run on needs it.
    fn is_ours(&self) -> bool {
        match self.place {
            Place::Linux => cfg!(target_os = "linux"),
            Place::Mac(_) => cfg!(target_os = "macos"),
            Place::Windows(_) => cfg!(windows),
            Place::Everywhere(_) => true,
        }
    }

    /// How to get it by hand.
    fn how(&self) -> &'static str {
        match self.place {
            Place::Linux => "install what your system calls it",
            Place::Mac(how) | Place::Windows(how) | Place::Everywhere(how) => how,
        }
    }
}

/// For compiling any of the crates.
pub(crate) const COMPILER: &[Need] = &[
    program("build-essential", &["cc"], "compiles the C parts of our dependencies and links"),
    program("pkg-config", &["pkg-config"], "finds the system's libraries when we build"),
    Need {
        package: "Xcode command line tools",
        why: "compile the C parts of our dependencies and link",
        sign: Sign::Program(&["cc"]),
        place: Place::Mac("run `xcode-select --install`"),
    },
];

/// For compiling the window.
pub(crate) const WEBKIT: &[Need] = &[
    Need {
        package: "libwebkit2gtk-4.1-dev",
        why: "draws the window; Galley is built against it",
        sign: Sign::Library("webkit2gtk-4.1"),
        place: Place::Linux,
    },
    Need {
        package: "WebView2",
        why: "draws the window",
        sign: Sign::Folder(r"C:\Program Files (x86)\Microsoft\EdgeWebView\Application"),
        place: Place::Windows(
            "run `winget install Microsoft.EdgeWebView2Runtime`; Windows 11 has it from the start",
        ),
    },
];

/// For a screen and a session bus that nobody sees.
pub(crate) const HIDDEN_DESKTOP: &[Need] = &[
    program("xvfb", &["Xvfb"], "is the screen that the window is tested on"),
    program("xauth", &["xauth"], "lets the window onto that screen"),
    program("dbus", &["dbus-run-session"], "gives the tests a session bus of their own"),
    program("dbus-x11", &["dbus-launch"], "lets the window find that bus"),
];

/// For steering the real window.
pub(crate) const WINDOW_DRIVER: &[Need] =
    &[program("webkit2gtk-driver", &["WebKitWebDriver"], "types and clicks in the real window")];

/// For secrets in a real keychain.
pub(crate) const KEYCHAIN: &[Need] = &[
    program("gnome-keyring", &["gnome-keyring-daemon"], "is the keychain that secrets are tested with"),
    program("libsecret-tools", &["secret-tool"], "looks into that keychain from outside"),
];

/// For publishing to a real server.
pub(crate) const SERVERS: &[Need] = &[program(
    "openssh-server",
    &["sshd"],
    "is the server that publishing is tested with; where the system starts it as a service, `systemctl disable \
     --now ssh` stops that, for the tests start their own",
)];

/// For running the interface in a browser.
pub(crate) const BROWSER: &[Need] = &[program(
    "chromium",
    &["chromium", "chromium-browser", "google-chrome"],
    "runs the interface outside the window",
)];

/// For counting instructions.
pub(crate) const VALGRIND: &[Need] =
    &[program("valgrind", &["valgrind"], "counts the instructions of builds and edits")];

/// For comparing whole sites.
pub(crate) const PYTHON: &[Need] =
    &[program("python3", &["python3"], "compares whole sites and takes times")
        .everywhere("python.org, or `brew install python`")];

/// For keeping the benchmark's peers in a folder of their own.
pub(crate) const PYTHON_FOLDER: &[Need] = &[Need {
    package: "python3-venv",
    why: "keeps the programs we compare ourselves with out of the system",
    sign: Sign::PythonModule("ensurepip"),
    place: Place::Linux,
}];

/// For drawing the icons.
pub(crate) const DRAWING: &[Need] =
    &[program("librsvg2-bin", &["rsvg-convert"], "draws the icons from their SVG source")
        .everywhere("`brew install librsvg`")];

/// Node with npm, as Debian has them.
pub(crate) const NODE: &[Need] = &[
    program("nodejs", &["node"], "builds the interface"),
    program("npm", &["npm"], "brings the interface's packages"),
];

/// Sees to it that everything in these groups is on the machine: installs it on Debian and
/// Ubuntu, and says elsewhere what is missing and how to get it.
pub(crate) fn provide(checkout: &Checkout, groups: &[&'static [Need]]) -> Result<()> {
    let missing = missing(checkout, groups);
    if missing.is_empty() {
        return Ok(());
    }
    let can_install = has_program(checkout, "apt-get");
    println!("Missing on this machine:");
    for need in &missing {
        println!("  {:<24} {}", need.package, need.why);
        if !can_install {
            println!("  {:<24} → {}", "", need.how());
        }
    }
    if !can_install {
        bail!("nothing was installed, for this system has no apt-get: get the above, then run this again");
    }
    install(checkout, &missing)?;
    let still: Vec<_> = self::missing(checkout, groups).iter().map(|need| need.package).collect();
    if !still.is_empty() {
        bail!("the packages {} are installed, but what they should bring cannot be found", still.join(", "));
    }
    Ok(())
}

/// True when a program of that name can be started.
pub(crate) fn has_program(checkout: &Checkout, name: &str) -> bool {
    let file =
        if name.contains('.') { name.to_owned() } else { format!("{name}{}", env::consts::EXE_SUFFIX) };
    // Servers lie in folders that an ordinary user's search path leaves out.
    let server_folders = ["/usr/sbin", "/sbin"].map(|folder| Path::new(folder).to_path_buf());
    checkout.program_folders().iter().chain(&server_folders).any(|folder| folder.join(&file).is_file())
}

fn missing(checkout: &Checkout, groups: &[&'static [Need]]) -> Vec<&'static Need> {
    let mut missing: Vec<&'static Need> = Vec::new();
    for need in groups.iter().copied().flatten() {
        if need.is_ours()
            && !need.sign.shows(checkout)
            && !missing.iter().any(|known| known.package == need.package)
        {
            missing.push(need);
        }
    }
    missing
}

impl Sign {
    fn shows(&self, checkout: &Checkout) -> bool {
        match self {
            Self::Program(names) => names.iter().any(|name| has_program(checkout, name)),
            Self::Folder(path) => Path::new(path).is_dir(),
            Self::Library(name) => {
                program::answer(checkout.command("pkg-config").args(["--exists", name])).is_some()
            }
            Self::PythonModule(name) => {
                program::answer(checkout.command("python3").args(["-c", &format!("import {name}")])).is_some()
            }
        }
    }
}

fn install(checkout: &Checkout, missing: &[&Need]) -> Result<()> {
    // Another program may be installing at the same time: wait for it rather than fail.
    let apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "DPkg::Lock::Timeout=580"];
    program::run(as_root(checkout, &apt)?.arg("update"))?;
    let packages = missing.iter().map(|need| need.package);
    program::run(as_root(checkout, &apt)?.args(["install", "-y", "--no-install-recommends"]).args(packages))
}

/// The words as a command that runs with the rights to install.
fn as_root(checkout: &Checkout, words: &[&str]) -> Result<Command> {
    if program::answer(checkout.command("id").arg("-u")).as_deref() == Some("0") {
        let mut command = checkout.command(words[0]);
        command.args(&words[1..]);
        return Ok(command);
    }
    if !has_program(checkout, "sudo") {
        bail!(
            "installing needs the rights of root, and there is no sudo: run this once as root, or install them by hand"
        );
    }
    let mut sudo = checkout.command("sudo");
    if program::answer(checkout.command("sudo").args(["-n", "true"])).is_some() {
        sudo.arg("-n");
    } else {
        println!("Installing needs your password:");
    }
    sudo.args(words);
    Ok(sudo)
}
