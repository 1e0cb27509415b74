//! A desk with Parlance on it: a screen, a session bus, a keyring and a data folder that no other test touches. All waiting
//! is done by the page itself, frame by frame, or by the driver.

mod browser;
mod person;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::Duration;

use fantoccini::actions::{Actions, InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use xtask::display::{Driver, Keyring, Seat};

use crate::outside;
pub use browser::Browser;
use person::PAGE;

/// How long anything may take that the window does by itself.
const PATIENCE: Duration = Duration::from_secs(30);
const LOOK: Duration = Duration::from_millis(20);
const SCREEN: (u32, u32) = (1600, 1000);
/// A key that is no character, as WebDriver names it; so are the others here.
pub const SHIFT: char = '\u{e008}';
/// Enter.
pub const ENTER: char = '\u{e007}';
/// Control.
pub const CONTROL: char = '\u{e009}';
/// Esc.
pub const ESCAPE: char = '\u{e00c}';
/// Page Up.
pub const PAGE_UP: char = '\u{e00e}';
/// End.
pub const END: char = '\u{e010}';
/// Home.
pub const HOME: char = '\u{e011}';
/// Up.
pub const UP: char = '\u{e013}';
/// Down.
pub const DOWN: char = '\u{e015}';
/// Delete.
pub const DELETE: char = '\u{e017}';
/// F2.
pub const F2: char = '\u{e032}';

/// Where the window of one test opens, again and again if it likes.
pub struct Desk {
    name: &'static str,
    folder: PathBuf,
    seat: Seat,
    locale: &'static str,
    size: (u32, u32),
}

impl Desk {
    /// A desk with an open keyring, for an English window of 1280 by 800. What is written on it stays in
    /// `target/window/NAME` until the next time.
    pub fn new(name: &'static str) -> Self {
        Self::with_keyring(name, Keyring::Unlocked)
    }

    /// A desk with this keyring.
    pub fn with_keyring(name: &'static str, keyring: Keyring) -> Self {
        let folder = pictures().join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).expect("the folder of last time can be removed");
        }
        let seat = Seat::start(&folder, keyring, SCREEN).expect("a virtual display starts");
        Self { name, folder, seat, locale: "en", size: (1280, 800) }
    }

    /// The language of its windows.
    pub fn locale(mut self, locale: &'static str) -> Self {
        self.locale = locale;
        self
    }

    /// The size of its windows.
    pub fn size(mut self, width: u32, height: u32) -> Self {
        self.size = (width, height);
        self
    }

    /// The desktop prefers dark windows from now on.
    pub fn dark(self) -> Self {
        let settings = self.folder.join("home/.config/gtk-3.0");
        fs::create_dir_all(&settings).expect("the desktop's settings can be written");
        let text = "[Settings]\ngtk-theme-name=Adwaita-dark\n";
        fs::write(settings.join("settings.ini"), text).expect("the desktop's settings can be written");
        self
    }

    /// Everything that is written on this desk is below it.
    pub fn folder(&self) -> PathBuf {
        self.folder.clone()
    }

    /// The data folder of the program.
    pub fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Starts the program and takes hold of its window.
    pub async fn open(&self) -> Window<'_> {
        let driver = self.seat.driver().expect("WebKitWebDriver starts");
        let arguments = json!(["--data-dir", self.data(), "--locale", self.locale]);
        let options = json!({ "binary": binary(), "args": arguments });
        let capabilities = json!({
            "webkitgtk:browserOptions": options,
            "timeouts": { "script": 60_000 },
        });
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities.as_object().expect("an object").clone())
            .connect(&format!("http://127.0.0.1:{}", driver.port()))
            .await
            .expect("the window opens");
        let (width, height) = self.size;
        client.set_window_rect(0, 0, width, height).await.expect("the window takes its size");
        let window = Window { desk: self, driver, client };
        window.until(&format!("innerWidth === {width} && document.visibilityState === 'visible'")).await;
        window
    }

    /// Runs the program in a terminal of this desk, with the same data, to its end.
    pub async fn run(&self, arguments: &[&str]) -> Output {
        let mut command = self.seat.command(binary());
        command.arg("--data-dir").arg(self.data()).args(["--locale", self.locale]).args(arguments).stdin(Stdio::null());
        let output = tokio::task::spawn_blocking(move || command.output()).await.expect("nothing panics there");
        output.expect("the program runs")
    }
}

/// The program's window, open.
pub struct Window<'desk> {
    desk: &'desk Desk,
    driver: Driver,
    client: Client,
}

impl Window<'_> {
    /// The first element with this test handle, once it is there.
    pub async fn find(&self, handle: &str) -> Element {
        self.find_css(&format!("[data-testid={handle}]")).await
    }

    /// The first element that this selector finds, once it is there.
    pub async fn find_css(&self, css: &str) -> Element {
        let wait = self.client.wait().at_most(PATIENCE).every(LOOK);
        match wait.for_element(Locator::Css(css)).await {
            Ok(element) => element,
            Err(error) => panic!("{css} did not appear: {error}"),
        }
    }

    /// How many elements have this handle now.
    pub async fn count(&self, handle: &str) -> usize {
        let css = format!("[data-testid={handle}]");
        self.client.find_all(Locator::Css(&css)).await.expect("elements can be counted").len()
    }

    /// The text of the last element with this handle, as a person sees it.
    pub async fn text(&self, handle: &str) -> String {
        self.find(handle).await;
        let css = format!("[data-testid={handle}]");
        let elements = self.client.find_all(Locator::Css(&css)).await.expect("elements can be found");
        let last = elements.last().expect("there is one");
        last.text().await.expect("an element has a text")
    }

    /// Clicks what has this handle, as soon as it can be clicked.
    pub async fn click(&self, handle: &str) {
        let element =
            self.find_css(&format!("[data-testid={handle}]:enabled, [data-testid={handle}]:not(:disabled)")).await;
        element.click().await.expect("the element can be clicked");
    }

    /// Types into a field, as fast as keys go. Characters that the driver would lose come in as an input method's would.
    pub async fn type_into(&self, handle: &str, text: &str) {
        let field = self.find_css(&format!("[data-testid={handle}]:enabled")).await;
        let is_wide = |letter: char| u32::from(letter) > 0xffff;
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let end = rest.find(|letter| is_wide(letter) != is_wide(first)).unwrap_or(rest.len());
            let (run, after) = rest.split_at(end);
            if is_wide(first) {
                let field = serde_json::to_value(&field).expect("an element has a name");
                let insert = "arguments[0].focus(); document.execCommand('insertText', false, arguments[1])";
                self.client.execute(insert, vec![field, json!(run)]).await.expect("text can be inserted");
            } else {
                field.send_keys(run).await.expect("keys can be typed");
            }
            rest = after;
        }
    }

    /// Presses keys together, as in `&[SHIFT, ENTER]`, and lets them go.
    pub async fn press(&self, keys: &[char]) {
        let mut actions = KeyActions::new("keyboard".to_owned());
        for value in keys {
            actions = actions.then(KeyAction::Down { value: *value });
        }
        for value in keys.iter().rev() {
            actions = actions.then(KeyAction::Up { value: *value });
        }
        self.client.perform_actions(Actions::from(actions)).await.expect("keys can be pressed");
    }

    /// Waits until an answer with this state is there.
    pub async fn answer(&self, state: &str) -> Element {
        self.find_css(&format!("[data-testid=answer][data-state={state}]")).await
    }

    /// Waits, frame by frame in the page, until a JavaScript expression is true. It may use the words of `PAGE`.
    pub async fn until(&self, expression: &str) {
        let script = format!(
            "{PAGE} const done = arguments[arguments.length - 1]; const end = performance.now() + {};
             const look = () => ({expression}) ? done(true) : performance.now() > end ? done(false) : requestAnimationFrame(look);
             look();",
            PATIENCE.as_millis()
        );
        let came = self.client.execute_async(&script, vec![]).await.expect("the page can be watched");
        assert!(came == true, "never became true: {expression}");
    }

    /// Runs JavaScript in the page and returns what it returns.
    pub async fn script(&self, script: &str) -> Value {
        self.client.execute(script, vec![]).await.expect("the page runs scripts")
    }

    /// The same with arguments.
    pub async fn script_with(&self, script: &str, given: Vec<Value>) -> Value {
        self.client.execute(script, given).await.expect("the page runs scripts")
    }

    /// A picture of the window as it is now, in `target/window/NAME.png` or in the gallery's folder. The screen is photographed: the driver's own
    /// picture never comes while a dialog is open.
    pub async fn photograph(&self, name: &str) {
        // Only what goes on for ever, as a caret does, may still be moving.
        let painted = "const done = arguments[0]; let left = 4;
            const moves = () => document.getAnimations().some((one) => one.effect.getTiming().iterations !== Infinity);
            const look = () => (moves() || (left -= 1)) ? requestAnimationFrame(look) : done(`${innerWidth}x${innerHeight}+0+0`);
            look();";
        let part = self.client.execute_async(painted, vec![]).await.expect("the page paints");
        let folder = std::env::var_os("PARLANCE_GALLERY").map_or_else(pictures, PathBuf::from);
        let file = folder.join(format!("{name}.png"));
        fs::create_dir_all(file.parent().unwrap_or(&file)).expect("the folder of pictures can be made");
        let mut import = self.desk.seat.command("import");
        import
            .args(["-window", "root", "-quality", "10", "-crop", part.as_str().unwrap_or_default(), "+repage"])
            .arg(file);
        assert!(import.status().is_ok_and(|status| status.success()), "the screen could be photographed");
    }

    /// The text on the clipboard of this desk.
    pub fn clipboard(&self) -> String {
        let read = self.desk.seat.command("xclip").args(["-selection", "clipboard", "-o"]).output();
        String::from_utf8(read.expect("xclip is there").stdout).expect("a text")
    }

    /// The program's process.
    pub fn pid(&self) -> u32 {
        *children_of(self.driver.pid()).first().expect("the driver started the program")
    }

    /// Ends the program in the middle of whatever it does.
    pub async fn kill(self) {
        let pid = self.pid();
        let status = self.desk.seat.command("kill").args(["-9", &pid.to_string()]).status();
        assert!(status.expect("kill is there").success(), "the program could be killed");
        gone(pid).await;
    }

    /// Closes the window, as a person does, and waits until the program has ended by itself.
    pub async fn quit(self) {
        let pid = self.pid();
        outside::close(self.desk.seat.display(), "parlance").expect("the window can be closed");
        gone(pid).await;
    }
}

impl Drop for Window<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let picture = pictures().join(format!("{}-failed.png", self.desk.name));
            // The test has failed already; a picture only helps to see why.
            let _ = self.desk.seat.photograph(&picture);
        }
    }
}

/// The program under test.
fn binary() -> PathBuf {
    std::env::var_os("PARLANCE_BINARY").map_or_else(|| target().join("debug/parlance"), PathBuf::from)
}

fn target() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("target")
}

fn pictures() -> PathBuf {
    target().join("window")
}

/// The processes that have this one as their parent.
pub fn children_of(parent: u32) -> Vec<u32> {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let pids = processes.filter_map(|process| process.file_name().to_str()?.parse().ok());
    pids.filter(|pid| state_and_parent(*pid).is_some_and(|(_, of)| of == parent)).collect()
}

/// Waits until a process has ended, whether or not anybody asked how.
async fn gone(pid: u32) {
    let ended = async {
        while state_and_parent(pid).is_some_and(|(state, _)| state != "Z") {
            tokio::time::sleep(LOOK).await;
        }
    };
    tokio::time::timeout(PATIENCE, ended).await.expect("the program ends");
}

fn state_and_parent(pid: u32) -> Option<(String, u32)> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, after_name) = stat.rsplit_once(") ")?;
    let mut words = after_name.split(' ');
    Some((words.next()?.to_owned(), words.next()?.parse().ok()?))
}
