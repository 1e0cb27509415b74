//! A request as a line for a shell, for whoever takes it elsewhere. The key is left out: the line names the variable of
//! the environment that it is read from when the line is run.

use parlance_protocol::UserId;
use serde::Serialize;

use crate::address::Address;
use crate::client::Signed;
use crate::error::{Error, ErrorKind};

/// What stands for the key.
const KEY: &str = "$PARLANCE_API_KEY";

/// A `curl` command, for a POSIX shell, that sends what an action sends and prints the stream that answers it.
///
/// # Errors
/// When the request cannot be written as JSON.
pub fn curl(address: &Address, user: &UserId, action: &str, request: &impl Serialize) -> Result<String, Error> {
    let signed = Signed { app_key: KEY, user_id: user, request };
    let body = serde_json::to_string(&signed).map_err(|_| ErrorKind::Unmade(None))?;
    // The key comes first in the body, so that a question which names the variable stays a question.
    let body = quoted(&body).replacen(KEY, &format!("'\"{KEY}\"'"), 1);
    let lines = [
        format!("curl --no-buffer {}", quoted(address.endpoint(action).as_str())),
        format!("--header \"Apikey: {KEY}\""),
        "--header 'Content-Type: application/json'".to_owned(),
        "--header 'Accept: text/event-stream'".to_owned(),
        format!("--data-raw {body}"),
    ];
    Ok(lines.join(" \\\n  "))
}

/// A text as one word of a shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use parlance_protocol::{AppConversationId, ChatQuery, Endpoint as _};

    use super::*;

    fn line(question: &str) -> String {
        let address = Address::parse("https://agents.example.edu").unwrap();
        let query = ChatQuery {
            app_conversation_id: AppConversationId::new("c1"),
            query: question.into(),
            ..ChatQuery::default()
        };
        curl(&address, &UserId::parse("reader01").unwrap(), ChatQuery::ACTION, &query).unwrap()
    }

    #[test]
    fn the_line_is_what_one_would_write_by_hand() {
        assert_eq!(
            line("Why?"),
            r#"curl --no-buffer 'https://agents.example.edu/api/proxy/api/v1/chat_query' \
  --header "Apikey: $PARLANCE_API_KEY" \
  --header 'Content-Type: application/json' \
  --header 'Accept: text/event-stream' \
  --data-raw '{"AppKey":"'"$PARLANCE_API_KEY"'","UserID":"reader01","AppConversationID":"c1","Query":"Why?","ResponseMode":"streaming"}'"#
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_shell_reads_the_question_as_it_was_asked_and_the_key_from_its_environment() {
        let question = "It's \"odd\": $(touch x) `id` $PARLANCE_API_KEY \\ 早\nline two";
        let script = format!("curl() {{ for word; do printf '%s\\036' \"$word\"; done; }}\n{}", line(question));
        let shell =
            std::process::Command::new("sh").args(["-c", &script]).env("PARLANCE_API_KEY", "k-1").output().unwrap();
        let words = String::from_utf8(shell.stdout).unwrap();
        let words: Vec<&str> = words.split_terminator('\u{1e}').collect();
        assert_eq!(
            words[..4],
            ["--no-buffer", "https://agents.example.edu/api/proxy/api/v1/chat_query", "--header", "Apikey: k-1"]
        );
        let body: serde_json::Value = serde_json::from_str(words.last().unwrap()).unwrap();
        assert_eq!((body["Query"].as_str(), body["AppKey"].as_str()), (Some(question), Some("k-1")));
        assert!(shell.stderr.is_empty());
    }
}
