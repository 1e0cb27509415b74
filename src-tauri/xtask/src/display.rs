//! A place to show the window where no person sits: a screen (Xvfb), a session bus and a keyring of its own, and folders
//! below one given folder for all that programs write. Nothing of the person's own desktop is used or seen. All of it ends
//! with the value.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{self, Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// How long any of the helpers may take to be there.
const PATIENCE: Duration = Duration::from_secs(20);
/// The pause between two looks at something that is about to happen.
const PAUSE: Duration = Duration::from_millis(20);
/// A session bus that starts nothing by itself, so that no keyring appears on it.
const BUS_WITHOUT_SERVICES: &str = r#"<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>
"#;

/// What programs find when they ask the session bus for a keyring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyring {
    /// A keyring that is open, as after signing in.
    Unlocked,
    /// A keyring that is there and shut.
    Locked,
    /// A session bus without any Secret Service.
    Missing,
}

/// A screen, a session bus, a keyring and folders that belong to nobody else.
#[derive(Debug)]
pub struct Seat {
    folder: PathBuf,
    /// Sockets live here: their paths may not be long.
    runtime: PathBuf,
    display: String,
    bus: String,
    helpers: Vec<Child>,
}

impl Seat {
    /// Starts everything. `folder` is made if it is not there; `size` is the screen's, in pixels.
    ///
    /// # Errors
    /// When a helper program is missing or does not come up, with its name.
    pub fn start(folder: &Path, keyring: Keyring, size: (u32, u32)) -> io::Result<Self> {
        static SEATS: AtomicU32 = AtomicU32::new(0);
        let number = SEATS.fetch_add(1, Ordering::Relaxed);
        let runtime = std::env::temp_dir().join(format!("parlance-{}-{number}", process::id()));
        let mut seat = Self {
            folder: folder.to_owned(),
            runtime,
            display: String::new(),
            bus: String::new(),
            helpers: Vec::new(),
        };
        fs::create_dir_all(folder.join("home"))?;
        fs::create_dir_all(&seat.runtime)?;
        only_ours(&seat.runtime)?;
        seat.start_screen(size)?;
        seat.start_bus(keyring)?;
        match keyring {
            Keyring::Unlocked => seat.open_keyring()?,
            Keyring::Locked => {
                seat.open_keyring()?;
                seat.lock_keyring()?;
            }
            Keyring::Missing => {}
        }
        Ok(seat)
    }

    /// The name of its screen, as in `DISPLAY`.
    #[must_use]
    pub fn display(&self) -> &str {
        &self.display
    }

    /// A command that runs here and nowhere else.
    #[must_use]
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env_remove("WAYLAND_DISPLAY").envs(self.environment());
        command
    }

    /// The environment variables that make a program run here.
    #[must_use]
    pub fn environment(&self) -> Vec<(&'static str, OsString)> {
        let home = self.folder.join("home");
        vec![
            ("DISPLAY", self.display.clone().into()),
            ("DBUS_SESSION_BUS_ADDRESS", self.bus.clone().into()),
            ("XDG_RUNTIME_DIR", self.runtime.clone().into()),
            ("XDG_CONFIG_HOME", home.join(".config").into()),
            ("XDG_DATA_HOME", home.join(".local/share").into()),
            ("XDG_CACHE_HOME", home.join(".cache").into()),
            ("XDG_STATE_HOME", home.join(".local/state").into()),
            ("HOME", home.into()),
            ("LANG", "C.UTF-8".into()),
            ("NO_AT_BRIDGE", "1".into()),
            ("GDK_BACKEND", "x11".into()),
        ]
    }

    /// Starts a WebDriver server here; the programs it starts run here as well.
    ///
    /// # Errors
    /// When `WebKitWebDriver` is missing or does not answer.
    pub fn driver(&self) -> io::Result<Driver> {
        let mut failure = io::Error::other("WebKitWebDriver does not answer");
        for _ in 0..3 {
            let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
            let log = File::create(self.folder.join("driver.log"))?;
            let child = self
                .command("WebKitWebDriver")
                .arg(format!("--port={port}"))
                .envs([("TAURI_AUTOMATION", "true"), ("TAURI_WEBVIEW_AUTOMATION", "true")])
                .stdin(Stdio::null())
                .stdout(log.try_clone()?)
                .stderr(log)
                .spawn()
                .map_err(|error| named("WebKitWebDriver", &error))?;
            let mut driver = Driver { child, port };
            match driver.wait_until_it_listens() {
                Ok(()) => return Ok(driver),
                Err(error) => failure = error,
            }
        }
        Err(failure)
    }

    /// The whole screen as a PNG file.
    ///
    /// # Errors
    /// When ImageMagick's `import` is missing or fails.
    pub fn photograph(&self, to: &Path) -> io::Result<()> {
        let status = self.command("import").args(["-window", "root"]).arg(to).status()?;
        if status.success() { Ok(()) } else { Err(io::Error::other("the screen could not be photographed")) }
    }

    fn start_screen(&mut self, (width, height): (u32, u32)) -> io::Result<()> {
        let screen = format!("{width}x{height}x24");
        let mut command = Command::new("Xvfb");
        command.args(["-displayfd", "1", "-nolisten", "tcp", "-noreset", "-screen", "0", &screen]);
        let number = self.first_line("Xvfb", &mut command)?;
        self.display = format!(":{number}");
        Ok(())
    }

    fn start_bus(&mut self, keyring: Keyring) -> io::Result<()> {
        let mut command = self.command("dbus-daemon");
        let address = format!("--address=unix:dir={}", self.runtime.display());
        command.args(["--nofork", "--nopidfile", "--print-address=1", &address]);
        if keyring == Keyring::Missing {
            let rules = self.folder.join("bus.conf");
            fs::write(&rules, BUS_WITHOUT_SERVICES)?;
            command.arg(format!("--config-file={}", rules.display()));
        } else {
            command.arg("--session");
        }
        self.bus = self.first_line("dbus-daemon", &mut command)?;
        Ok(())
    }

    /// Makes the keyring and opens it. An empty password would make none at all.
    fn open_keyring(&self) -> io::Result<()> {
        let mut child = self
            .command("gnome-keyring-daemon")
            .args(["--unlock", "--components=secrets"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(self.log("gnome-keyring-daemon")?)
            .spawn()
            .map_err(|error| named("gnome-keyring-daemon", &error))?;
        if let Some(mut stdin) = child.stdin.take() {
            stdin.write_all(b"test")?;
        }
        if child.wait()?.success() {
            Ok(())
        } else {
            Err(io::Error::other("gnome-keyring-daemon did not open its keyring"))
        }
    }

    fn lock_keyring(&self) -> io::Result<()> {
        let status = self
            .command("dbus-send")
            .args([
                "--session",
                "--print-reply",
                "--dest=org.freedesktop.secrets",
                "/org/freedesktop/secrets",
                "org.freedesktop.Secret.Service.Lock",
                "array:objpath:/org/freedesktop/secrets/collection/login",
            ])
            .stdout(Stdio::null())
            .stderr(self.log("dbus-send")?)
            .status()
            .map_err(|error| named("dbus-send", &error))?;
        if status.success() { Ok(()) } else { Err(io::Error::other("the keyring did not let itself be locked")) }
    }

    /// Starts a helper that says one line when it is ready, and keeps it until the end.
    fn first_line(&mut self, name: &str, command: &mut Command) -> io::Result<String> {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(self.log(name)?)
            .spawn()
            .map_err(|error| named(name, &error))?;
        let mut line = String::new();
        if let Some(stdout) = child.stdout.take() {
            BufReader::new(stdout).read_line(&mut line)?;
        }
        self.helpers.push(child);
        match line.trim() {
            "" => Err(io::Error::other(format!("{name} did not come up"))),
            word => Ok(word.to_owned()),
        }
    }

    fn log(&self, name: &str) -> io::Result<File> {
        File::create(self.folder.join(format!("{name}.log")))
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        // The bus goes before the screen: what it started ends with it.
        for helper in self.helpers.iter_mut().rev() {
            end(helper);
        }
        // A folder that stays behind in the temporary folder harms nobody.
        let _ = fs::remove_dir_all(&self.runtime);
    }
}

/// A WebDriver server on a port of its own. Ends with the value, and with it what it started.
#[derive(Debug)]
pub struct Driver {
    child: Child,
    port: u16,
}

impl Driver {
    /// The port on 127.0.0.1 where it listens.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Its process id.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    fn wait_until_it_listens(&mut self) -> io::Result<()> {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            if let Some(status) = self.child.try_wait()? {
                return Err(io::Error::other(format!("WebKitWebDriver ended at once ({status})")));
            }
            if TcpStream::connect(("127.0.0.1", self.port)).is_ok() {
                return Ok(());
            }
            thread::sleep(PAUSE);
        }
        Err(io::Error::other("WebKitWebDriver does not listen"))
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}

fn end(child: &mut Child) {
    // It may have ended by itself; then there is nothing to end.
    let _ = child.kill();
    let _ = child.wait();
}

fn named(program: &str, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("cannot start {program}: {error}"))
}

/// Session programs refuse a runtime folder that others can read.
fn only_ours(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    let _ = folder;
    Ok(())
}
