//! Text events, which nearly all events are, read for a fraction of what the others cost and with the same result.

use std::borrow::Cow;
use std::sync::Arc;

use serde::Deserialize;

use crate::event::ChatEvent;
use crate::frame::EventIds;
use crate::id::{InnerConversationId, MessageId, TaskId};

/// The most bytes that are remembered of a frame. Ids are far shorter.
const REMEMBERED: usize = 1 << 10;

/// The fields of a text event in their plainest spelling, borrowed. Any other spelling, and any field that is not here,
/// is for the tolerant reading.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Plain<'a> {
    #[serde(borrow)]
    event: Cow<'a, str>,
    #[serde(borrow, default)]
    task_id: Cow<'a, str>,
    #[serde(borrow, default)]
    id: Cow<'a, str>,
    #[serde(borrow, default)]
    conversation_id: Cow<'a, str>,
    #[serde(borrow, default)]
    message_id: Cow<'a, str>,
    #[serde(borrow)]
    answer: Cow<'a, str>,
    #[serde(default)]
    created_at: i64,
}

/// What a reader remembers of the text events before, the last of each kind. The next one seldom differs in more than its
/// text; then what is around the text need only be compared.
#[derive(Debug, Default)]
pub struct Before {
    message: Option<Around>,
    thought: Option<Around>,
}

/// A text event but for its text.
#[derive(Debug)]
struct Around {
    /// The JSON before the text, with the quote that opens it.
    head: String,
    /// The JSON behind the text, with the quote that closes it.
    tail: String,
    ids: Arc<EventIds>,
}

/// A text event: what it is a piece of, the piece, and the ids.
pub(crate) type TextEvent = (Kind, String, Arc<EventIds>);

/// Of what an event is a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Message,
    Thought,
}

impl Kind {
    pub(crate) fn event(self, answer: String) -> ChatEvent {
        match self {
            Self::Message => ChatEvent::Message { answer },
            Self::Thought => ChatEvent::ThinkMessage { answer },
        }
    }
}

impl Before {
    /// Reads a text event; `None` when the JSON is something else, or is not spelled plainly.
    pub(crate) fn read(&mut self, raw: &str) -> Option<TextEvent> {
        for (kind, kept) in [(Kind::Message, &self.message), (Kind::Thought, &self.thought)] {
            if let Some(around) = kept
                && let Some(text) = around.text(raw)
            {
                return Some((kind, text, Arc::clone(&around.ids)));
            }
        }
        self.read_all(raw)
    }

    /// Reads a text event and what is around its text.
    fn read_all(&mut self, raw: &str) -> Option<TextEvent> {
        // A list would be read as the fields in their order.
        let plain: Plain<'_> = serde_json::from_str(raw).ok().filter(|_| raw.starts_with('{'))?;
        let (kind, kept) = match &*plain.event {
            "message" => (Kind::Message, &mut self.message),
            "think_message" => (Kind::Thought, &mut self.thought),
            _ => return None,
        };
        let ids = Arc::new(EventIds {
            task_id: TaskId::new(plain.task_id),
            id: MessageId::new(plain.id),
            conversation_id: InnerConversationId::new(plain.conversation_id),
            message_id: MessageId::new(plain.message_id),
            created_at: plain.created_at,
        });
        if let Cow::Borrowed(text) = plain.answer
            && raw.len() - text.len() <= REMEMBERED
        {
            // Where the text is in the JSON that it is borrowed from.
            let (head, rest) = raw.split_at(text.as_ptr().addr() - raw.as_ptr().addr());
            let tail = &rest[text.len()..];
            *kept = Some(Around { head: head.to_owned(), tail: tail.to_owned(), ids: Arc::clone(&ids) });
        }
        Some((kind, plain.answer.into_owned(), ids))
    }
}

impl Around {
    /// The text of an event that differs in nothing else.
    fn text(&self, raw: &str) -> Option<String> {
        let text = raw.strip_prefix(&*self.head)?.strip_suffix(&*self.tail)?;
        if text.bytes().all(|byte| !matches!(byte, b'"' | b'\\' | 0..0x20)) {
            return Some(text.to_owned());
        }
        // With its quotes it must be one JSON text and nothing else.
        serde_json::from_str(&raw[self.head.len() - 1..=self.head.len() + text.len()]).ok()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::frame::Frame;

    const PLAIN: &str =
        r#"{"event":"message","task_id":"t","id":"i","conversation_id":"c","answer":"早","created_at":7}"#;

    #[test]
    fn what_is_around_a_text_is_read_once() {
        let mut before = Before::default();
        let (_, _, ids) = before.read(PLAIN).unwrap();
        for (written, meant) in [("上好", "上好"), ("", ""), (r#"a\n\"b\""#, "a\n\"b\"")] {
            let (kind, text, again) = before.read(&PLAIN.replace('早', written)).unwrap();
            assert_eq!((kind, &*text), (Kind::Message, meant));
            assert!(Arc::ptr_eq(&ids, &again));
        }
        let (_, _, other) = before.read(&PLAIN.replace("7}", "8}")).unwrap();
        assert_eq!((ids.created_at, other.created_at), (7, 8));
    }

    #[test]
    fn little_is_remembered_whatever_the_ids_are() {
        let mut before = Before::default();
        let long = PLAIN.replace("\"t\"", &format!("\"{}\"", "t".repeat(REMEMBERED)));
        assert!(before.read(&long).is_some());
        assert!(before.message.is_none());
    }

    #[test]
    fn what_is_not_spelled_plainly_is_left_to_the_tolerant_reading() {
        for (plain, odd) in [
            ("\"id\"", "\"ID\""),
            ("{", "{\"TaskID\":\"u\","),
            ("7", "\"7\""),
            ("\"t\"", "null"),
            ("message", "message_end"),
            ("{", "{\"answer\":\"b\","),
        ] {
            assert!(Before::default().read(&PLAIN.replacen(plain, odd, 1)).is_none(), "{odd}");
        }
        assert!(Before::default().read(r#"["message","t","i","c","m","早",7]"#).is_none());
    }

    fn one_of(listed: &'static str) -> impl Strategy<Value = &'static str> {
        prop::sample::select(listed.split(' ').collect::<Vec<_>>())
    }

    /// The members of a text event in their plainest spelling: some of them, in any order.
    fn plain_members() -> impl Strategy<Value = Vec<String>> {
        let event = one_of("message think_message tool_message message_end").prop_map(|name| format!("\"{name}\""));
        let members = (event, any::<i64>()).prop_map(|(event, created_at)| {
            let [task, id, conversation, message] = ["01K2", "01K3", "01KC", ""].map(|id| format!("\"{id}\""));
            let names = ["event", "answer", "task_id", "id", "conversation_id", "message_id", "created_at"];
            let values = [event, "\"早\"".to_owned(), task, id, conversation, message, created_at.to_string()];
            names.into_iter().zip(values).map(|(name, value)| format!("\"{name}\":{value}")).collect::<Vec<_>>()
        });
        (members, 2..=7_usize).prop_map(|(members, few)| members[..few].to_vec()).prop_shuffle()
    }

    /// A member that is spelled otherwise, or there twice, or wrong.
    fn odd_member() -> impl Strategy<Value = String> {
        let key = one_of(
            "event Event answer Answer ANSWER task_id TaskID taskId id Id conversation_id ConversationID message_id \
             MessageID created_at createdAt message_title \\u0069d",
        );
        let value = prop_oneof![
            one_of(r#""message" "早" "" "7" "\ud83d\ude00" "\ud83d" "a\n\"b\\" {"id":"x"} [] null true " ="#),
            one_of("7 -0 1.5 1e400 9007199254740993 9223372036854775807 18446744073709551615"),
        ];
        (key, value).prop_map(|(key, value)| format!("\"{key}\":{value}"))
    }

    fn payload() -> impl Strategy<Value = String> {
        let members = (plain_members(), prop::collection::vec((any::<prop::sample::Index>(), odd_member()), 0..3));
        (members, one_of("{} {} {\n}")).prop_map(|((mut members, odd), around)| {
            for (at, member) in odd {
                members.insert(at.index(members.len() + 1), member);
            }
            let (open, close) = around.split_at(1);
            format!("{open}{}{close}", members.join(","))
        })
    }

    /// A text as it stands in JSON, or does not.
    fn text() -> impl Strategy<Value = &'static str> {
        one_of(
            "早 早 上好 a \u{1f600} \\n \\\" \" \",\"id\":\"other \\ud83d\\ude00 \\ud83d \\ a\tb \u{7f} a\"},{\"b\":\"",
        )
    }

    proptest! {
        #[test]
        fn any_frame_is_the_same_after_any_other_and_by_the_tolerant_reading(
            payloads in prop::collection::vec(payload(), 1..4),
            turns in prop::collection::vec((any::<prop::sample::Index>(), text()), 1..12),
            name in "(text|tool_message|)",
        ) {
            let mut before = Before::default();
            for (index, text) in turns {
                let raw = index.get(&payloads).replacen('早', text, 1);
                let read = Frame::read_after(&mut before, raw.clone(), &name);
                let tolerant = Frame::read_tolerantly(raw, &name);
                prop_assert_eq!(format!("{read:?}"), format!("{tolerant:?}"));
            }
        }
    }
}
