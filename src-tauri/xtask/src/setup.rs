//! What a chore needs from the machine: found out first, which is instant, and installed where that can be done without
//! asking (Debian and its kin, as root or with a `sudo` that needs no password). Elsewhere it is said, package by package.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::phases::{Failure, Log, Result};

/// The oldest Node that the UI's tools run on.
const NODE: u32 = 20;

/// A thing that must be on the machine.
struct Piece {
    /// The Debian package.
    package: &'static str,
    /// It counts as present when this program can be found, whatever package brought it.
    program: Option<&'static str>,
}

const fn package(package: &'static str) -> Piece {
    Piece { package, program: None }
}

const fn program(package: &'static str, program: &'static str) -> Piece {
    Piece { package, program: Some(program) }
}

const BUILD: &[Piece] = &[
    program("build-essential", "cc"),
    program("pkg-config", "pkg-config"),
    package("libwebkit2gtk-4.1-dev"),
    package("ca-certificates"),
];

/// What a window needs where there is no display, and what the tests of the window need beside it.
const DISPLAY: &[Piece] = &[
    program("xvfb", "Xvfb"),
    package("xauth"),
    program("webkit2gtk-driver", "WebKitWebDriver"),
    program("dbus", "dbus-daemon"),
    package("dbus-x11"),
    program("gnome-keyring", "gnome-keyring-daemon"),
    program("libsecret-tools", "secret-tool"),
    program("imagemagick", "import"),
    package("fonts-noto-cjk"),
    package("fonts-noto-color-emoji"),
    program("xclip", "xclip"),
];

/// To look at a window from outside.
const INSPECT: &[Piece] = &[program("x11-utils", "xwininfo")];

/// What the platform's own SDK runs on.
const PYTHON: &[Piece] = &[package("python3"), package("python3-venv")];

/// What a chore is going to do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Build the program.
    Build,
    /// Build it and show its window on a virtual display.
    Window,
    /// Install the package and look at it.
    Install,
}

/// The folder of the whole repository.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// Cargo, the one that started us if one did.
pub(crate) fn cargo() -> Command {
    let program = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(program);
    command.current_dir(root()).env("CARGO_TERM_COLOR", "never");
    command
}

/// Node's package manager, in the UI's folder.
pub(crate) fn npm() -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(root().join("ui")).env("NO_COLOR", "1").env("TERM", "dumb").env("CI", "1");
    command
}

/// Whether a window can be shown to a person here.
pub(crate) fn has_display() -> bool {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

/// Makes the machine ready, or says what it takes.
pub(crate) fn prepare(log: &mut Log, purpose: Purpose) -> Result {
    if cfg!(target_os = "linux") {
        linux(log, purpose)?;
    } else if cfg!(target_os = "macos") && !succeeds(Command::new("xcode-select").arg("-p")) {
        return Err(Failure::new(
            "Apple's command line tools are missing: run `xcode-select --install`, then this again",
        ));
    }
    node()?;
    modules(log)
}

/// Makes sure of a Python 3 that can make environments.
pub(crate) fn python(log: &mut Log) -> Result {
    if xtask::python::usable() {
        return Ok(());
    }
    if on_path("dpkg-query") && on_path("apt-get") {
        return debian(log, &PYTHON.iter().collect::<Vec<_>>());
    }
    Err(Failure::new("a Python 3 with `venv` is needed; it comes from https://python.org or the system's packages"))
}

fn linux(log: &mut Log, purpose: Purpose) -> Result {
    let mut wanted: Vec<&Piece> = BUILD.iter().collect();
    if purpose != Purpose::Build {
        wanted.extend(DISPLAY);
    }
    if purpose == Purpose::Install {
        wanted.extend(INSPECT);
    }
    if on_path("dpkg-query") && on_path("apt-get") { debian(log, &wanted) } else { elsewhere(&wanted) }
}

fn debian(log: &mut Log, wanted: &[&Piece]) -> Result {
    let missing: Vec<_> = wanted.iter().filter(|piece| !present(piece)).map(|piece| piece.package).collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("  installing {}", missing.join(" "));
    let Some(mut update) = as_root("apt-get") else {
        return Err(Failure::new(format!(
            "these packages are missing, and installing them needs root: `sudo apt-get install --no-install-recommends {}`, then this again",
            missing.join(" ")
        )));
    };
    // Other people's package lists may be broken; the install below says whether it matters.
    log.try_run(update.args(["-o", "DPkg::Lock::Timeout=300", "update"]))?;
    // Twice: another process that refreshes its lists can take away what was just downloaded.
    for _ in 0..2 {
        let Some(mut install) = as_root("apt-get") else { break };
        install.args(["-o", "DPkg::Lock::Timeout=300", "install", "-y", "--no-install-recommends"]);
        if log.try_run(install.args(&missing))?.success {
            return Ok(());
        }
    }
    Err(Failure::new(format!("apt-get could not install {}", missing.join(" "))))
}

/// A command with the rights of root, where they are to be had without a question.
pub(crate) fn as_root(program: &str) -> Option<Command> {
    let user = Command::new("id").arg("-u").output().ok()?;
    let mut command = if user.stdout.trim_ascii() == b"0" {
        Command::new("env")
    } else if succeeds(Command::new("sudo").args(["-n", "true"])) {
        let mut command = Command::new("sudo");
        command.args(["-n", "env"]);
        command
    } else {
        return None;
    };
    command.arg("DEBIAN_FRONTEND=noninteractive").arg(program);
    Some(command)
}

fn present(piece: &Piece) -> bool {
    piece.program.is_some_and(on_path) || installed(piece.package)
}

/// Whether a Debian package is installed.
pub(crate) fn installed(package: &str) -> bool {
    let query = Command::new("dpkg-query").args(["-W", "-f=${db:Status-Status}", package]).output();
    query.is_ok_and(|said| said.stdout.trim_ascii() == b"installed")
}

/// Other kinds of Linux: what can be found out is found out, and named as Debian names it.
fn elsewhere(wanted: &[&Piece]) -> Result {
    let library = succeeds(Command::new("pkg-config").args(["--exists", "webkit2gtk-4.1"]));
    let missing: Vec<_> = wanted
        .iter()
        .filter(|piece| match piece.program {
            Some(program) => !on_path(program),
            None => piece.package == "libwebkit2gtk-4.1-dev" && !library,
        })
        .map(|piece| piece.package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "missing (named as on Debian): {}. Install what brings the same: Fedora has webkit2gtk4.1-devel, webkit2gtk-driver, \
         xorg-x11-server-Xvfb, gnome-keyring, libsecret, dbus-daemon, ImageMagick and google-noto-sans-cjk-fonts; Arch has base-devel, \
         webkit2gtk-4.1, xorg-server-xvfb, gnome-keyring, libsecret, imagemagick and noto-fonts-cjk. Then run this again",
        missing.join(" ")
    )))
}

fn node() -> Result {
    let advice = format!("Node {NODE} or newer is needed; it comes from https://nodejs.org or the system's packages");
    let Ok(said) = Command::new("node").arg("--version").output() else {
        return Err(Failure::new(format!("there is no `node` here: {advice}")));
    };
    let version = String::from_utf8_lossy(&said.stdout).trim().to_owned();
    match major(&version) {
        Some(major) if major >= NODE => Ok(()),
        _ => Err(Failure::new(format!("`node` here is {version}: {advice}"))),
    }
}

fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// The UI's packages, exactly as locked. Installed again only when the lock file is not the one of last time.
fn modules(log: &mut Log) -> Result {
    let lock = root().join("ui/package-lock.json");
    let stamp = root().join("target/xtask/installed-package-lock.json");
    let locked = fs::read(&lock).map_err(|error| Failure::new(format!("cannot read {}: {error}", lock.display())))?;
    let same = fs::read(&stamp).is_ok_and(|before| before == locked);
    if same && root().join("ui/node_modules/.package-lock.json").is_file() {
        return Ok(());
    }
    println!("  installing the UI's packages");
    log.run(npm().args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))?;
    fs::write(&stamp, locked)?;
    Ok(())
}

fn succeeds(command: &mut Command) -> bool {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

/// Whether a program of that name can be started.
pub(crate) fn on_path(program: &str) -> bool {
    let name = format!("{program}{}", env::consts::EXE_SUFFIX);
    env::var_os("PATH").is_some_and(|path| env::split_paths(&path).any(|folder| folder.join(&name).is_file()))
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn the_version_of_node_is_read() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("v8.0.0"), Some(8));
        assert_eq!(major(""), None);
    }
}
