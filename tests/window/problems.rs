//! What can go wrong with a question, said in its turn, with the text so far and a way on.

use parlance_server::{Reply, Script};

use crate::desk::{Desk, ENTER};
use crate::platform::{Elsewhere, Platform, soon};

struct Case {
    script: fn(&Script, &str) -> Script,
    says: &'static [&'static str],
    /// In the platform's own words, for whoever asks.
    said: &'static str,
    text: &'static str,
}

const CASES: &[Case] = &[
    Case {
        script: |script, elsewhere| script.status(302, "", &[("location", elsewhere)]),
        says: &["This address has no agent API"],
        said: "",
        text: "",
    },
    Case {
        script: |script, elsewhere| script.status(302, "", &[("location", &format!("{elsewhere}/login"))]),
        says: &["This address leads to a login page"],
        said: "",
        text: "",
    },
    Case {
        script: |script, _| {
            script.status(200, "<!doctype html><title>Welcome</title>", &[("content-type", "text/html")])
        },
        says: &["This address has no agent API", "Copy the API address"],
        said: "",
        text: "",
    },
    Case {
        script: |script, _| script.status(401, "", &[]),
        says: &["The API key was not accepted", "Replace the key"],
        said: "",
        text: "",
    },
    Case {
        script: |script, _| script.status(429, "", &[("retry-after", "7")]),
        says: &["Too many questions at once", "The platform asks to wait 7 s."],
        said: "",
        text: "",
    },
    Case {
        script: |script, _| script.status(502, "<h1>Bad Gateway</h1>", &[("content-type", "text/html")]),
        says: &["The platform cannot answer now"],
        said: "",
        text: "",
    },
    Case {
        script: |script, _| {
            let body = r#"{"ResponseMetadata":{"RequestId":"req-77","Error":{"Code":"InvalidParameter","Message":"That is not allowed here."}}}"#;
            script.status(200, body, &[])
        },
        says: &["The platform refused the request"],
        said: "That is not allowed here.",
        text: "",
    },
    Case {
        script: |script, _| script.say("The text so far").cut(),
        says: &["The answer stopped before its end", "The text so far is kept"],
        said: "",
        text: "The text so far",
    },
    Case {
        script: |script, _| script.say("Some more").close(),
        says: &["The answer stopped before its end"],
        said: "",
        text: "Some more",
    },
    Case {
        script: |script, _| script.say("All of it, nearly").reset(),
        says: &["The answer stopped before its end"],
        said: "",
        text: "All of it, nearly",
    },
    Case {
        script: |script, _| script.say("I tried").fail("The model is being repaired."),
        says: &["The agent gave up"],
        said: "The model is being repaired.",
        text: "I tried",
    },
];

#[tokio::test]
async fn every_failure_is_worded_in_its_turn_and_trying_again_helps() {
    let elsewhere = Elsewhere::new();
    let script = Script::new();
    for case in CASES {
        (case.script)(&script, &elsewhere.url()).say("Now it works.").end();
    }
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("problems");
    let window = desk.open().await;
    window.add(&platform, &script).await;
    for (number, case) in CASES.iter().enumerate() {
        window.ask(&format!("Question {number}")).await;
        window.until("answer('failed') && one('answer').querySelector('[data-testid=error-banner]')").await;
        for words in case.says {
            window.reads("error-banner", words).await;
        }
        if !case.said.is_empty() {
            let quoted = "one('error-banner').querySelector('blockquote')?.textContent";
            window.until(&format!("{quoted} === undefined")).await;
            window.press_named("Details").await;
            window.until(&format!("{quoted} === '{}'", case.said)).await;
        }
        assert_eq!(window.value("text('answer-text').trim()").await, case.text);
        window.click("retry").await;
        window
            .until("answer('done') && text('answer-text') === 'Now it works.' && all('error-banner').length === 0")
            .await;
    }
    assert!(elsewhere.heard_nothing(), "where it was pointed to, the key went");
    window.quit().await;
}

#[tokio::test]
async fn a_key_that_is_no_longer_accepted_is_replaced_where_it_failed() {
    let body = r#"{"ResponseMetadata":{"RequestId":"req-77","Error":{"Code":"Unauthorized","Message":"no such key"}}}"#;
    let script = Script::agent("Library").status(401, body, &[]).say("Welcome back.").end();
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("problems-key");
    let window = desk.open().await;
    window.add(&platform, &script).await;
    window.ask("Do you know me?").await;
    window.reads("error-banner", "The API key was not accepted").await;
    window.press_named("Details").await;
    window.reads("error-banner", "Request id: req-77").await;
    window.photograph("problems-key").await;
    window.press_named("Replace the key").await;
    window.fill("agent-api-key", "not-the-key").await;
    window.press(&[ENTER]).await;
    window.reads("agent-status", "The API key was not accepted").await;
    window.fill("agent-api-key", script.api_key()).await;
    window.press(&[ENTER]).await;
    window.until("!dialog()").await;
    window.click("retry").await;
    window.until("answer('done') && text('answer-text') === 'Welcome back.'").await;
    window.quit().await;
}

#[tokio::test]
async fn a_server_that_went_away_is_said_and_asked_again_when_it_is_back() {
    let script = Script::new().say("Here.").end().say("Back.").end();
    let mut platform = Platform::with(&[&script]).await;
    let desk = Desk::new("problems-away");
    let window = desk.open().await;
    window.add(&platform, &script).await;
    window.ask("Are you there?").await;
    window.answer("done").await;
    platform.go().await;
    window.ask("And now?").await;
    window.until("answer('failed')").await;
    window.reads("error-banner", "No connection to the agent's server").await;
    window.click("retry").await;
    window.until("answer('failed') && text('error-banner').includes('No connection')").await;
    platform.come_back().await;
    window.click("retry").await;
    window.until("answer('done') && text('answer-text') === 'Back.'").await;

    script.on("create_conversation", Reply::silence());
    window.click("new-conversation").await;
    window.until("all('turn').length === 0").await;
    window.ask("Silence?").await;
    soon(script.seen_times("create_conversation", 2)).await;
    window.until("answer('streaming')").await;
    window.click("composer-stop").await;
    window.until("answer('stopped')").await;
    window.quit().await;
}
