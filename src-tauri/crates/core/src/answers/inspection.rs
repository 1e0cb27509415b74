//! What stands behind an answer, for whoever builds the agent: raw events, the platform's own record, the request.

use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use parlance_client::{Address, Capability, curl};
use parlance_protocol::{
    AppConversationId, ChatQuery, ChatQueryV2, Endpoint as _, GetMessageInfo, MessageId, QueryAgain, QueryAgainV2,
    UserId,
};

use super::writing::{info_of, question};
use crate::error::{Error, Refusal};
use crate::id::AnswerId;
use crate::model::{Agent, Answer, Conversation, Frame, Turn};
use crate::profile::Profile;

/// The most characters of a title in a file's name.
const TITLE: usize = 60;

impl Profile {
    /// The raw events of an answer from a place on, in order; of a long answer only the first are kept. While it is
    /// being written those that are there so far: the next ones stand behind them.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn frames(&self, answer: AnswerId, from: u32) -> Result<Vec<Frame>, Error> {
        let (unsaved, stored) = match self.inner.live.running(answer) {
            // Behind the writer, so that what is on its way to the store has arrived.
            Some(running) => {
                (running.unsaved_frames(), self.inner.store.note(move |writer| writer.frames(answer, from)).await?)
            }
            None => (Vec::new(), self.inner.store.read(move |reader| reader.frames(answer, from)).await?),
        };
        let next = stored.last().map_or(from, |last| last.position + 1);
        let unsaved = unsaved.into_iter().filter(|frame| frame.position >= next);
        let there =
            (from..).zip(stored.into_iter().chain(unsaved)).take_while(|(place, frame)| *place == frame.position);
        Ok(there.map(|(_, frame)| frame.frame).collect())
    }

    /// The platform's own record of an answer as it was last read: JSON most likely; empty where none is known.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn trace(&self, answer: AnswerId) -> Result<String, Error> {
        Ok(self.inner.store.read(move |reader| reader.trace(answer)).await?)
    }

    /// Reads the platform's own record of an answer and keeps it; empty where the platform has none.
    ///
    /// # Errors
    /// When the platform does not know the answer or cannot be asked; those of the store.
    pub async fn fetch_trace(&self, answer: AnswerId) -> Result<String, Error> {
        let (row, _, _, agent) = self.surroundings(answer).await?;
        if row.message_id.is_empty() {
            return Err(Refusal::NotOnPlatform.into());
        }
        let request = GetMessageInfo { message_id: MessageId::new(row.message_id.as_str()) };
        let told = self.door_of(&agent).await?.call(&request).await?.message_info;
        let text = info_of(&told, &row).map(|info| info.tracing_json_str.clone()).unwrap_or_default();
        let kept = text.clone();
        self.inner.store.note(move |writer| writer.set_trace(answer, &kept)).await?;
        Ok(text)
    }

    /// The request behind an answer as a line for a shell. The key is not in it, only the name of a variable.
    ///
    /// # Errors
    /// When the answer is gone; those of the store.
    pub async fn curl(&self, answer: AnswerId) -> Result<String, Error> {
        let (row, turn, conversation, agent) = self.surroundings(answer).await?;
        let (address, user) = (Address::parse(&agent.base_url)?, UserId::parse(&agent.user_id)?);
        let id = AppConversationId::new(conversation.platform_id);
        let older =
            self.known_door(agent.id).is_some_and(|door| door.capability(ChatQueryV2::ACTION) == Capability::Missing);
        let before = self.inner.store.read(move |reader| reader.answers(turn.id)).await?;
        let before = before.iter().take_while(|other| other.id != row.id).find(|other| !other.message_id.is_empty());
        let line = if let Some(other) = before {
            let message_id = MessageId::new(other.message_id.as_str());
            let action = if older { QueryAgain::ACTION } else { QueryAgainV2::ACTION };
            curl(&address, &user, action, &QueryAgainV2 { app_conversation_id: id, message_id })?
        } else {
            let query = question(&address, id, turn.question, turn.files, agent.built_in);
            curl(&address, &user, if older { ChatQuery::ACTION } else { ChatQueryV2::ACTION }, &query)?
        };
        Ok(line)
    }

    /// Writes the raw events of an answer into a new file of this folder, a JSON object a line, and says which.
    ///
    /// # Errors
    /// When the answer is gone or the file cannot be written; those of the store.
    pub async fn save_frames(&self, answer: AnswerId, folder: PathBuf) -> Result<String, Error> {
        let (_, _, conversation, _) = self.surroundings(answer).await?;
        let frames = self.frames(answer, 0).await?;
        let written = tokio::task::spawn_blocking(move || write(&folder, &conversation.title, &frames));
        let path = written.await.map_err(|_| Error::File(ErrorKind::Interrupted.into()))?.map_err(Error::File)?;
        Ok(path.display().to_string())
    }

    /// An answer with all that it belongs to.
    async fn surroundings(&self, answer: AnswerId) -> Result<(Answer, Turn, Conversation, Agent), Error> {
        let found = self.inner.store.read(move |reader| {
            let Some(row) = reader.answer(answer)? else { return Ok(None) };
            Ok(reader.turn(row.turn_id)?.map(|turn| (row, turn)))
        });
        let (stored, turn) = found.await?.ok_or(Error::Gone("answer"))?;
        let row = self.inner.live.running(answer).map_or(stored, |running| running.rows().0);
        let (conversation, agent) = self.place(turn.conversation_id).await?;
        Ok((row, turn, conversation, agent))
    }
}

fn write(folder: &Path, title: &str, frames: &[Frame]) -> std::io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    let (path, mut file) = new_file(folder, &name(title), "jsonl")?;
    let mut lines = String::new();
    for Frame { at, raw } in frames {
        // A line break can only stand between the parts of the JSON.
        lines.push_str(&format!("{{\"at\":{},\"frame\":{}}}\n", at.0, raw.replace(['\r', '\n'], " ")));
    }
    file.write_all(lines.as_bytes())?;
    Ok(path)
}

/// A file that was not there before.
fn new_file(folder: &Path, name: &str, extension: &str) -> std::io::Result<(PathBuf, File)> {
    for number in 1..10_000 {
        let name = if number == 1 { format!("{name}.{extension}") } else { format!("{name} ({number}).{extension}") };
        let path = folder.join(name);
        match File::create_new(&path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            made => return made.map(|file| (path, file)),
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

/// A name that every file system takes: it says what is in the file and, as far as that may stand there, the title.
fn name(title: &str) -> String {
    let may_stand = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '(' | ')' | '+' | ',' | '，' | '、');
    let plain: String = title.chars().map(|c| if may_stand(c) { c } else { ' ' }).collect();
    let words: String = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = words.chars().take(TITLE).collect();
    if short.trim().is_empty() { "Parlance events".to_owned() } else { format!("Parlance events - {}", short.trim()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_a_name_that_every_file_system_takes() {
        for (title, expected) in [
            ("证书怎么导入？", "Parlance events - 证书怎么导入"),
            ("../../etc/passwd", "Parlance events - etc passwd"),
            ("CON", "Parlance events - CON"),
            ("a\u{202e}gpj.exe\0", "Parlance events - a gpj exe"),
            ("  ...  ", "Parlance events"),
        ] {
            assert_eq!(name(title), expected);
        }
        assert_eq!(name(&"长".repeat(500)).chars().count(), "Parlance events - ".len() + TITLE);
    }
}
