//! `cargo xtask`: Parlance's chores. Two of them are all the set-up there is: `run` and `test`.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool talks to its person")]

use std::process::ExitCode;

mod bench;
mod build;
mod counts;
mod fuzz;
mod gallery;
mod package;
mod phases;
mod run;
mod setup;
mod test;
mod webdriver;

use crate::setup::Purpose;

const USAGE: &str = "\
cargo xtask run [-- ARGUMENTS]    set up, build, and open the window (or show it at work where there is no display)
cargo xtask test [--only PHASE]   set up, and run every check and every test
cargo xtask bench sse|server|ui|history
                                  measure beside others, in one run
cargo xtask gallery               photograph the window in every state, into target/gallery
cargo xtask build                 set up, and build the program into target/debug
cargo xtask package               build what people install
cargo xtask package --check       install that package, start it, look at it, remove it";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["run"] => run::run(&[]),
        ["run", "--", ..] => run::run(&arguments[2..]),
        ["build"] => run::built(Purpose::Build),
        ["test"] => test::test(None),
        ["test", "--only", phase] => test::test(Some(phase)),
        ["bench", "sse"] => bench::sse(),
        ["bench", "server"] => bench::server(),
        ["bench", "ui"] => bench::ui(),
        ["bench", "history"] => bench::history(),
        ["gallery"] => gallery::gallery(),
        ["package"] => package::package(),
        ["package", "--check"] => package::check(),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}
