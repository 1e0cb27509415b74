//! Files beside questions: attached, uploaded, sent along, and read from the platform's history.

use parlance_core::{
    Attachment, AttachmentId, AttachmentKind, AttachmentState, ConversationId, Destination, FileRef, Keep,
    NewAttachment, Problem, ProblemCode, RowId, Update, UploadOffer, UploadsDraft,
};
use parlance_server::{Reply, Script};
use tempfile::TempDir;

use crate::desk::Desk;

const SECRET: &str = "SK-canary-7731";

fn file(name: &str, size: usize) -> NewAttachment {
    NewAttachment {
        kind: AttachmentKind::File,
        name: name.into(),
        media_type: String::new(),
        size: size.try_into().unwrap(),
    }
}

fn text(name: &str, size: usize) -> NewAttachment {
    NewAttachment { kind: AttachmentKind::Text, ..file(name, size) }
}

impl Desk {
    /// A desk whose agent has the server's upload service; its public key tells the script which requests are its own.
    pub(crate) async fn with_uploads(script: Script) -> Self {
        let desk = Self::with(script).await;
        desk.configure(SECRET, Keep::Stored).await.unwrap();
        desk
    }

    async fn configure(&self, secret: &str, keep: Keep) -> Result<(), Problem> {
        let endpoint = self.server.as_ref().unwrap().base_url().replace("/api/proxy/api/v1", "/up");
        let draft = UploadsDraft { endpoint, access_key: self.script.api_key().to_owned() };
        Ok(self.profile.set_uploads(self.agent, draft, secret.to_owned(), keep).await.map(drop)?)
    }

    pub(crate) async fn attached(&self, new: NewAttachment, bytes: &[u8]) -> AttachmentId {
        let id = self.profile.attach(self.conversation, new).await.unwrap().id;
        self.profile.attach_slice(id, 0, bytes.to_vec()).await.unwrap();
        id
    }

    pub(crate) async fn now(&mut self, id: AttachmentId, state: AttachmentState) -> Attachment {
        self.told(|update| match update {
            Update::Attachment { row } if row.id == id && row.state == state => Some(row.clone()),
            _ => None,
        })
        .await
    }

    async fn beside(&self, conversation: ConversationId) -> Vec<Attachment> {
        self.profile.open(conversation, None).await.unwrap().attachments
    }

    async fn files(&self) -> Vec<FileRef> {
        self.page().await.turns.pop().unwrap().files
    }

    fn on_disk(&self) -> usize {
        std::fs::read_dir(self.folder.path().join("files")).map_or(0, Iterator::count)
    }
}

fn code<T: std::fmt::Debug>(outcome: Result<T, parlance_core::Error>) -> ProblemCode {
    outcome.unwrap_err().problem().code
}

#[tokio::test]
async fn a_file_goes_up_in_slices_and_along_with_the_question() {
    let mut desk = Desk::with_uploads(Script::new().say("Seen.")).await;
    let bytes: Vec<u8> = (0..200_000).map(|n: u32| n.to_le_bytes()[0]).collect();
    let new = file("../图 1.png", bytes.len());
    let id = desk.profile.attach(desk.conversation, new).await.unwrap().id;
    desk.profile.attach_slice(id, 0, bytes[..150_000].to_vec()).await.unwrap();
    assert_eq!(
        code(desk.profile.attach_slice(id, 0, vec![0; 10]).await),
        ProblemCode::BadFile,
        "they are here already"
    );
    assert_eq!(code(desk.profile.ask(desk.conversation, "?".into()).await), ProblemCode::BadFile, "it is not ready");
    desk.profile.attach_slice(id, 150_000, bytes[150_000..].to_vec()).await.unwrap();
    let ready = desk.now(id, AttachmentState::Ready).await;
    assert_eq!((ready.name.as_str(), ready.media_type.as_str(), ready.size), ("图 1.png", "image/png", 200_000));
    assert_eq!(desk.profile.file_bytes(id).await.unwrap(), bytes);

    let turn = desk.ask("What is it?").await;
    desk.settled(turn).await;
    let sent = desk.script.seen("chat_query_v2").await.body["QueryExtends"]["Files"].clone();
    assert_eq!((&sent[0]["Name"], &sent[0]["Size"]), (&"图 1.png".into(), &200_000.into()));
    assert_eq!(sent[0]["Url"], ready.url);
    assert!(sent[0]["Path"].as_str().is_some_and(|path| path.starts_with("upload/full/")), "{sent}");
    assert!(desk.beside(desk.conversation).await.is_empty());
    assert_eq!(desk.files().await[0].id, id);
    let up = &desk.script.requests_for("up")[0];
    assert!(!format!("{up:?}").contains("canary"), "the secret is not sent: {up:?}");
}

#[tokio::test]
async fn without_a_service_a_file_is_refused_and_an_address_goes_along() {
    let mut desk = Desk::with(Script::new().say("Seen.")).await;
    assert_eq!(code(desk.profile.attach(desk.conversation, file("a.png", 1)).await), ProblemCode::NoUploads);
    for wrong in ["file:///etc/passwd", "javascript:alert(1)", "notes"] {
        let outcome = desk.profile.attach_link(desk.conversation, wrong.into(), String::new()).await;
        assert_eq!(code(outcome), ProblemCode::BadAddress, "{wrong}");
    }
    let url = "https://files.example.edu/%E6%97%A9.pdf?key=1";
    let row = desk.profile.attach_link(desk.conversation, url.into(), " ".into()).await.unwrap();
    assert_eq!(
        (row.name.as_str(), row.media_type.as_str(), row.state),
        ("早.pdf", "application/pdf", AttachmentState::Ready)
    );
    let turn = desk.ask("What is it?").await;
    desk.settled(turn).await;
    let sent = &desk.script.seen("chat_query_v2").await.body["QueryExtends"];
    assert_eq!(*sent, serde_json::json!({"Files": [{"Name": "早.pdf", "Path": "", "Size": 0, "Url": url}]}));
}

#[tokio::test]
async fn a_text_becomes_a_part_of_the_question() {
    let mut desk = Desk::with(Script::new().say("Read.")).await;
    let notes = desk.attached(text("notes.md", 11), "# 早\r\nline".as_bytes()).await;
    assert_eq!(desk.now(notes, AttachmentState::Ready).await.characters, 8);
    let broken = desk.attached(text("x.txt", 2), &[0xff, 0xfe]).await;
    let failed = desk.now(broken, AttachmentState::Failed).await;
    assert_eq!(failed.problem.map(|problem| problem.code), Some(ProblemCode::BadFile));
    desk.profile.detach(broken).await.unwrap();
    let turn = desk.ask("Well?").await;
    desk.settled(turn).await;
    let sent = desk.script.seen("chat_query_v2").await.body;
    assert_eq!(sent["Query"], "Well?\n\n**notes.md**\n\n```md\n# 早\nline\n```");
    assert!(sent.get("QueryExtends").is_none());
    assert_eq!(desk.page().await.turns[0].question, sent["Query"].as_str().unwrap());
    assert_eq!(desk.on_disk(), 0, "its text is in the question");
}

#[tokio::test]
async fn a_question_with_its_texts_has_a_limit_and_nothing_is_lost_at_it() {
    let mut desk = Desk::with(Script::new()).await;
    let id = desk.attached(text("long.txt", 99_995), "x".repeat(99_995).as_bytes()).await;
    desk.now(id, AttachmentState::Ready).await;
    assert_eq!(code(desk.profile.ask(desk.conversation, "Much too long?".into()).await), ProblemCode::BadQuestion);
    assert_eq!(code(desk.profile.attach(desk.conversation, text("l", 400_001)).await), ProblemCode::BadFile);
    assert_eq!(desk.beside(desk.conversation).await.len(), 1);
}

#[tokio::test]
async fn limits_are_checked_before_anything_is_read() {
    let desk = Desk::with_uploads(Script::new()).await;
    let attach = async |size: u32| {
        let new = NewAttachment { size, ..file("a.png", 1) };
        desk.profile.attach(desk.conversation, new).await
    };
    let empty = attach(0).await.unwrap_err().problem();
    assert_eq!((empty.code, empty.detail.as_str()), (ProblemCode::BadFile, "the file is empty"));
    assert_eq!(attach((64 << 20) + 1).await.unwrap_err().problem().detail, "a file has at most 67108864 bytes");
    for _ in 0..10 {
        attach(1).await.unwrap();
    }
    assert_eq!(attach(1).await.unwrap_err().problem().detail, "a question carries at most 10 files");
    assert_eq!(desk.on_disk(), 10);
}

#[tokio::test]
async fn an_upload_that_fails_says_why_and_can_be_tried_again() {
    let mut desk = Desk::with_uploads(Script::new().say("Seen.")).await;
    desk.script.on("up", Reply::status(503));
    let id = desk.attached(file("a.txt", 5), b"hello").await;
    let failed = desk.now(id, AttachmentState::Failed).await;
    assert_eq!(failed.problem.map(|problem| problem.code), Some(ProblemCode::Overloaded));
    desk.script.on("up", Reply::status(403));
    desk.profile.upload_again(id).await.unwrap();
    let failed = desk.now(id, AttachmentState::Failed).await;
    assert_eq!(failed.problem.map(|problem| problem.code), Some(ProblemCode::UploadKeys));
    desk.script.again("up");
    desk.profile.upload_again(id).await.unwrap();
    desk.now(id, AttachmentState::Ready).await;
}

#[tokio::test]
async fn a_file_that_is_taken_away_while_it_goes_up_leaves_nothing() {
    let mut desk = Desk::with_uploads(Script::new()).await;
    desk.script.on("up", Reply::silence());
    let id = desk.attached(file("a.txt", 5), b"hello").await;
    desk.now(id, AttachmentState::Uploading).await;
    desk.profile.detach(id).await.unwrap();
    desk.told(|update| (*update == Update::Removed { row: RowId::Attachment(id) }).then_some(())).await;
    assert!(desk.beside(desk.conversation).await.is_empty());
    assert_eq!(desk.on_disk(), 0);
    let next = desk.attached(text("b.txt", 5), b"hello").await;
    desk.now(next, AttachmentState::Ready).await;
}

#[tokio::test]
async fn what_was_attached_survives_a_restart_and_goes_up_then() {
    let mut desk = Desk::with_uploads(Script::new().say("Seen.")).await;
    desk.script.on("up", Reply::silence());
    let going = desk.attached(file("going.txt", 5), b"hello").await;
    desk.now(going, AttachmentState::Uploading).await;
    let half = desk.profile.attach(desk.conversation, file("half.txt", 10)).await.unwrap().id;
    desk.profile.attach_slice(half, 0, b"hello".to_vec()).await.unwrap();
    desk.profile.attach_link(desk.conversation, "https://x.edu/l.pdf".into(), String::new()).await.unwrap();
    let mut desk = desk.reopened().await;
    desk.script.again("up");
    assert_eq!(desk.row().await.draft, "going.txt", "the list says that something is unsent");
    let rows = desk.beside(desk.conversation).await;
    let states: Vec<_> = rows.iter().map(|row| (row.name.as_str(), row.state)).collect();
    let [waiting, failed, ready] = [AttachmentState::Waiting, AttachmentState::Failed, AttachmentState::Ready];
    assert_eq!(states, [("going.txt", waiting), ("half.txt", failed), ("l.pdf", ready)]);
    desk.now(going, AttachmentState::Ready).await;
    desk.profile.detach(half).await.unwrap();
    let turn = desk.ask("All there?").await;
    desk.settled(turn).await;
    assert_eq!(desk.script.seen("chat_query_v2").await.body["QueryExtends"]["Files"].as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn a_question_that_is_asked_again_has_its_files_again() {
    let mut desk = Desk::with(Script::new().status(502, "", &[]).say("Seen.")).await;
    desk.profile.attach_link(desk.conversation, "https://x.edu/l.pdf".into(), String::new()).await.unwrap();
    let turn = desk.ask("Well?").await;
    desk.settled(turn).await;
    desk.profile.ask_again(turn).await.unwrap();
    let again = desk.script.seen_times("chat_query_v2", 2).await;
    assert_eq!(again.body["QueryExtends"]["Files"][0]["Name"], "l.pdf");
}

#[tokio::test]
async fn a_question_that_was_chosen_leaves_the_draft_and_its_files_alone() {
    let mut desk = Desk::with(Script::new().say("Yes.")).await;
    desk.profile.save_draft(desk.conversation, "Half a".into()).await.unwrap();
    desk.profile.attach_link(desk.conversation, "https://x.edu/l.pdf".into(), String::new()).await.unwrap();
    let turn = desk.profile.ask_aside(desk.conversation, "A suggestion?".into()).await.unwrap();
    desk.settled(turn).await;
    let opened = desk.profile.open(desk.conversation, None).await.unwrap();
    assert_eq!((opened.draft.as_str(), opened.attachments.len()), ("Half a", 1));
    assert!(desk.script.seen("chat_query_v2").await.body.get("QueryExtends").is_none());
}

#[tokio::test]
async fn files_of_the_history_are_read_and_saved_under_names_of_their_own() {
    let mut desk = Desk::with_uploads(Script::new().say("Seen.")).await;
    let id = desk.attached(file("a.sh", 5), b"hello").await;
    let ready = desk.now(id, AttachmentState::Ready).await;
    let turn = desk.ask("Well?").await;
    desk.settled(turn).await;
    // As on another computer: only the platform's history knows.
    let rows = rusqlite::Connection::open(desk.folder.path().join("parlance.sqlite")).unwrap();
    rows.execute("UPDATE turn SET files = '[]'", ()).unwrap();
    std::fs::remove_file(desk.folder.path().join("files").join(id.to_string())).unwrap();
    desk.profile.open(desk.conversation, None).await.unwrap();
    let files = desk
        .told(|update| match update {
            Update::Turn { row } if !row.files.is_empty() => Some(row.files.clone()),
            _ => None,
        })
        .await;
    assert_eq!((files[0].name.as_str(), files[0].size, files[0].kept), ("a.sh", 5, false));
    assert_eq!(files[0].url, ready.url);

    let into = TempDir::new().unwrap();
    let folder = Destination::Folder(into.path().to_owned());
    let save = async || desk.profile.save_file(turn, files[0].id, folder.clone()).await;
    let saved = save().await.unwrap();
    assert_eq!((saved.name.as_str(), saved.runs), ("a.sh", true), "its reader is warned");
    assert_eq!(save().await.unwrap().name, "a (2).sh", "nothing is written over");
    assert_eq!(std::fs::read(into.path().join("a (2).sh")).unwrap(), b"hello");

    let chosen = into.path().join("mine.txt");
    std::fs::write(&chosen, "older").unwrap();
    let saved = desk.profile.save_file(turn, files[0].id, Destination::File(chosen.clone())).await.unwrap();
    assert_eq!((saved.name.as_str(), saved.runs), ("mine.txt", false), "the person chose the name");
    assert_eq!(std::fs::read(&chosen).unwrap(), b"hello", "and to write over what was there");

    let gone = format!("upload/full/00/00/{}", "0".repeat(60));
    rows.execute("UPDATE turn SET files = replace(files, ?1, ?2)", (&files[0].path, gone)).unwrap();
    assert_eq!(code(save().await), ProblemCode::FileGone, "the link has expired");
    let chosen = Destination::File(chosen.clone());
    assert_eq!(code(desk.profile.save_file(turn, files[0].id, chosen).await), ProblemCode::FileGone);
    assert_eq!(std::fs::read(into.path().join("mine.txt")).unwrap(), b"hello", "what was there stays");
    assert_eq!(std::fs::read_dir(into.path()).unwrap().count(), 3, "and no half file");
}

#[tokio::test]
async fn a_secret_that_the_service_refuses_is_not_kept() {
    let desk = Desk::with(Script::new()).await;
    desk.script.on("up", Reply::status(403));
    assert_eq!(desk.configure("SK-wrong", Keep::Stored).await.unwrap_err().code, ProblemCode::UploadKeys);
    assert_eq!(desk.configure("", Keep::Stored).await.unwrap_err().code, ProblemCode::BadKey, "none was entered yet");
    desk.script.again("up");
    desk.configure(SECRET, Keep::Session).await.unwrap();
    desk.configure("", Keep::Session).await.unwrap();
    let uploads = desk.profile.snapshot().await.unwrap().agents.remove(0).uploads;
    assert_eq!((uploads.offer, uploads.secret), (UploadOffer::Service, parlance_core::KeyState::Session));
    let database = std::fs::read(desk.folder.path().join("parlance.sqlite-wal")).unwrap();
    assert!(!database.windows(SECRET.len()).any(|part| part == SECRET.as_bytes()), "the secret is in no file");
    desk.profile.remove_uploads(desk.agent).await.unwrap();
    assert_eq!(code(desk.profile.attach(desk.conversation, file("a", 1)).await), ProblemCode::NoUploads);
}

#[tokio::test]
async fn an_upload_that_is_about_to_expire_is_made_again() {
    let mut desk = Desk::with_uploads(Script::new()).await;
    let id = desk.attached(file("a.txt", 5), b"hello").await;
    desk.now(id, AttachmentState::Ready).await;
    desk.clock.advance(30 * 24 * 60 * 60 * 1000);
    assert_eq!(desk.beside(desk.conversation).await[0].state, AttachmentState::Waiting);
    desk.now(id, AttachmentState::Ready).await;
}

#[tokio::test]
async fn files_of_a_conversation_that_is_forgotten_are_forgotten() {
    let mut desk = Desk::with_uploads(Script::new().say("Seen.")).await;
    let id = desk.attached(file("a.txt", 5), b"hello").await;
    desk.now(id, AttachmentState::Ready).await;
    let turn = desk.ask("Well?").await;
    desk.settled(turn).await;
    assert_eq!(desk.on_disk(), 1);
    desk.profile.remove(desk.conversation).await.unwrap();
    let desk = desk.reopened().await;
    assert_eq!(desk.on_disk(), 0);
}
