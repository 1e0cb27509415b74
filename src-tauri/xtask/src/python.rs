//! A virtual environment of Python with packages of exact versions, made once and made anew when the versions change.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Makes sure of an environment in `folder` with what `requirements` lists, and returns its interpreter. Processes that
/// want the same one wait for each other.
///
/// # Errors
/// When there is no Python 3, or the packages cannot be installed. What Python said of it is in the error.
pub fn environment(folder: &Path, requirements: &Path) -> io::Result<PathBuf> {
    let wanted = fs::read(requirements)?;
    fs::create_dir_all(folder)?;
    let lock = File::create(folder.join("lock"))?;
    lock.lock()?;
    let home = folder.join("venv");
    let stamp = home.join("requirements.txt");
    let python = home.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    if home.exists() {
        fs::remove_dir_all(&home)?;
    }
    said(Command::new(system()).args(["-m", "venv"]).arg(&home))?;
    let quiet = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"];
    said(Command::new(&python).args(quiet).arg("--requirement").arg(requirements))?;
    fs::write(stamp, wanted)?;
    Ok(python)
}

/// Whether this machine's Python can make environments.
#[must_use]
pub fn usable() -> bool {
    let asked = Command::new(system()).args(["-c", "import ensurepip, venv"]).stdin(Stdio::null()).output();
    asked.is_ok_and(|said| said.status.success())
}

/// What Python 3 is called.
fn system() -> &'static str {
    if cfg!(windows) { "python" } else { "python3" }
}

/// Runs a command that must succeed.
fn said(command: &mut Command) -> io::Result<()> {
    let output = command.stdin(Stdio::null()).output()?;
    if output.status.success() {
        return Ok(());
    }
    let words = [output.stdout, output.stderr].concat();
    Err(io::Error::other(format!("{command:?} failed: {}", String::from_utf8_lossy(&words).trim())))
}
