//! What is kept beyond one conversation, and what an agent says first.

use parlance_server::{Script, Server};
use serde_json::{Value, json};

use crate::support::{Caller, quick};

async fn served(script: &Script) -> (Server, Caller) {
    let server = Server::start(quick().with_script(script)).await.unwrap();
    let caller = Caller::of(&server, 1);
    (server, caller)
}

async fn remembering(memories: &[&str]) -> (Server, Caller) {
    let script = memories.iter().fold(Script::new(), |script, memory| script.remember(memory)).say("Noted.");
    let (server, caller) = served(&script).await;
    let conversation = caller.conversation().await;
    caller.ask(&conversation, "Remember").await;
    (server, caller)
}

async fn listed(caller: &Caller, body: Value) -> (Vec<String>, i64) {
    let list = caller.call("list_long_memory", body).await.json();
    let text = |item: &Value| item["Memory"].as_str().unwrap().to_owned();
    (list["Items"].as_array().unwrap().iter().map(text).collect(), list["Total"].as_i64().unwrap())
}

#[tokio::test]
async fn memories_are_listed_in_pages_sorted_and_filtered() {
    let (_server, caller) = remembering(&["Likes tea", "studies 数学", "lives in B", "Has a CAT"]).await;
    let all = ["Has a CAT", "lives in B", "studies 数学", "Likes tea"].map(str::to_owned);
    assert_eq!(listed(&caller, json!({})).await, (all.to_vec(), 4), "the newest first where nothing is said");
    let page = json!({"ListOpt": {"PageNumber": 2, "PageSize": 3}, "Filter": null});
    assert_eq!(listed(&caller, page).await, (all[3..].to_vec(), 4));
    let oldest = json!({"ListOpt": {"Sort": [{"SortField": "created_at", "SortOrder": "asc"}], "PageSize": 1}});
    assert_eq!(listed(&caller, oldest).await, (all[3..].to_vec(), 4));
    let by_words = json!({"ListOpt": {"Sort": [{"SortField": "memory", "SortOrder": "asc"}], "PageSize": 1}});
    assert_eq!(listed(&caller, by_words).await.0, ["Has a CAT"]);
    for (filter, expected) in [
        (json!({"Keyword": "cat"}), 1),
        (json!({"Keyword": "数"}), 1),
        (json!({"Keyword": "dog"}), 0),
        (json!({"StartTime": "2001-02-03T04:05:06+08:00"}), 4),
        (json!({"EndTime": "2001-02-03T04:05:06Z"}), 0),
        (json!({"StartTime": "", "EndTime": "2999-01-01T00:00:00.5Z"}), 4),
    ] {
        let (items, total) = listed(&caller, json!({"Filter": filter})).await;
        assert_eq!((items.len(), total), (expected, i64::try_from(expected).unwrap()), "{filter}");
    }
}

#[tokio::test]
async fn a_memory_has_an_id_and_times_in_seconds() {
    let (_server, caller) = remembering(&["Likes tea"]).await;
    let list = caller.call("list_long_memory", json!({})).await.json();
    let item = &list["Items"][0];
    assert_eq!(item["MemoryID"].as_str().unwrap().len(), 20);
    assert!(item["CreateTimestamp"].as_i64().unwrap() > 1_700_000_000 && item["MemoryVectorRawDim"].is_i64(), "{item}");
    assert_eq!(item["CreateTimestamp"], item["UpdateTimestamp"]);
}

#[tokio::test]
async fn a_wrong_order_or_time_is_refused_with_the_right_ones() {
    let (_server, caller) = remembering(&["Likes tea"]).await;
    for (body, words) in [
        (json!({"ListOpt": {"Sort": [{"SortField": "mood; DROP TABLE memory"}]}}), "SortField must be created_at"),
        (json!({"Filter": {"StartTime": "yesterday"}}), "2025-08-13T08:00:00Z"),
        (json!({"Filter": {"EndTime": "2460000"}}), "2025-08-13T08:00:00Z"),
    ] {
        let refused = caller.call("list_long_memory", body).await;
        assert!(refused.status == 400 && refused.body.contains(words), "{refused:?}");
    }
}

#[tokio::test]
async fn memories_are_reworded_and_forgotten_all_or_none() {
    let (_server, caller) = remembering(&["one", "two", "three"]).await;
    let list = caller.call("list_long_memory", json!({})).await.json();
    let ids: Vec<_> = list["Items"].as_array().unwrap().iter().map(|item| item["MemoryID"].clone()).collect();
    assert_eq!(caller.call("update_long_memory", json!({"MemoryID": ids[0], "Memory": "drei"})).await.body, "{}");
    assert_eq!(caller.call("update_long_memory", json!({"MemoryID": ids[0], "Memory": " "})).await.status, 400);
    assert_eq!(caller.call("delete_long_memory", json!({"MemoryIDs": [ids[1], "unknown"]})).await.status, 400);
    assert_eq!(caller.call("delete_long_memory", json!({"MemoryIDs": []})).await.status, 400);
    assert_eq!(listed(&caller, json!({})).await.0, ["drei", "two", "one"]);
    assert_eq!(caller.call("delete_long_memory", json!({"MemoryIDs": [ids[1], ids[2]]})).await.body, "{}");
    assert_eq!(listed(&caller, json!({})).await.0, ["drei"]);
    assert_eq!(caller.call("clear_long_memory", json!({})).await.body, "{}");
    let none = caller.call("list_long_memory", json!({})).await;
    assert_eq!(none.body, r#"{"Items":[],"Total":0,"BaseResp":null}"#);
}

#[tokio::test]
async fn variables_live_in_a_conversation_or_with_the_agent() {
    let (_server, caller) = served(&Script::new()).await;
    let (one, other) = (caller.conversation().await, caller.conversation().await);
    let listed = caller.call("get_conversation_list", json!({})).await.json()["ConversationList"].clone();
    let inner_of_other = &listed[0]["ConversationID"];
    let variables = json!([
        {"Name": "level", "Value": "hard", "Scope": "Conversation", "Default": "easy", "Description": "How hard"},
        {"Name": "name", "Value": "Li", "Scope": "Agent"}
    ]);
    let body = json!({"ConversationID": one, "UserVariables": variables});
    assert_eq!(caller.call("set_app_user_variables", body).await.body, "{}");
    let read = async |id: &Value| {
        let found = caller.call("get_app_user_variables", json!({"ConversationID": id})).await.json();
        let found = found["UserVariables"].as_array().unwrap().clone();
        found.iter().map(|v| (v["Name"].clone(), v["Value"].clone(), v["Default"].clone())).collect::<Vec<_>>()
    };
    let name = (json!("name"), json!("Li"), json!(""));
    assert_eq!(read(&json!(one)).await, [(json!("level"), json!("hard"), json!("easy")), name.clone()]);
    assert_eq!(read(inner_of_other).await, [name], "either id of a conversation will do");
    let body = json!({"ConversationID": other, "UserVariables": [{"Name": "name", "Value": "Wu", "Scope": "Agent"}]});
    caller.call("set_app_user_variables", body).await;
    assert_eq!(read(&json!(one)).await[1].1, "Wu");
    for (variable, words) in [(json!({"Value": "x"}), "needs a Name"), (json!({"Name": "x", "Scope": "Moon"}), "Moon")]
    {
        let body = json!({"ConversationID": one, "UserVariables": [variable]});
        let refused = caller.call("set_app_user_variables", body).await;
        assert!(refused.status == 400 && refused.body.contains(words), "{refused:?}");
    }
}

#[tokio::test]
async fn no_plugin_holds_a_token_and_no_answer_waits_for_permission() {
    let (_server, caller) = served(&Script::new()).await;
    let tokens = caller.call("list_oauth2_token", json!({})).await;
    assert_eq!(tokens.body, r#"{"Total":0,"Items":[]}"#);
    let conversation = caller.conversation().await;
    let answer = caller.ask(&conversation, "Hello").await.events()[0]["id"].clone();
    let status = caller.call("query_message_oauth_status", json!({"MessageID": answer})).await;
    assert_eq!(status.body, r#"{"Status":"NOT_FOUND"}"#);
}

#[tokio::test]
async fn the_opening_is_that_of_the_config() {
    let (_server, caller) = served(&Script::new().greeting("Hi.").questions(&["What?"])).await;
    let conversation = caller.conversation().await;
    for id in [json!(""), json!(conversation), json!(null)] {
        let opening = caller.call("get_opening_config", json!({"AppConversationID": id, "UserType": "App"})).await;
        assert_eq!(
            opening.json()["OpeningConfig"],
            json!({"OpeningText": "Hi.", "OpeningQuestions": ["What?"], "OpeningEnabled": true})
        );
    }
    let (_server, silent) = served(&Script::new()).await;
    let opening = silent.call("get_opening_config", json!({})).await.json();
    assert_eq!(opening["OpeningConfig"]["OpeningEnabled"], false);
}

#[tokio::test]
async fn a_task_is_the_answer_that_goes_on_without_its_listener() {
    let script = Script::new().say("Done.").end().say("Half").fail("Out of paper.").start().wait().say("Late");
    let (_server, caller) = served(&script).await;
    let (conversation, elsewhere) = (caller.conversation().await, caller.conversation().await);
    let done = caller.ask(&conversation, "?").await.events()[0]["id"].clone();
    let failed = caller.ask(&conversation, "?").await.events()[0]["id"].clone();
    let mut line = caller.connect(&caller.question(&conversation)).await;
    let running = json!(crate::support::id_in(&crate::support::read_until(&mut line, "message_start").await));
    let body = json!({"AppConversationID": conversation, "TaskIDs": [done, failed, running, "x"]});
    let infos = caller.call("query_skill_async_task", body).await.json()["Infos"].clone();
    let statuses: Vec<_> = infos.as_array().unwrap().iter().map(|info| info["Status"].as_str().unwrap()).collect();
    assert_eq!(statuses, ["SUCCEED", "FAILED", "PROCESSING", "INVALID"]);
    assert_eq!((&infos[0]["MessageID"], &infos[1]["OriginMessageID"]), (&done, &failed));
    let body = json!({"AppConversationID": elsewhere, "TaskIDs": [done]});
    assert_eq!(caller.call("query_skill_async_task", body).await.json()["Infos"][0]["Status"], "INVALID");
    script.advance();
}
