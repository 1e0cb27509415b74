//! Where this run keeps its things, and which language it speaks.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use parlance_core::{Problem, ProblemCode};
use serde::Serialize;

/// A language of the window and of what is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, specta::Type)]
pub(crate) enum Locale {
    /// English.
    #[value(name = "en")]
    #[serde(rename = "en")]
    English,
    /// Simplified Chinese.
    #[value(name = "zh-CN", alias = "zh")]
    #[serde(rename = "zh-CN")]
    Chinese,
}

impl Locale {
    /// The system's language, or English where Parlance does not speak it.
    pub(crate) fn of_the_system() -> Self {
        match sys_locale::get_locale() {
            Some(name) if name.to_ascii_lowercase().starts_with("zh") => Self::Chinese,
            _ => Self::English,
        }
    }

    /// The language that a stored choice names; `None` for the empty choice, "as the system".
    pub(crate) fn chosen(name: &str) -> Option<Self> {
        Self::from_str(name, true).ok()
    }

    /// The same language, as the built-in server names it.
    pub(crate) fn of_the_server(self) -> parlance_server::Locale {
        match self {
            Self::English => parlance_server::Locale::En,
            Self::Chinese => parlance_server::Locale::ZhCn,
        }
    }

    /// Its tag.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh-CN",
        }
    }
}

/// Where the person expects what they asked to be saved.
pub(crate) fn downloads() -> Result<PathBuf, Problem> {
    let none = || Problem::new(ProblemCode::FileNotWritten, "the system names no folder for downloads and no home");
    dirs::download_dir().or_else(dirs::home_dir).ok_or_else(none)
}

/// Where the web view of this process has its caches if there is no other place.
pub(crate) fn web_elsewhere() -> PathBuf {
    std::env::temp_dir().join(format!("parlance-web-{}", std::process::id()))
}

/// The one folder below which this run writes everything by itself.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    folder: PathBuf,
    chosen: bool,
}

impl Place {
    /// The chosen folder, else the platform's own for application data. `None` when the system names none.
    pub(crate) fn find(chosen: Option<PathBuf>) -> Option<Self> {
        match chosen {
            Some(folder) => {
                let folder = std::path::absolute(&folder).unwrap_or(folder);
                Some(Self { folder, chosen: true })
            }
            None => dirs::data_dir().map(|base| Self { folder: base.join("parlance"), chosen: false }),
        }
    }

    /// The folder itself; it may not exist yet.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The built-in agent server's history.
    pub(crate) fn server(&self) -> PathBuf {
        self.folder.join("server")
    }

    /// The web view's caches. Where the folder cannot be used the window that says so has them among the system's temporary
    /// files until it is closed.
    pub(crate) fn web_or_elsewhere(&self) -> PathBuf {
        let web = self.folder.join("web");
        if fs::create_dir_all(&web).is_ok() { web } else { web_elsewhere() }
    }

    /// Where the window was.
    pub(crate) fn window(&self) -> PathBuf {
        self.folder.join("window.json")
    }

    /// Makes the folder, if it is not there, for its owner alone.
    ///
    /// # Errors
    /// When it cannot be made; the error names it.
    pub(crate) fn make(&self) -> io::Result<()> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::DirBuilderExt as _;
            builder.mode(0o700);
        }
        builder.create(&self.folder).map_err(|error| {
            io::Error::new(error.kind(), format!("the folder {} cannot be made: {error}", self.shown()))
        })
    }

    /// Takes the folder for one who works on it, until the file is dropped or the process ends in any way.
    ///
    /// # Errors
    /// When another has it, or it cannot be written.
    pub(crate) fn lock(&self) -> Result<File, Problem> {
        let unusable = |error: &io::Error| {
            let full = error.kind() == io::ErrorKind::StorageFull;
            let code = if full { ProblemCode::DiskFull } else { ProblemCode::FolderUnusable };
            Problem::new(code, &format!("the folder {} cannot be written: {error}", self.shown()))
        };
        self.make().map_err(|error| unusable(&error))?;
        let mut options = File::options();
        options.create(true).write(true).truncate(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt as _;
            options.mode(0o600);
        }
        let file = options.open(self.folder.join("lock")).map_err(|error| unusable(&error))?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            // An earlier one left it open to others.
            let _ = file.set_permissions(fs::Permissions::from_mode(0o600));
        }
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(Problem::new(
                ProblemCode::OpenElsewhere,
                &format!("another Parlance works in the folder {}", self.shown()),
            )),
            // A file system without locks: then nobody else is seen, as before there were locks.
            Err(TryLockError::Error(_)) => Ok(file),
        }
    }

    fn shown(&self) -> std::path::Display<'_> {
        self.folder.display()
    }

    /// Whether the person named the folder.
    pub(crate) fn chosen(&self) -> bool {
        self.chosen
    }
}
