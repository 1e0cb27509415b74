//! `cargo xtask package`: what people install. `--check` installs it and looks whether its window opens.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use xtask::display::{Keyring, Seat};

use crate::build;
use crate::counts::Counts;
use crate::phases::{Failure, Log, Outcome, Phases, Result};
use crate::setup::{self, Purpose, as_root, root};
use crate::webdriver::Session;

/// What the bundler leaves behind and people can install.
const KINDS: &[&str] = &["deb", "rpm", "dmg", "msi", "exe"];
const OPENS: Duration = Duration::from_secs(60);

/// Builds the bundles of this system and says where they are.
pub(crate) fn package() -> Result<bool> {
    let mut phases = Phases::new(&root())?;
    let ready = phases.run("set-up", |log| {
        setup::prepare(log, Purpose::Build)?;
        Ok(Outcome::Fine(Counts::default()))
    });
    let made = ready && phases.run("package", bundle);
    if made {
        for file in bundles()? {
            let mib = fs::metadata(&file)?.len() as f64 / f64::from(1 << 20);
            println!("{} ({mib:.1} MiB)", file.display());
        }
    }
    Ok(made)
}

fn bundle(log: &mut Log) -> Result<Outcome> {
    let program = if cfg!(windows) { "tauri.cmd" } else { "tauri" };
    let mut command = Command::new(root().join("ui/node_modules/.bin").join(program));
    command.current_dir(root()).env("NO_COLOR", "1").args(["build", "--ci"]);
    if cfg!(target_os = "linux") {
        // The third kind that the bundler knows downloads its tools; these two need nothing.
        command.args(["--bundles", "deb,rpm"]);
    }
    log.run(&mut command)?;
    Ok(Outcome::Fine(Counts::default()))
}

/// The bundles that are there, newest first.
fn bundles() -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for folder in fs::read_dir(build::target().join("release/bundle"))? {
        let Ok(files) = fs::read_dir(folder?.path()) else { continue };
        for file in files {
            let path = file?.path();
            let kind = path.extension().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_file() && KINDS.contains(&kind.as_str()) {
                found.push((fs::metadata(&path)?.modified()?, path));
            }
        }
    }
    found.sort_by(|a, b| b.cmp(a));
    Ok(found.into_iter().map(|(_, path)| path).collect())
}

/// Installs the newest .deb, starts it as its desktop file says, and looks at it.
pub(crate) fn check() -> Result<bool> {
    if !cfg!(target_os = "linux") || !setup::on_path("apt-get") {
        return Err(Failure::new("the installed package is looked at on Debian and its kin only"));
    }
    let deb = bundles()?.into_iter().find(|path| path.extension().is_some_and(|kind| kind == "deb"));
    let deb = deb.ok_or_else(|| Failure::new("there is no .deb yet: run `cargo xtask package` first"))?;
    let name = package_name(&deb)?;
    let before = setup::installed(&name);
    let mut phases = Phases::new(&root())?;
    let fine = |()| Outcome::Fine(Counts::default());
    let looked = phases.run("set-up", |log| setup::prepare(log, Purpose::Install).map(fine))
        && phases.run("install", |log| {
            apt(log, &["install", "--reinstall", "--allow-downgrades"], &deb.to_string_lossy()).map(fine)
        })
        && phases.run("look", |log| look(log, &name).map(fine));
    if !before {
        phases.run("remove", |log| apt(log, &["remove"], &name).map(fine));
    }
    Ok(phases.finish() && looked)
}

fn package_name(deb: &Path) -> Result<String> {
    let said = Command::new("dpkg-deb").arg("--field").arg(deb).arg("Package").output()?;
    Ok(String::from_utf8_lossy(&said.stdout).trim().to_owned())
}

fn apt(log: &mut Log, action: &[&str], what: &str) -> Result {
    let mut command = as_root("apt-get").ok_or_else(|| Failure::new("installing a package needs root"))?;
    command.args(["-o", "DPkg::Lock::Timeout=300", "-y", "--no-install-recommends"]).args(action).arg(what);
    log.run(&mut command)
}

fn look(log: &mut Log, name: &str) -> Result {
    let files = Command::new("dpkg-query").args(["-L", name]).output()?;
    let files = String::from_utf8_lossy(&files.stdout).into_owned();
    let desktop = files
        .lines()
        .find(|file| file.starts_with("/usr/share/applications/") && file.ends_with(".desktop"))
        .ok_or_else(|| Failure::new("the package has no desktop file"))?;
    let entry = fs::read_to_string(desktop)?;
    let icon = value(&entry, "Icon")?;
    let picture = format!("/{icon}.png");
    let icons = files.lines().filter(|file| file.contains("/icons/hicolor/") && file.ends_with(&picture)).count();
    if icons == 0 {
        return Err(Failure::new(format!(
            "the desktop file names the icon {icon}, and the package has none of that name"
        )));
    }
    log.note(&format!("{desktop}\n{entry}\n{icons} icons"))?;
    open(log, value(&entry, "Exec")?)
}

/// Opens the window the way a desktop would and waits until there is something to type into.
fn open(log: &mut Log, exec: &str) -> Result {
    let folder = root().join("target/package-check");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let seat = Seat::start(&folder, Keyring::Unlocked, (1440, 900))?;
    let mut words = exec.split_whitespace().filter(|word| !word.starts_with('%'));
    let program = words.next().ok_or_else(|| Failure::new("the desktop file starts nothing"))?;
    let arguments: Vec<_> = words.collect();
    let driver = seat.driver()?;
    let window = Session::start(driver.port(), &found(program)?, &arguments)?;
    window.wait_for("[data-testid=composer-input]", OPENS)?;
    let id = window_id(&seat)?;
    let icon = seat.command("xprop").args(["-id", &id, "-notype", "_NET_WM_ICON"]).output()?;
    if !icon.status.success() || String::from_utf8_lossy(&icon.stdout).contains("not found") {
        return Err(Failure::new("the window carries no icon"));
    }
    let picture = root().join("target/package.png");
    window.photograph(&picture)?;
    log.note(&format!("window {id}, picture in {}", picture.display()))
}

/// The full path of what a desktop file starts.
fn found(program: &str) -> Result<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders = std::env::split_paths(&path);
    let full = folders.find_map(|folder| Some(folder.join(program)).filter(|full| full.is_file()));
    full.ok_or_else(|| Failure::new(format!("the desktop file starts {program}, which is not there")))
}

/// The program's window on the seat's screen, and not one of the specks that toolkits keep beside it.
fn window_id(seat: &Seat) -> Result<String> {
    let deadline = Instant::now() + OPENS;
    loop {
        let said = seat.command("xwininfo").args(["-root", "-tree"]).output()?;
        if let Some(id) = widest(&String::from_utf8_lossy(&said.stdout), "parlance") {
            return Ok(id.to_owned());
        }
        if Instant::now() > deadline {
            return Err(Failure::new("no window of Parlance appeared"));
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// The widest window of that class in the tree that `xwininfo` draws, if it is wide enough for a person.
fn widest<'a>(tree: &'a str, class: &str) -> Option<&'a str> {
    let class = format!("(\"{class}\"");
    let windows = tree.lines().filter_map(|line| {
        let (before, after) = line.split_once(&class)?;
        let (_, place) = after.split_once(')')?;
        let width: u32 = place.trim().split('x').next()?.parse().ok()?;
        Some((width, before.split_whitespace().next()?))
    });
    windows.max().filter(|(width, _)| *width > 100).map(|(_, id)| id)
}

fn value<'a>(entry: &'a str, key: &str) -> Result<&'a str> {
    let line = entry.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix('='));
    line.map(str::trim).ok_or_else(|| Failure::new(format!("the desktop file has no {key}")))
}

#[cfg(test)]
mod tests {
    use super::{value, widest};

    #[test]
    fn the_window_is_found_among_the_specks() {
        let tree = r#"
     0x200001 "parlance": ("parlance" "Parlance")  10x10+10+10  +10+10
     0x200003 "Parlance": ("parlance" "Parlance")  1280x800+0+0  +0+0
     0x400001 "other": ("other" "Other")  1440x900+0+0  +0+0"#;
        assert_eq!(widest(tree, "parlance"), Some("0x200003"));
        assert_eq!(widest(tree, "nobody"), None);
    }

    #[test]
    fn a_key_of_a_desktop_file_is_not_taken_for_a_longer_one() {
        let entry = "[Desktop Entry]\nExecutable=no\nExec=parlance %u\n";
        assert_eq!(value(entry, "Exec").ok(), Some("parlance %u"));
        assert!(value(entry, "Icon").is_err());
    }
}
