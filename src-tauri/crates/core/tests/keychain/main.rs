//! The system's keychain in each of its moods, for real: every test has a session bus of its own.
//!
//! A test starts this very binary again inside its bus, with the name of a mood; `inside` then plays it.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, clippy::print_stderr, reason = "helpers of tests, and a skipped test must say so")]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use parlance_client::ApiKey;
use parlance_core::{OsVault, Vault, VaultError};
use tempfile::TempDir;

const MOOD: &str = "PARLANCE_KEYCHAIN_MOOD";
const ACCOUNT: &str = "01K2V7Z3M4N5P6Q7R8S9T0V1W2";

/// No `<servicedir>`: nothing on this bus starts a keychain by itself.
const BARE_BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>"#;

/// A person's home, with nothing in it.
struct Home(TempDir);

impl Home {
    /// None where the tools are missing, which continuous integration does not forgive.
    fn new() -> Option<Self> {
        for tool in ["dbus-run-session", "gnome-keyring-daemon", "xvfb-run"] {
            if Command::new(tool).arg("--help").stdout(Stdio::null()).stderr(Stdio::null()).status().is_err() {
                assert!(std::env::var("CI").is_err(), "{tool} is not installed");
                eprintln!("skipped: {tool} is not installed");
                return None;
            }
        }
        let home = TempDir::new().unwrap();
        for folder in ["data", "run", "config", "cache"] {
            fs::create_dir(home.path().join(folder)).unwrap();
        }
        // The bus and the keychain insist that nobody else can look in.
        let private = std::os::unix::fs::PermissionsExt::from_mode(0o700);
        fs::set_permissions(home.path().join("run"), private).unwrap();
        fs::write(home.path().join("bus.conf"), BARE_BUS).unwrap();
        Some(Self(home))
    }

    fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let at = |folder: &str| self.0.path().join(folder);
        let mut command = Command::new(program);
        for name in ["DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY", "GNOME_KEYRING_CONTROL"] {
            command.env_remove(name);
        }
        command.env("HOME", self.0.path());
        command.env("XDG_DATA_HOME", at("data")).env("XDG_RUNTIME_DIR", at("run"));
        command.env("XDG_CONFIG_HOME", at("config")).env("XDG_CACHE_HOME", at("cache"));
        command
    }

    /// Plays a mood on a new bus. `before` is a line of shell, such as one that unlocks.
    fn play(&self, mood: &str, bus: &[&str], before: &str) {
        let mut command = self.command("dbus-run-session");
        command.args(bus);
        play(mood, command, before);
    }

    /// Plays a mood on a new bus, with a display for prompts.
    fn play_with_display(&self, mood: &str) {
        let mut command = self.command("xvfb-run");
        command.args(["-a", "dbus-run-session"]);
        play(mood, command, "");
    }

    fn bare_bus(&self) -> String {
        format!("--config-file={}", self.0.path().join("bus.conf").display())
    }
}

fn play(mood: &str, mut bus: Command, before: &str) {
    let script = format!("{before} exec \"$0\" --ignored --exact inside --nocapture");
    bus.args(["--", "sh", "-c", &script]).arg(std::env::current_exe().unwrap()).env(MOOD, mood);
    judge(mood, &bus.output().unwrap());
}

fn judge(mood: &str, output: &Output) {
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && out.contains("1 passed"), "{mood}:\n{out}\n{err}");
}

const UNLOCK: &str = "printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null &&";
const UNLOCK_WITH_NOTHING: &str = "printf '' | gnome-keyring-daemon --unlock --components=secrets >/dev/null &&";

#[test]
fn an_open_keychain_keeps_replaces_and_forgets_a_key() {
    let Some(home) = Home::new() else { return };
    home.play("open", &[], UNLOCK);
}

#[test]
fn a_locked_keychain_says_so_where_nobody_can_be_asked() {
    let Some(home) = Home::new() else { return };
    home.play("fill", &[], UNLOCK);
    home.play("locked", &[], "");
}

#[test]
fn a_prompt_that_nobody_answers_holds_nobody_up() {
    let Some(home) = Home::new() else { return };
    home.play("fill", &[], UNLOCK);
    home.play_with_display("prompting");
}

#[test]
fn a_keychain_without_a_login_keyring_denies() {
    let Some(home) = Home::new() else { return };
    home.play("without login", &[], UNLOCK_WITH_NOTHING);
}

#[test]
fn a_bus_without_a_keychain_has_none_until_one_is_started() {
    let Some(home) = Home::new() else { return };
    home.play("late", &[&home.bare_bus()], "");
}

#[test]
fn without_a_bus_there_is_no_keychain() {
    let Some(home) = Home::new() else { return };
    let mut command = home.command(std::env::current_exe().unwrap());
    command.args(["--ignored", "--exact", "inside", "--nocapture"]).env(MOOD, "no bus");
    judge("no bus", &command.output().unwrap());
}

#[tokio::test]
#[ignore = "the other tests start it, each inside its own bus"]
async fn inside() {
    let vault = OsVault::new();
    match std::env::var(MOOD).unwrap().as_str() {
        "open" => play_open(&vault).await,
        "fill" => vault.write(ACCOUNT, &key("one")).await.unwrap(),
        "locked" => {
            assert_eq!(vault.read(ACCOUNT).await.unwrap_err(), VaultError::Locked);
            assert_eq!(vault.write(ACCOUNT, &key("two")).await.unwrap_err(), VaultError::Locked);
            assert_eq!(vault.write("another", &key("two")).await.unwrap_err(), VaultError::Locked);
            assert_eq!(vault.remove(ACCOUNT).await.unwrap_err(), VaultError::Locked);
        }
        "prompting" => {
            assert_eq!(vault.read(ACCOUNT).await.unwrap_err(), VaultError::TimedOut);
            assert!(vault.read("another").await.unwrap().is_none(), "the call left behind blocks no other");
        }
        "without login" => {
            assert!(vault.read(ACCOUNT).await.unwrap().is_none());
            assert_eq!(vault.write(ACCOUNT, &key("one")).await.unwrap_err(), VaultError::Denied);
            vault.remove(ACCOUNT).await.unwrap();
        }
        "late" => {
            assert_missing(&vault).await;
            start_keychain();
            play_open(&vault).await;
        }
        "no bus" => assert_missing(&vault).await,
        other => panic!("no such mood: {other}"),
    }
}

async fn play_open(vault: &OsVault) {
    assert!(vault.read(ACCOUNT).await.unwrap().is_none());
    vault.write(ACCOUNT, &key("one")).await.unwrap();
    vault.write(ACCOUNT, &key("two")).await.unwrap();
    assert_eq!(vault.read(ACCOUNT).await.unwrap().unwrap().reveal(), key("two").reveal());
    assert_eq!(OsVault::new().read(ACCOUNT).await.unwrap().unwrap().reveal(), key("two").reveal());
    assert!(vault.read("another").await.unwrap().is_none());
    vault.remove(ACCOUNT).await.unwrap();
    vault.remove(ACCOUNT).await.unwrap();
    assert!(vault.read(ACCOUNT).await.unwrap().is_none());
}

async fn assert_missing(vault: &OsVault) {
    assert_eq!(vault.read(ACCOUNT).await.unwrap_err(), VaultError::Missing);
    assert_eq!(vault.write(ACCOUNT, &key("one")).await.unwrap_err(), VaultError::Missing);
    assert_eq!(vault.remove(ACCOUNT).await.unwrap_err(), VaultError::Missing);
}

fn key(which: &str) -> ApiKey {
    ApiKey::parse(&format!("d2k7m1pq9s4c73-{which}")).unwrap()
}

/// Returns when the keychain is open: the daemon's first process ends then, its child stays.
fn start_keychain() {
    assert!(Path::new(&std::env::var("HOME").unwrap()).is_dir());
    let mut daemon = Command::new("gnome-keyring-daemon");
    daemon.args(["--unlock", "--components=secrets"]).stdin(Stdio::piped()).stdout(Stdio::null());
    let mut daemon = daemon.spawn().unwrap();
    daemon.stdin.take().unwrap().write_all(b"test").unwrap();
    assert!(daemon.wait().unwrap().success());
}
