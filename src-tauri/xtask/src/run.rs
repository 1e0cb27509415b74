//! `cargo xtask run`: the program, built and open. Where nobody could see its window, the first question is asked for the
//! person, through the real window, and the answer printed.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use xtask::display::{Keyring, Seat};

use crate::build;
use crate::counts::Counts;
use crate::phases::{Failure, Outcome, Phases, Result};
use crate::setup::{self, Purpose, root};
use crate::webdriver::Session;

const QUESTION: &str = "How do I add an agent with its address and key?";
const SCREEN: (u32, u32) = (1440, 900);
/// A first start on a busy machine compiles shaders and reads the web view from a cold disk.
const OPENS: Duration = Duration::from_secs(60);
const ANSWERS: Duration = Duration::from_secs(60);

/// Sets up and builds; then shows the window, with these arguments, or the first conversation.
pub(crate) fn run(arguments: &[String]) -> Result<bool> {
    let purpose = if setup::has_display() { Purpose::Build } else { Purpose::Window };
    if !built(purpose)? {
        return Ok(false);
    }
    if setup::has_display() {
        println!("Opening Parlance.");
        let status = Command::new(build::binary()).args(arguments).status()?;
        return Ok(status.success());
    }
    println!(
        "There is no display here: the window opens on a virtual one, and the built-in agent is asked one question."
    );
    first_conversation()?;
    Ok(true)
}

/// The phases before the window can open. Whether all went well.
pub(crate) fn built(purpose: Purpose) -> Result<bool> {
    let fine = |()| Outcome::Fine(Counts::default());
    let mut phases = Phases::new(&root())?;
    Ok(phases.run("set-up", |log| setup::prepare(log, purpose).map(fine))
        && phases.run("ui-build", |log| build::page(log).map(fine))
        && phases.run("shell-build", |log| build::program(log).map(fine)))
}

fn first_conversation() -> Result {
    let folder = root().join("target/first-run");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let picture = root().join("target/first-run.png");
    let answer = ask(&folder, &picture).map_err(|failure| {
        let logs = folder.display();
        Failure::new(format!("the first conversation failed: {failure} (logs in {logs})"))
    })?;
    println!("\nQuestion: {QUESTION}\nAnswer:\n{answer}\n");
    println!("A picture of the window is in {}", picture.display());
    Ok(())
}

fn ask(folder: &Path, picture: &Path) -> Result<String> {
    let seat = Seat::start(folder, Keyring::Unlocked, SCREEN)?;
    let driver = seat.driver()?;
    let data = folder.join("data").display().to_string();
    let arguments = ["--data-dir", &data, "--locale", "en"];
    let window = Session::start(driver.port(), &build::binary(), &arguments)?;
    let input = window.wait_for("[data-testid=composer-input]:enabled", OPENS)?;
    window.type_into(&input, QUESTION)?;
    let send = window.wait_for("[data-testid=composer-send]:enabled", OPENS)?;
    window.click(&send)?;
    let settled = "[data-testid=answer]:is([data-state=done], [data-state=failed])";
    let outcome = window.wait_for(settled, ANSWERS);
    window.photograph(picture)?;
    outcome?;
    if window.find("[data-testid=answer][data-state=done]")?.is_none() {
        let banner = window.wait_for("[data-testid=error-banner]", OPENS)?;
        return Err(Failure::new(window.text(&banner)?));
    }
    let text = window.wait_for("[data-testid=answer-text]", OPENS)?;
    match window.text(&text)? {
        text if text.trim().is_empty() => Err(Failure::new("the answer on the page is empty")),
        text => Ok(text),
    }
}
