//! The Guide answers questions that nobody listed, and says when it cannot.

use parlance_server::{Locale, Options, Server};
use serde_json::{Value, json};

use crate::support::{Caller, Reply, quick};

async fn answers(questions: &[&str]) -> Vec<Reply> {
    let server = Server::start(quick()).await.unwrap();
    let caller = Caller::of(&server, 0);
    let conversation = caller.conversation().await;
    let mut replies = Vec::new();
    for question in questions {
        replies.push(caller.ask(&conversation, question).await);
    }
    server.stop().await;
    replies
}

#[tokio::test]
async fn look() {
    let questions = std::env::var("Q").unwrap_or_default();
    for (reply, question) in answers(&questions.split('|').collect::<Vec<_>>()).await.iter().zip(questions.split('|')) {
        println!("=== {question}");
        for event in reply.events() {
            if event["event"] == "knowledge_retrieve_end" {
                for hit in event["docs"]["outputList"].as_array().unwrap() {
                    println!(
                        "   {} {} {}",
                        hit["metadata"]["score"],
                        hit["metadata"]["document_name"],
                        hit["output"].as_str().unwrap().lines().next().unwrap()
                    );
                }
            }
            if event["event"] == "suggestion" {
                println!("   -> {}", event["suggested_questions"]);
            }
        }
        if std::env::var("T").is_ok() {
            println!("{}\n{}", reply.text(), reply.body.chars().take(3000).collect::<String>());
        }
    }
}
