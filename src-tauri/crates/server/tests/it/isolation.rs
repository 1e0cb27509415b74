//! Nobody reaches what belongs to another key or another user id.

use parlance_server::{Script, Server};
use serde_json::{Value, json};

use crate::support::{Caller, quick};

#[tokio::test]
async fn nobody_reaches_another_keys_or_another_users_conversations() {
    let mine = Script::new().say("A secret.").end().start().wait().say("Never said.");
    let server = Server::start(quick().with_script(&mine).with_script(&Script::agent("Other"))).await.unwrap();
    let me = Caller::of(&server, 1);
    let conversation = me.conversation().await;
    let answer = me.ask(&conversation, "Tell me one").await.events()[0]["id"].clone();
    let running = tokio::spawn({
        let (me, conversation) = (me.clone(), conversation.clone());
        async move { me.ask(&conversation, "Another").await }
    });
    mine.waiting().await;
    let before = me.turns(&conversation).await;

    let others = [me.named("you"), me.named("ME"), Caller::of(&server, 2), Caller::of(&server, 0)];
    for other in &others {
        let of_conversation = json!({"AppConversationID": conversation, "Query": "?", "ConversationName": "Mine now"});
        let of_message = json!({"MessageID": answer, "TaskID": answer});
        for (action, body) in [
            ("chat_query", &of_conversation),
            ("chat_query_v2", &of_conversation),
            ("update_conversation", &of_conversation),
            ("delete_conversation", &of_conversation),
            ("get_conversation_messages", &of_conversation),
            ("get_message_info", &of_message),
            ("get_suggested_questions", &of_message),
            ("stop_message", &of_message),
        ] {
            let reply = other.call(action, body.clone()).await;
            assert_eq!(reply.status, 400, "{action} {reply:?}");
            assert!(!reply.body.contains("secret"), "{action} {reply:?}");
        }
        let list = other.call("get_conversation_list", json!({})).await.json();
        assert_eq!(list["ConversationList"], json!([]));
    }

    assert_eq!(me.turns(&conversation).await, before, "nothing was changed");
    mine.advance();
    assert_eq!(running.await.unwrap().text(), "Never said.", "and nothing was stopped");
}

#[tokio::test]
async fn a_foreign_stop_does_not_reach_a_running_answer() {
    let script = Script::new().say("One ").wait().say("two.");
    let server = Server::start(quick().with_script(&script)).await.unwrap();
    let me = Caller::of(&server, 1);
    let conversation = me.conversation().await;
    let running = tokio::spawn({
        let (me, conversation) = (me.clone(), conversation.clone());
        async move { me.ask(&conversation, "Count").await }
    });
    script.waiting().await;
    // The id as a neighbour would learn it at worst.
    let id: Value = me.call("get_conversation_messages", json!({"AppConversationID": conversation})).await.json();
    let id = &id["Messages"][0]["AnswerInfo"]["MessageID"];
    let foreign = me.named("you").call("stop_message", json!({"MessageID": id, "TaskID": id})).await;
    assert_eq!(foreign.status, 400);
    script.advance();
    assert_eq!(running.await.unwrap().text(), "One two.");
}
