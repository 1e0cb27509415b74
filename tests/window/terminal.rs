//! The command line beside the window: what was added in the one answers in the other, with its key from the keychain.

use std::process::Output;

use parlance_server::Script;

use crate::desk::Desk;
use crate::platform::Platform;

/// What was answered; everything else about the run is as it should be.
fn answered(output: &Output) -> &str {
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), error.as_ref()), (Some(0), ""));
    std::str::from_utf8(&output.stdout).expect("a text")
}

#[tokio::test]
async fn an_agent_of_the_window_answers_in_a_terminal_with_its_key_from_the_keychain() {
    let script = Script::agent("Library").say("From nine to five.");
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("terminal");
    let window = desk.open().await;
    window.add(&platform, &script).await;
    let question = ["ask", "--agent", "library", "When is it open?"];

    assert_eq!(answered(&desk.run(&question).await), "From nine to five.\n", "while the window is open");
    window.quit().await;
    assert_eq!(answered(&desk.run(&question).await), "From nine to five.\n", "and when it is closed");
    let asked = script.requests_for("chat_query_v2");
    assert!(asked.len() == 2 && asked.iter().all(|asked| asked.headers["apikey"] == script.api_key()));

    let guide = desk.run(&["ask", "--agent", "Guide", "What is a turn?"]).await;
    assert!(answered(&guide).contains("A turn is"), "its server runs for the answer: {guide:?}");
    let nobody = desk.run(&["ask", "--agent", "Nobody", "Hello?"]).await;
    let said = String::from_utf8_lossy(&nobody.stderr).into_owned();
    assert!(nobody.status.code() == Some(1) && said.contains("Guide, Study plan, Library"), "{said}");
}
