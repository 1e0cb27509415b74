//! Sound, film, pictures and files in answers: played, shown, saved where the person says, and kept out where they say so.

use std::fs;

use parlance_server::Script;
use serde_json::json;

use crate::accessibility::{axe, look, nothing};
use crate::desk::{Desk, ESCAPE, HOME, Window};
use crate::platform::Platform;

const WATCH_THE_POLICY: &str = "window.forbidden = [];
    document.addEventListener('securitypolicyviolation', (event) => forbidden.push(`${event.violatedDirective} ${event.blockedURI}`));";

/// Two seconds of a ball that moves (GStreamer's `videotestsrc pattern=ball`, as VP8).
const FILM: &[u8] = include_bytes!("../fixtures/media/ball.webm");

/// Two seconds of a tone.
fn tone() -> Vec<u8> {
    const RATE: u32 = 8_000;
    let samples: Vec<u8> = (0..RATE * 2).map(|at| if at / 10 % 2 == 0 { 110 } else { 146 }).collect();
    let mut wave = b"RIFF".to_vec();
    wave.extend((36 + RATE * 2).to_le_bytes());
    wave.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    wave.extend([RATE.to_le_bytes(), RATE.to_le_bytes()].concat());
    wave.extend(b"\x01\0\x08\0data");
    wave.extend((RATE * 2).to_le_bytes());
    wave.extend(samples);
    wave
}

/// Looks at what is on the screen in both themes, with the eyes of axe as well.
async fn photograph(window: &Window<'_>, name: &str, found: &mut Vec<String>) {
    for theme in ["light", "dark"] {
        window.script(&format!("document.documentElement.dataset.theme = '{theme}'")).await;
        look(window, &axe(), &format!("{name} {theme}"), found).await;
        window.photograph(&format!("received/{name}-{theme}")).await;
    }
    window.script("document.documentElement.dataset.theme = 'light'").await;
}

async fn press_in_menu(window: &Window<'_>, value: &str) {
    window
        .script(
            "const item = document.querySelector('[data-testid=agent-item][aria-current]');
        item.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true }))",
        )
        .await;
    let choice = format!("[role=menuitemradio][data-value={value}]");
    window.find_css(&choice).await.click().await.expect("a choice");
    window.until("!document.querySelector('[role=menu]')").await;
}

#[tokio::test]
async fn sound_and_film_are_played_and_saved_where_the_person_says_and_what_cannot_be_played_says_so() {
    let script = Script::agent("Radio");
    let platform = Platform::with(&[&script]).await;
    let tone = tone();
    let sound = platform.keeps("speech.png", "image/png", &tone).await;
    let broken = platform.keeps("film.mp4", "video/mp4", b"\0\0\0\x1cftypisom\0\0\x02\0isomiso2mp41 and no film").await;
    let film = platform.keeps("ball", "text/plain", FILM).await;
    let notes = platform.keeps("notes.sh", "text/plain", "echo 早上好\n".as_bytes()).await;
    let answer = format!(
        "Listen:\n\n![speech]({sound})\n\nAnd look:\n\n![a ball]({film})\n\n![the film]({broken})\n\nMore in [notes.sh]({notes}) and [speech.wav]({sound})."
    );
    script.say(&answer).end();
    let mut found = Vec::new();
    let mut desk = Desk::new("media").size(1100, 800);
    let window = desk.open().await;
    window.script(WATCH_THE_POLICY).await;
    window.add(&platform, &script).await;
    window.ask("What does it sound like?").await;
    window.until("answer('done') && document.querySelector('audio')?.duration > 1.9").await;
    assert_eq!(window.value("document.querySelector('audio').paused").await, true, "nothing plays by itself");
    window.until("text('answer-text').includes('This computer cannot play this kind of sound or film')").await;
    window.press_named("Play: speech").await;
    window.until("document.querySelector('audio').currentTime > 0.3").await;
    window.press_named("Pause: speech").await;
    window.until("document.querySelector('audio').paused").await;
    photograph(&window, "sound-en", &mut found).await;
    window.script("document.querySelector('video').scrollIntoView({ block: 'center' })").await;
    window
        .until("document.querySelector('video').duration > 1.5 && document.querySelector('video').videoWidth === 160")
        .await;
    window.press_named("Play: a ball").await;
    window.until("document.querySelector('video').currentTime > 1").await;
    window.press_named("Pause: a ball").await;
    window
        .find_css("[role=group][aria-label='a ball'] input[type=range]")
        .await
        .send_keys(&format!("{HOME}"))
        .await
        .expect("keys reach it");
    window.until("document.querySelector('video').currentTime === 0").await;
    photograph(&window, "film-en", &mut found).await;

    window.press_named("Actions for speech").await;
    window.choose("Save as").await;
    let chosen = desk.folder().join("mine.wav");
    window.save_as("Save as", Some(chosen.to_str().expect("a name"))).await;
    window.until("document.body.innerText.includes('Saved as “mine.wav”')").await;
    assert_eq!(fs::read(&chosen).expect("it is saved"), tone);
    window.press_named("Actions for speech").await;
    window.choose("Save as").await;
    window.save_as("Save as", None).await;
    window.press_named("Show the file notes.sh").await;
    window.until("text('file-preview').includes('早上好')").await;
    photograph(&window, "text-en", &mut found).await;
    window
        .value("[...dialog().querySelectorAll('button')].find((one) => one.innerText === 'Save to Downloads').click()")
        .await;
    window.until("document.body.innerText.includes('can run as a program')").await;
    assert_eq!(fs::read_to_string(desk.folder().join("home/notes.sh")).expect("it is saved"), "echo 早上好\n");
    window.press_named("Show the file speech.wav").await;
    window.until("dialog()?.querySelector('audio')?.duration > 1.9").await;
    photograph(&window, "dialog-en", &mut found).await;
    window.press(&[ESCAPE]).await;
    window.until("!dialog()").await;
    assert_eq!(window.value("forbidden").await, json!([]), "nothing of ours is against the policy");
    assert!(window.script("return window.scrollX + document.querySelectorAll('[autoplay]').length").await == 0);
    window.quit().await;

    desk = desk.locale("zh-CN");
    let window = desk.open().await;
    window
        .until("document.querySelector('audio')?.duration > 1.9 && text('answer-text').includes('本机无法在此播放')")
        .await;
    photograph(&window, "sound-zh", &mut found).await;
    window.press_named("查看文件 speech.wav").await;
    window.until("dialog()?.querySelector('audio')?.duration > 1.9").await;
    photograph(&window, "dialog-zh", &mut found).await;
    window.press(&[ESCAPE]).await;
    window.quit().await;
    nothing(&found);
}

#[tokio::test]
async fn pictures_from_elsewhere_come_as_the_person_has_it_for_the_agent() {
    let script =
        Script::agent("Gallery").say("![cat](http://127.0.0.1:9/cat.png) and ![](http://127.0.0.1:9/dog.png)").end();
    let platform = Platform::with(&[&script]).await;
    let mut found = Vec::new();
    let mut desk = Desk::new("media-policy").size(1100, 800);
    let window = desk.open().await;
    window.add(&platform, &script).await;
    window.ask("Show me").await;
    window.until("answer('done') && text('answer-text').includes('from 127.0.0.1:9')").await;
    photograph(&window, "ask-en", &mut found).await;
    window.press_named("Always for this agent").await;
    window.until("document.body.innerText.includes('load at once in the answers of Gallery')").await;
    // Nobody serves pictures here: that it was tried is what is seen.
    window.until("text('answer-text').includes('not at a public address')").await;
    photograph(&window, "allowed-en", &mut found).await;
    press_in_menu(&window, "blocked").await;
    window.until("text('answer-text').includes('not shown') && !one('answer-text').querySelector('button')").await;
    photograph(&window, "blocked-en", &mut found).await;
    window.quit().await;

    desk = desk.locale("zh-CN");
    let window = desk.open().await;
    window.until("text('answer-text').includes('未显示')").await;
    window
        .script(
            "const item = document.querySelector('[data-testid=agent-item][aria-current]');
        item.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true }))",
        )
        .await;
    window.until("document.querySelector('[role=menuitemradio][data-value=blocked]')?.ariaChecked === 'true'").await;
    photograph(&window, "menu-zh", &mut found).await;
    window.press(&[ESCAPE]).await;
    press_in_menu(&window, "ask").await;
    window.until("text('answer-text').includes('对该智能体始终显示')").await;
    photograph(&window, "ask-zh", &mut found).await;
    window.quit().await;
    nothing(&found);
}
