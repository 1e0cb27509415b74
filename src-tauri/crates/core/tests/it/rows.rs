//! What leaves the process, as JSON.

use parlance_core::{Problem, ProblemCode, RowId, Update};
use parlance_server::Script;
use serde_json::Value;

use crate::desk::Desk;

/// Ids are made anew in each run; their places are what counts.
fn masked(mut value: Value) -> Value {
    match &mut value {
        Value::String(text) if text.len() == 26 && text.parse::<parlance_core::TurnId>().is_ok() => Value::from("[id]"),
        Value::Array(items) => items.iter_mut().map(|item| masked(item.take())).collect(),
        Value::Object(members) => {
            for (key, member) in members.iter_mut() {
                let own = matches!(key.as_str(), "platformId" | "userId" | "baseUrl" | "queryId" | "messageId");
                *member = if own && member != "" { Value::from("[made]") } else { masked(member.take()) };
            }
            value
        }
        _ => value,
    }
}

#[tokio::test]
async fn rows_look_so() {
    let mut desk =
        Desk::with(Script::agent("Tutor").greeting("Hello").think("Hm.").say("**Yes**.").fail("no more")).await;
    let turn = desk.ask("Really?").await;
    desk.settled(turn).await;
    desk.go_offline().await;
    let opened = desk.profile.open(desk.conversation, None).await.unwrap();
    insta::assert_json_snapshot!(masked(serde_json::to_value(opened).unwrap()), @r#"
{
  "attachments": [],
  "conversation": {
    "activeAt": 1000,
    "agentId": "[id]",
    "archived": false,
    "createdAt": 1000,
    "draft": "",
    "failed": true,
    "gone": false,
    "id": "[id]",
    "named": false,
    "pinned": false,
    "platformId": "[made]",
    "preview": "Yes.",
    "running": false,
    "sync": "unknown",
    "tags": [],
    "title": "Really?",
    "turns": 1,
    "unread": false,
    "values": {}
  },
  "draft": "",
  "newest": {
    "answers": [],
    "newer": false,
    "older": false,
    "steps": [],
    "turns": []
  },
  "page": {
    "answers": [
      {
        "endedAt": 1000,
        "feedback": {
          "delivery": "settled",
          "problem": null,
          "rating": "none",
          "reason": {
            "comment": "",
            "problems": []
          }
        },
        "id": "[id]",
        "messageId": "[made]",
        "problem": {
          "code": "agentFailed",
          "detail": "the agent gave up: no more",
          "retryAfterMs": 0,
          "rule": null,
          "said": "no more",
          "trace": ""
        },
        "recovered": false,
        "startedAt": 1000,
        "state": "failed",
        "steps": [
          "[id]"
        ],
        "suggestions": [],
        "text": "**Yes**.",
        "turnId": "[id]",
        "usage": null
      }
    ],
    "newer": false,
    "older": false,
    "steps": [
      {
        "answerId": "[id]",
        "citations": [],
        "cut": false,
        "id": "[id]",
        "input": "",
        "interrupt": null,
        "kind": "think",
        "running": false,
        "startedAt": 1000,
        "text": "Hm.",
        "title": "",
        "tookMs": 0
      }
    ],
    "turns": [
      {
        "answers": [
          "[id]"
        ],
        "askedAt": 1000,
        "askedBy": "person",
        "conversationId": "[id]",
        "damaged": false,
        "files": [],
        "id": "[id]",
        "onlyHere": false,
        "queryId": "",
        "question": "Really?",
        "removed": null,
        "seq": 0,
        "standing": "unknown",
        "usedAnswer": "[id]",
        "usedPending": false,
        "usedProblem": null,
        "values": {}
      }
    ]
  },
  "queued": null,
  "reading": null
}
"#);
    let agents = desk.profile.snapshot().await.unwrap().agents;
    insta::assert_json_snapshot!(masked(serde_json::to_value(agents).unwrap()), @r#"
[
  {
    "addedAt": 1000,
    "baseUrl": "[made]",
    "builtIn": false,
    "detail": "summary",
    "id": "[id]",
    "key": "stored",
    "kind": "chat",
    "name": "Tutor",
    "opening": {
      "message": "Hello",
      "questions": []
    },
    "pictures": "ask",
    "position": 0,
    "presets": [],
    "uploads": {
      "accessKey": "",
      "endpoint": "",
      "largest": 0,
      "offer": "nobody",
      "secret": "missing"
    },
    "userId": "[made]",
    "variables": []
  }
]
"#);
}

#[test]
fn updates_and_problems_look_so() {
    let of = RowId::Answer("01K2ZQ8V7N4M3T6B5XWJ9CRDEF".parse().unwrap());
    let updates = [Update::Text { of, at: 3, append: "上".into() }, Update::Removed { row: of }];
    insta::assert_json_snapshot!(updates, @r#"
[
  {
    "type": "text",
    "of": {
      "kind": "answer",
      "id": "01K2ZQ8V7N4M3T6B5XWJ9CRDEF"
    },
    "at": 3,
    "append": "上"
  },
  {
    "type": "removed",
    "row": {
      "kind": "answer",
      "id": "01K2ZQ8V7N4M3T6B5XWJ9CRDEF"
    }
  }
]
"#);
    let problem =
        Problem { trace: "req".into(), said: "没有".into(), ..Problem::new(ProblemCode::NotThisApi, "why") };
    insta::assert_json_snapshot!(problem, @r#"
{
  "code": "notThisApi",
  "detail": "why",
  "retryAfterMs": 0,
  "trace": "req",
  "said": "没有",
  "rule": null
}
"#);
}
