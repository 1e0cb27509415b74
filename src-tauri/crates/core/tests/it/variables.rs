use parlance_core::{Answer, ProblemCode, SyncState, TurnId, Update, Values};
use parlance_protocol::{VariableConfig, VariableType};
use parlance_server::{Reply, Script};
use serde_json::json;

use crate::desk::Desk;

pub(crate) fn values(given: &[(&str, &str)]) -> Values {
    given.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

fn text(key: &str) -> VariableConfig {
    VariableConfig { key: key.into(), name: key.to_uppercase(), ..VariableConfig::default() }
}

/// An agent that needs a college, and takes a language and a few words.
pub(crate) fn college() -> Script {
    let choices = ["Law", "计算机"].map(str::to_owned).to_vec();
    let script = Script::new()
        .variable(VariableConfig { required: true, text_max_length: 4, ..text("name") })
        .variable(VariableConfig { variable_type: VariableType::Enum, enum_values: choices, ..text("college") })
        .variable(VariableConfig { variable_type: VariableType::Paragraph, ..text("about") });
    (0..4).fold(script, |script, n| script.say(&format!("Answer {n}.")).end())
}

impl Desk {
    pub(crate) async fn set(&self, given: &[(&str, &str)]) -> Option<ProblemCode> {
        let set = self.profile.set_variables(self.conversation, values(given)).await;
        set.err().map(|error| error.problem().code)
    }

    async fn asked(&mut self, question: &str) -> (TurnId, Answer) {
        let turn = self.ask(question).await;
        (turn, self.settled(turn).await)
    }

    /// Waits until the agent is known to have these choices of this variable.
    async fn learned(&mut self, key: &str, choices: &[&str]) {
        loop {
            let agent = self.profile.snapshot().await.unwrap().agents.remove(0);
            if agent.variables.iter().any(|variable| variable.key == key && variable.choices == choices) {
                return;
            }
            self.told(|update| matches!(update, Update::Agent { .. }).then_some(())).await;
        }
    }

    async fn values_of_turns(&self) -> Vec<Values> {
        self.page().await.turns.into_iter().map(|turn| turn.values).collect()
    }

    /// Opens the conversation and waits until it is compared with the platform.
    async fn compared(&mut self) {
        self.profile.open(self.conversation, None).await.unwrap();
        self.told(|update| match update {
            Update::Conversation { row } if row.sync == SyncState::Fresh => Some(()),
            _ => None,
        })
        .await;
    }
}

#[tokio::test]
async fn a_conversation_is_made_with_its_variables_and_each_turn_keeps_those_it_was_asked_with() {
    let mut desk = Desk::with(college()).await;
    assert_eq!(desk.set(&[("name", "李小明"), ("college", "Law"), ("about", " "), ("unknown", "x")]).await, None);
    assert!(desk.script.requests_for("update_conversation").is_empty(), "nobody there knows of it yet");
    let first = values(&[("college", "Law"), ("name", "李小明")]);
    assert_eq!(desk.row().await.values, first);
    desk.asked("Well?").await;
    assert_eq!(desk.script.seen("create_conversation").await.body["Inputs"], json!(first));

    assert_eq!(desk.set(&[("name", "Li"), ("college", "计算机"), ("about", "Night\nowl")]).await, None);
    let second = values(&[("about", "Night\nowl"), ("college", "计算机"), ("name", "Li")]);
    assert_eq!(desk.script.seen("update_conversation").await.body["Inputs"], json!(second));
    assert_eq!(desk.values_of_turns().await, std::slice::from_ref(&first), "it does not apply to what was asked");
    desk.asked("And now?").await;

    assert_eq!(desk.set(&[("name", "Li"), ("college", "计算机")]).await, None);
    let told = &desk.script.requests_for("update_conversation")[1].body["Inputs"];
    assert_eq!(told, &json!({"about": "", "college": "计算机", "name": "Li"}), "what is taken back is told as empty");
    desk.set(&[("name", "Li"), ("college", "计算机")]).await;
    assert_eq!(desk.script.requests_for("update_conversation").len(), 2, "what does not change is not told");
    let desk = desk.reopened().await;
    assert_eq!(desk.row().await.values, values(&[("college", "计算机"), ("name", "Li")]));
    assert_eq!(desk.values_of_turns().await, [first, second]);
}

#[tokio::test]
async fn nothing_is_asked_without_what_the_agent_needs() {
    let mut desk = Desk::with(college()).await;
    let refused = desk.profile.ask(desk.conversation, "Well?".into()).await.unwrap_err().problem();
    assert_eq!((refused.code, refused.detail.contains("name")), (ProblemCode::BadVariables, true));
    assert!(desk.page().await.turns.is_empty());
    for wrong in [&[("name", "Marie")][..], &[("name", "Li"), ("college", "Art")], &[("college", "Law")]] {
        assert_eq!(desk.set(wrong).await, Some(ProblemCode::BadVariables));
    }
    assert!(desk.row().await.values.is_empty());
    assert!(desk.script.requests_for("create_conversation").is_empty());
    assert_eq!(desk.set(&[("name", "Li")]).await, None);
    assert_eq!(desk.asked("Well?").await.1.text, "Answer 0.");
}

#[tokio::test]
async fn variables_that_cannot_be_told_apart_are_one() {
    let nameless = VariableConfig { required: true, ..text("") };
    let desk = Desk::with(college().variable(text("name")).variable(nameless).variable(text("year"))).await;
    let agent = desk.profile.snapshot().await.unwrap().agents.remove(0);
    let keys: Vec<_> = agent.variables.iter().map(|variable| (variable.key.as_str(), variable.required)).collect();
    assert_eq!(keys, [("name", true), ("college", false), ("about", false), ("year", false)]);
}

#[tokio::test]
async fn what_the_platform_does_not_take_changes_nothing_here() {
    let mut desk = Desk::with(college()).await;
    desk.set(&[("name", "Li")]).await;
    desk.asked("Well?").await;
    for (status, code) in [(500, ProblemCode::Overloaded), (400, ProblemCode::Refused)] {
        desk.script.on("update_conversation", Reply::status(status));
        assert_eq!(desk.set(&[("name", "Wu")]).await, Some(code));
        assert_eq!(desk.row().await.values, values(&[("name", "Li")]));
    }
    desk.script.again("update_conversation");
    assert_eq!(desk.set(&[("name", "Wu")]).await, None);
    desk.go_offline().await;
    assert_eq!(desk.set(&[("name", "Xu")]).await, Some(ProblemCode::Offline));
    assert_eq!(desk.reopened().await.row().await.values, values(&[("name", "Wu")]));
}

#[tokio::test]
async fn an_old_conversation_is_asked_for_what_is_new_and_keeps_what_is_gone() {
    let mut desk = Desk::with(college()).await;
    desk.set(&[("name", "Li"), ("about", "Owl")]).await;
    desk.asked("Well?").await;
    desk.script.configured(|config| {
        config.variable_configs.retain(|variable| variable.key != "about");
        config.variable_configs.push(VariableConfig { required: true, ..text("year") });
    });
    let mut desk = desk.reopened().await;
    desk.page().await;
    let keys = desk.told(|update| match update {
        Update::Agent { row } => Some(row.variables.iter().map(|variable| variable.key.clone()).collect::<Vec<_>>()),
        _ => None,
    });
    assert_eq!(keys.await, ["name", "college", "year"], "opening it reads them again");
    let refused = desk.profile.ask(desk.conversation, "And now?".into()).await.unwrap_err().problem();
    assert_eq!((refused.code, refused.detail.contains("year")), (ProblemCode::BadVariables, true));
    assert_eq!(desk.set(&[("name", "Li"), ("year", "2")]).await, None);
    assert_eq!(
        desk.script.seen("update_conversation").await.body["Inputs"],
        json!({"name": "Li", "year": "2"}),
        "what is gone is not sent"
    );
    assert_eq!(desk.row().await.values, values(&[("about", "Owl"), ("name", "Li"), ("year", "2")]));
    desk.asked("And now?").await;
    assert_eq!(desk.values_of_turns().await[1], values(&[("name", "Li"), ("year", "2")]));
}

#[tokio::test]
async fn rules_that_nobody_here_knew_are_learned_from_the_refusal_and_the_question_is_asked_with_them() {
    let mut desk = Desk::with(college()).await;
    desk.set(&[("name", "Li")]).await;
    desk.script.configured(|config| config.variable_configs.push(VariableConfig { required: true, ..text("year") }));
    let turn = desk.ask("Well?").await;
    let failed = desk.settled(turn).await;
    assert_eq!(failed.problem.map(|problem| problem.code), Some(ProblemCode::Refused));
    desk.learned("year", &[]).await;
    let refused = desk.profile.ask_again(turn).await.unwrap_err().problem();
    assert_eq!(refused.code, ProblemCode::BadVariables);
    assert_eq!(desk.set(&[("name", "Li"), ("year", "2")]).await, None);
    desk.profile.ask_again(turn).await.unwrap();
    assert_eq!(desk.settled(turn).await.text, "Answer 0.");
    assert_eq!(desk.values_of_turns().await, [values(&[("name", "Li"), ("year", "2")])]);
}

#[tokio::test]
async fn a_change_while_the_conversation_is_being_made_waits_for_it() {
    let desk = Desk::with(college().on("create_conversation", Reply::silence())).await;
    desk.set(&[("name", "Li")]).await;
    desk.ask("Well?").await;
    desk.script.seen("create_conversation").await;
    let profile = desk.profile.clone();
    let (conversation, wanted) = (desk.conversation, values(&[("name", "Wu")]));
    let changing = tokio::spawn(async move { profile.set_variables(conversation, wanted).await });
    let answer = desk.page().await.turns[0].used_answer;
    assert_eq!(desk.row().await.values, values(&[("name", "Li")]));
    desk.profile.stop(answer).await.unwrap();
    changing.await.unwrap().unwrap();
    assert_eq!(desk.row().await.values, values(&[("name", "Wu")]));
    assert!(desk.script.requests_for("update_conversation").is_empty(), "there is none there to tell it of");
}

#[tokio::test]
async fn values_that_only_the_platform_knows_are_there_after_opening() {
    let mut desk = Desk::with(college()).await;
    desk.set(&[("name", "Li"), ("college", "Law")]).await;
    desk.asked("Well?").await;
    let desk_file = desk.folder.path().join("parlance.sqlite");
    desk.profile.finish().await;
    // As a Parlance before there were variables left it.
    let file = rusqlite::Connection::open(&desk_file).unwrap();
    file.execute_batch("UPDATE conversation SET variable_values = '{}'; UPDATE turn SET variable_values = '';")
        .unwrap();
    drop(file);
    let mut desk = desk.restarted().await;
    desk.compared().await;
    let first = values(&[("college", "Law"), ("name", "Li")]);
    assert_eq!((desk.row().await.values, desk.values_of_turns().await), (first.clone(), vec![first.clone()]));

    let elsewhere = json!({"Inputs": {"name": "Wu", "college": null, "about": 7}});
    desk.script.on("get_conversation_inputs", Reply::status(200).body(&elsewhere.to_string()));
    let mut desk = desk.reopened().await;
    desk.compared().await;
    assert_eq!(desk.row().await.values, values(&[("about", "7"), ("name", "Wu")]), "the platform has the last word");
    assert_eq!(desk.values_of_turns().await, [first], "what was asked stays as it was asked");
    desk.script.on("get_conversation_inputs", Reply::status(404));
    let mut desk = desk.reopened().await;
    desk.compared().await;
    assert_eq!(desk.row().await.values, values(&[("about", "7"), ("name", "Wu")]), "not every platform can say");
}

#[tokio::test]
async fn a_new_conversation_begins_with_the_values_used_last_or_with_those_of_another() {
    let mut desk = Desk::with(college()).await;
    desk.set(&[("name", "Li"), ("college", "Law")]).await;
    desk.asked("Well?").await;
    let first = desk.conversation;
    desk.conversation = desk.profile.new_conversation(desk.agent).await.unwrap().id;
    assert_eq!(desk.row().await.values, values(&[("college", "Law"), ("name", "Li")]));
    desk.set(&[("name", "Wu")]).await;
    desk.asked("Well?").await;
    let like_first = desk.profile.new_conversation_like(first).await.unwrap();
    assert_eq!((like_first.turns, like_first.values), (0, values(&[("college", "Law"), ("name", "Li")])));

    desk.script.configured(|config| config.variable_configs[1].enum_values = vec!["Art".into()]);
    let mut desk = desk.reopened().await;
    desk.profile.new_conversation(desk.agent).await.unwrap();
    desk.learned("college", &["Art"]).await;
    let like_first = desk.profile.new_conversation_like(first).await.unwrap();
    assert_eq!(like_first.values, values(&[("name", "Li")]), "what is no choice any more is left out");
    desk.conversation = like_first.id;
    let turn = desk.ask("Same again?").await;
    desk.settled(turn).await;
    let next = desk.profile.new_conversation(desk.agent).await.unwrap();
    assert_eq!(next.values, values(&[("name", "Li")]), "they were used last");
}

#[tokio::test]
async fn a_question_asked_below_or_in_the_place_of_another_goes_with_the_values_of_now() {
    let mut desk = Desk::with(college()).await;
    desk.set(&[("name", "Li")]).await;
    let (first, _) = desk.asked("Well?").await;
    desk.set(&[("name", "Wu")]).await;
    let below = desk.profile.ask_below(first).await.unwrap();
    desk.settled(below).await;
    desk.set(&[("name", "Xu")]).await;
    let instead = desk.profile.ask_instead(below, "Well now?".into()).await.unwrap();
    desk.settled(instead).await;
    assert_eq!(desk.values_of_turns().await, [values(&[("name", "Li")]), values(&[("name", "Xu")])]);
    desk.script.configured(|config| config.variable_configs.push(VariableConfig { required: true, ..text("year") }));
    desk.profile.new_conversation(desk.agent).await.unwrap();
    desk.learned("year", &[]).await;
    for refused in [
        desk.profile.ask_below(first).await.unwrap_err(),
        desk.profile.ask_instead(instead, "And now?".into()).await.unwrap_err(),
    ] {
        assert_eq!(refused.problem().code, ProblemCode::BadVariables);
    }
    assert_eq!(desk.page().await.turns.len(), 2, "nothing was deleted for it");
}
