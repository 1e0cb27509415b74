use parlance_core::{Answer, AnswerId, Delivery, Feedback, ProblemCode, Rating, Reason, TurnId, Update};
use parlance_server::{Reply, Script, Server};

use crate::desk::Desk;

impl Desk {
    async fn answered() -> (Self, TurnId, Answer) {
        let script = (0..4).fold(Script::new(), |script, n| script.say(&format!("Answer {n}.")).end());
        let mut desk = Self::with(script).await;
        let turn = desk.ask("Well?").await;
        let answer = desk.settled(turn).await;
        (desk, turn, answer)
    }

    async fn rate(&self, answer: AnswerId, rating: Rating) {
        self.profile.rate(answer, rating, Reason::default()).await.unwrap();
    }

    /// What is thought of an answer, once it is no longer on its way.
    async fn rated(&mut self, answer: AnswerId) -> Feedback {
        self.told(|update| match update {
            Update::Answer { row } if row.id == answer && row.feedback.delivery != Delivery::Sending => {
                Some(row.feedback.clone())
            }
            _ => None,
        })
        .await
    }
}

#[tokio::test]
async fn a_rating_shows_at_once_reaches_the_platform_and_can_be_taken_back() {
    let (mut desk, _, answer) = Desk::answered().await;
    desk.rate(answer.id, Rating::Like).await;
    let shown = desk.told(|update| match update {
        Update::Answer { row } if row.feedback.delivery == Delivery::Sending => Some(row.feedback.rating),
        _ => None,
    });
    assert_eq!(shown.await, Rating::Like);
    assert_eq!(desk.rated(answer.id).await, Feedback { rating: Rating::Like, ..Feedback::default() });
    let sent = desk.script.seen("feedback").await;
    assert_eq!((&sent.body["MessageID"], &sent.body["LikeType"]), (&answer.message_id.as_str().into(), &1.into()));
    assert!(sent.body.get("FeedbackInfo").is_none());
    desk.rate(answer.id, Rating::None).await;
    assert_eq!(desk.rated(answer.id).await.rating, Rating::None);
    desk.script.seen_times("feedback", 2).await;
    assert_eq!(desk.script.requests_for("feedback")[1].body["LikeType"], 0);
}

#[tokio::test]
async fn a_dislike_may_say_why() {
    let (mut desk, _, answer) = Desk::answered().await;
    let reason = Reason { problems: vec!["Not true".into()], comment: "  It is 1912. ".into() };
    desk.profile.rate(answer.id, Rating::Dislike, reason).await.unwrap();
    let feedback = desk.rated(answer.id).await;
    assert_eq!((feedback.rating, feedback.reason.comment.as_str()), (Rating::Dislike, "It is 1912."));
    let sent = desk.script.seen("feedback").await.body;
    assert_eq!(
        sent["FeedbackInfo"],
        serde_json::json!({"ProblemCategories": ["Not true"], "ProblemDetail": "It is 1912."})
    );
}

#[tokio::test]
async fn a_rating_that_the_platform_refuses_is_taken_back_with_the_reason_and_the_words_are_kept() {
    let (mut desk, _, answer) = Desk::answered().await;
    desk.rate(answer.id, Rating::Like).await;
    desk.rated(answer.id).await;
    desk.script.on("feedback", Reply::status(500));
    let reason = Reason { problems: Vec::new(), comment: "Too long.".into() };
    desk.profile.rate(answer.id, Rating::Dislike, reason.clone()).await.unwrap();
    let feedback = desk.rated(answer.id).await;
    assert_eq!((feedback.rating, feedback.reason, feedback.delivery), (Rating::Like, reason, Delivery::Settled));
    assert_eq!(feedback.problem.unwrap().code, ProblemCode::Overloaded);
}

#[tokio::test]
async fn a_rating_made_offline_waits_over_a_restart_and_is_sent_with_the_next_contact() {
    let (mut desk, turn, answer) = Desk::answered().await;
    desk.page().await;
    desk.profile.ask_again(turn).await.unwrap();
    desk.settled(turn).await;
    let (server, base_url) =
        (desk.server.take().unwrap(), desk.profile.snapshot().await.unwrap().agents[0].base_url.clone());
    server.stop().await;
    desk.rate(answer.id, Rating::Dislike).await;
    let feedback = desk.rated(answer.id).await;
    assert_eq!((feedback.rating, feedback.delivery, feedback.problem), (Rating::Dislike, Delivery::Waiting, None));
    let mut desk = desk.reopened().await;
    assert_eq!(desk.answer(answer.id).await.feedback.delivery, Delivery::Waiting, "an alternate, after a restart");

    let port = base_url.split(['/', ':']).find_map(|part| part.parse().ok()).unwrap();
    let listen = std::net::SocketAddr::from(([127, 0, 0, 1], port));
    let options = parlance_server::Options { listen, ..parlance_server::Options::default() };
    desk.server = Some(Server::start(options.with_script(&desk.script)).await.unwrap());
    // The platform that came back has forgotten its conversations and takes the rating all the same.
    desk.script.on("feedback", Reply::status(200).body("{}"));
    desk.script.on("get_conversation_messages", Reply::status(200).body(r#"{"Messages":[]}"#));
    desk.profile.open(desk.conversation, None).await.unwrap();
    let feedback = desk.rated(answer.id).await;
    assert_eq!((feedback.rating, feedback.delivery), (Rating::Dislike, Delivery::Settled));
    assert_eq!(desk.script.requests_for("feedback").len(), 1, "it was sent once");
}

#[tokio::test]
async fn what_a_person_presses_quickly_ends_as_the_last_press() {
    let (mut desk, _, answer) = Desk::answered().await;
    for rating in [Rating::Like, Rating::Dislike, Rating::None, Rating::Like, Rating::Dislike] {
        desk.rate(answer.id, rating).await;
    }
    // Earlier presses may have been taken one by one: only the state after the last one counts.
    while desk.answer(answer.id).await.feedback.delivery != Delivery::Settled {
        desk.rated(answer.id).await;
    }
    assert_eq!(desk.answer(answer.id).await.feedback.rating, Rating::Dislike);
    let sent = desk.script.requests_for("feedback");
    assert_eq!(sent.last().unwrap().body["LikeType"], -1);
}

#[tokio::test]
async fn a_rating_given_elsewhere_is_there_after_opening() {
    let (mut desk, _, answer) = Desk::answered().await;
    let row = desk.row().await;
    let like = serde_json::json!({"Messages": [{"QueryID": "q1", "Query": "Well?", "AnswerInfo": {
        "MessageID": answer.message_id, "Answer": "Answer 0.", "CreatedTime": 1, "Like": 1}, "OtherAnswers": []}]});
    assert!(!row.platform_id.is_empty());
    desk.script.on("get_conversation_messages", Reply::status(200).body(&like.to_string()));
    desk.profile.open(desk.conversation, None).await.unwrap();
    assert_eq!(desk.rated(answer.id).await.rating, Rating::Like);
}

#[tokio::test]
async fn an_answer_that_the_platform_has_no_name_for_cannot_be_rated() {
    let mut desk = Desk::with(Script::new().on("chat_query_v2", Reply::status(502))).await;
    let turn = desk.ask("Well?").await;
    let failed = desk.settled(turn).await;
    let refused = desk.profile.rate(failed.id, Rating::Like, Reason::default()).await.unwrap_err().problem();
    assert_eq!(refused.code, ProblemCode::Refused);
}
