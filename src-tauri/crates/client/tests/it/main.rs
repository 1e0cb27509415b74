//! The client against servers that do exactly as a test says.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by stopping, in its helpers too")]

mod again;
mod files;
mod framing;
mod refusals;
mod scripted;
mod sent;
mod silence;
mod tls;

use futures_util::StreamExt;
use parlance_client::{Address, Answering, ApiKey, Client, Dialect, Error, Options};
use parlance_protocol::{AppConversationId, ChatEvent, ChatQuery, Frame, UserId};

const KEY: &str = "d2k7m1pq9s4c73f0a1bg";

fn client(address: &str) -> Client {
    client_with(address, Options::default())
}

fn client_with(address: &str, options: Options) -> Client {
    let address = Address::parse(address).unwrap();
    Client::with_options(address, ApiKey::parse(KEY).unwrap(), UserId::parse("student-1").unwrap(), options).unwrap()
}

fn question() -> ChatQuery {
    ChatQuery {
        app_conversation_id: AppConversationId::new("d2k7m2pq9s4c73f0a1d0"),
        query: "早上好?".into(),
        ..ChatQuery::default()
    }
}

/// Everything that an answer holds, and the error that ended it.
async fn read(mut answering: Answering) -> (Vec<Frame>, Option<Error>) {
    let mut frames = Vec::new();
    while let Some(item) = answering.next().await {
        match item {
            Ok(frame) => frames.push(frame),
            Err(error) => {
                assert!(answering.next().await.is_none(), "nothing follows an error");
                return (frames, Some(error));
            }
        }
    }
    (frames, None)
}

/// Asks and reads to the end, wherever the error comes.
async fn ask(client: &Client, dialect: Dialect) -> (Vec<Frame>, Option<Error>) {
    match client.ask(&question(), dialect).await {
        Ok(answering) => read(answering).await,
        Err(error) => (Vec::new(), Some(error)),
    }
}

fn text_of(frames: &[Frame]) -> String {
    let pieces = frames.iter().filter_map(|frame| match &frame.event {
        ChatEvent::Message { answer } => Some(answer.as_str()),
        _ => None,
    });
    pieces.collect()
}
