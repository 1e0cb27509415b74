//! What answers show: what comes by itself, what is asked for first, what never comes, and what it is.

use parlance_core::{AttachmentState, Destination, Pictures, ProblemCode};
use parlance_server::Script;
use tempfile::TempDir;

use crate::desk::Desk;

/// A moment of silence.
fn wave(bytes: u32) -> Vec<u8> {
    let mut wave = b"RIFF".to_vec();
    wave.extend((36 + bytes).to_le_bytes());
    wave.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data");
    wave.extend(bytes.to_le_bytes());
    wave.resize(44 + usize::try_from(bytes).unwrap(), 128);
    wave
}

impl Desk {
    /// Keeps a file on the agent's own server; where it is.
    async fn keeps(&mut self, name: &str, bytes: &[u8]) -> String {
        let new = parlance_core::NewAttachment {
            kind: parlance_core::AttachmentKind::File,
            name: name.into(),
            media_type: String::new(),
            size: bytes.len().try_into().unwrap(),
        };
        let id = self.attached(new, bytes).await;
        self.now(id, AttachmentState::Ready).await.url
    }

    async fn code(&self, link: &str, asked: bool) -> ProblemCode {
        self.profile.content(self.agent, link, asked).await.unwrap_err().problem().code
    }
}

#[tokio::test]
async fn a_file_of_the_agents_own_is_what_its_bytes_say_whatever_its_name() {
    let mut desk = Desk::with_uploads(Script::new()).await;
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01".to_vec();
    for (name, bytes, media_type, shown) in [
        ("speech.png", wave(800), "audio/wav", 844),
        ("picture.mp3", png, "image/png", 24),
        ("page.mp4", b"<html><script>1</script>".to_vec(), "text/plain", 24),
        ("long.txt", vec![b'a'; 500_000], "text/plain", 400_000),
        ("paper.png", b"%PDF-1.7 and so on".to_vec(), "application/pdf", 0),
        ("setup.mp4", b"MZ\x90\0\x03\0\0\0".to_vec(), "application/octet-stream", 0),
    ] {
        let link = desk.keeps(name, &bytes).await;
        let content = desk.profile.content(desk.agent, &link, false).await.unwrap();
        assert_eq!((content.media_type, content.bytes.len()), (media_type, shown), "{name}");
    }
    let huge = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\x01\0\0\0\x01\0\0".to_vec();
    let link = desk.keeps("huge.png", &huge).await;
    assert_eq!(desk.code(&link, true).await, ProblemCode::Refused, "a picture that nobody could draw");
}

#[tokio::test]
async fn long_sound_comes_when_it_is_asked_for() {
    let mut desk = Desk::with_uploads(Script::new()).await;
    let link = desk.keeps("lecture.wav", &wave(11 << 20)).await;
    assert_eq!(desk.code(&link, false).await, ProblemCode::AskFirst);
    let content = desk.profile.content(desk.agent, &link, true).await.unwrap();
    assert_eq!((content.media_type, content.bytes.len()), ("audio/wav", (11 << 20) + 44));
}

#[tokio::test]
async fn what_is_not_the_agents_own_comes_as_the_person_has_it_for_this_agent() {
    let mut desk = Desk::with_uploads(Script::new()).await;
    // On this machine, and so at no public address: whether it was tried is what is seen.
    let elsewhere = "http://127.0.0.1:9/cat.png";
    assert_eq!(desk.code(elsewhere, false).await, ProblemCode::AskFirst);
    let asked = desk.profile.content(desk.agent, elsewhere, true).await.unwrap_err();
    assert!(asked.to_string().contains("public") || asked.problem().detail.contains("127.0.0.1"), "tried: {asked}");

    desk.profile.set_pictures(desk.agent, Pictures::Allowed).await.unwrap();
    let tried = desk.profile.content(desk.agent, elsewhere, false).await.unwrap_err();
    assert_eq!(tried.to_string(), asked.to_string(), "it is tried without a word");

    desk.profile.set_pictures(desk.agent, Pictures::Blocked).await.unwrap();
    let blocked = desk.profile.content(desk.agent, elsewhere, true).await.unwrap_err();
    assert!(blocked.to_string().contains("nothing from elsewhere"), "{blocked}");
    let into = TempDir::new().unwrap();
    let to = Destination::Folder(into.path().to_owned());
    let kept = desk.profile.save_linked(desk.agent, elsewhere, "cat.png", to.clone()).await;
    assert!(kept.unwrap_err().to_string().contains("nothing from elsewhere"));
    let own = desk.keeps("own.wav", &wave(8)).await;
    assert_eq!(desk.profile.content(desk.agent, &own, false).await.unwrap().media_type, "audio/wav");
    let saved = desk.profile.save_linked(desk.agent, &own, "../own.wav", to).await.unwrap();
    assert_eq!((saved.name.as_str(), saved.runs), ("own.wav", false));

    let desk = desk.reopened().await;
    let row = desk.profile.snapshot().await.unwrap().agents.remove(0);
    assert_eq!(row.pictures, Pictures::Blocked, "it is kept");
    for nowhere in ["file:///etc/passwd", "javascript:1", "data:audio/wav;base64,AAAA", ""] {
        assert_eq!(desk.code(nowhere, true).await, ProblemCode::Refused, "{nowhere}");
    }
}
