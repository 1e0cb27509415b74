//! What an agent asks for before it answers: filled in, changed in the middle, refused, kept over a restart.

use parlance_protocol::{ChatEvent, VariableConfig, VariableType};
use parlance_server::{Reply, Script};
use serde_json::{Value, json};

use crate::desk::{DOWN, Desk, ENTER, ESCAPE, Window};
use crate::platform::{Platform, soon};

/// What an input method does in the focused field: it composes, its Enter takes the word, and WebKit reports that Enter once
/// more, just after the end.
const COMPOSE: &str = "
    const field = document.activeElement;
    const key = (of) => field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...of }));
    field.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
    key({ isComposing: true, keyCode: 229 });
    document.execCommand('insertText', false, '李明');
    field.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: '李明' }));
    key({ keyCode: 13 });
    field.dispatchEvent(new KeyboardEvent('keyup', { key: 'Enter', bubbles: true }));
    return field.value;";

const COLLEGES: [&str; 12] = [
    "Law",
    "Medicine",
    "Physics",
    "Philosophy",
    "Chemistry",
    "Mathematics",
    "Mechanics",
    "Economics",
    "History",
    "计算机",
    "法学院",
    "建筑",
];

fn variable(key: &str, name: &str, variable_type: VariableType) -> VariableConfig {
    VariableConfig { key: key.into(), name: name.into(), variable_type, ..VariableConfig::default() }
}

/// Every kind of variable that there is.
pub(crate) fn every_kind(script: &Script) -> Script {
    let texts = |all: &[&str]| all.iter().map(|text| (*text).to_owned()).collect();
    script
        .greeting("Hello **{{name}}**, welcome to {{college}}. I know the *rules* of every college.")
        .questions(&["When is the library open?", "Which courses can I take?"])
        .variable(VariableConfig {
            required: true,
            text_max_length: 6,
            description: "As on your student card".into(),
            ..variable("name", "Name", VariableType::Text)
        })
        .variable(VariableConfig {
            required: true,
            enum_values: texts(&COLLEGES),
            ..variable("college", "College", VariableType::Enum)
        })
        .variable(VariableConfig {
            enum_values: texts(&["English", "中文"]),
            ..variable("language", "Language", VariableType::Enum)
        })
        .variable(VariableConfig {
            description: "What you study, and what you are good at".into(),
            ..variable("about", "About you", VariableType::Paragraph)
        })
}

fn field(key: &str) -> String {
    format!("document.querySelector('[data-testid=variable-input][data-key={key}]')")
}

/// Replaces what is in a variable's field, as pasting over it does.
pub(crate) async fn fill_variable(window: &Window<'_>, key: &str, text: &str) {
    window.find_css(&format!("[data-testid=variable-input][data-key={key}]")).await;
    window
        .script(&format!(
            "const field = {}; field.focus(); field.select();
         document.execCommand({text} === '' ? 'delete' : 'insertText', false, {text});",
            field(key),
            text = json!(text)
        ))
        .await;
    window.until(&format!("{}.value === {}", field(key), json!(text))).await;
}

async fn choose_variable(window: &Window<'_>, key: &str, choice: &str) {
    let css = format!("[data-testid=variable-input][data-key={key}] [data-value={choice:?}]");
    window.find_css(&css).await.click().await.expect("it can be chosen");
}

async fn said(window: &Window<'_>, words: &str) {
    window.until(&format!("document.body.innerText.includes({})", json!(words))).await;
}

async fn unsaid(window: &Window<'_>, words: &str) {
    window.until(&format!("!document.body.innerText.includes({})", json!(words))).await;
}

async fn focused(window: &Window<'_>, key: &str) {
    window.until(&format!("document.activeElement === {}", field(key))).await;
}

async fn chips(window: &Window<'_>) -> Value {
    window.value("[...document.querySelectorAll('[role=group][aria-label=Variables] button')].map((chip) => chip.textContent)")
        .await
}

#[tokio::test]
async fn every_kind_of_variable_is_filled_in_changed_in_the_middle_and_there_after_a_restart() {
    let script = every_kind(&Script::agent("Campus"));
    for answer in ["Until ten.", "Until eight.", "Every day."] {
        script.say(answer).end();
    }
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("variables");
    let window = desk.open().await;
    window.add(&platform, &script).await;
    window.find("variables-form").await;
    window.until("text('opening-message').startsWith('Hello ‹Name›, welcome to ‹College›')").await;
    window.photograph("variables-empty").await;

    // Nothing goes out before what is needed is there, and the question stays.
    window.fill("composer-input", "When is the library open?").await;
    window.press(&[ENTER]).await;
    focused(&window, "name").await;
    said(&window, "Fill this in to go on.").await;
    assert_eq!(
        window.value("[one('composer-input').value, all('turn').length]").await,
        json!(["When is the library open?", 0])
    );
    fill_variable(&window, "name", "Elisabeth").await;
    said(&window, "9 characters, but the agent takes at most 6.").await;
    fill_variable(&window, "college", "Alchemy").await;
    said(&window, "No choice fits what is written.").await;
    window.press(&[ESCAPE]).await;
    window.until("!document.querySelector('[role=listbox]')").await;
    window.photograph("variables-errors").await;
    window.click("variables-save").await;
    focused(&window, "name").await;
    assert!(script.requests_for("create_conversation").is_empty());

    // An input method's Enter is nobody else's.
    for key in ["name", "college", "about"] {
        fill_variable(&window, key, "").await;
        focused(&window, key).await;
        assert_eq!(window.script(COMPOSE).await, "李明", "in {key}");
    }
    assert_eq!(window.value("all('turn').length").await, 0);
    assert!(script.requests().iter().all(|seen| seen.action != "create_conversation"));

    fill_variable(&window, "college", "ph").await;
    window.until("[...document.querySelectorAll('[role=option]')].map((one) => one.textContent).join() === 'Physics,Philosophy'").await;
    window.photograph("variables-search").await;
    window.press(&[DOWN]).await;
    window.press(&[DOWN]).await;
    window.press(&[ENTER]).await;
    window
        .until(&format!("{}.value === 'Philosophy' && !document.querySelector('[role=listbox]')", field("college")))
        .await;
    choose_variable(&window, "language", "English").await;
    fill_variable(&window, "about", "Logic,\nand some physics.").await;
    window.until("text('opening-message').startsWith('Hello 李明, welcome to Philosophy')").await;
    window.photograph("variables-filled").await;

    // The question takes the form as it is.
    window.script("document.querySelector('[data-testid=composer-input]').focus()").await;
    window.press(&[ENTER]).await;
    window.until("answer('done') && text('answer-text') === 'Until ten.'").await;
    let made = soon(script.seen("create_conversation")).await;
    let first =
        json!({"about": "Logic,\nand some physics.", "college": "Philosophy", "language": "English", "name": "李明"});
    assert_eq!(made.body["Inputs"], first);
    assert_eq!(
        chips(&window).await,
        json!(["Name: 李明", "College: Philosophy", "Language: English", "About you: Logic,\nand some physics."])
    );
    window.photograph("variables-chips").await;

    window.press_named("College: Philosophy").await;
    focused(&window, "college").await;
    window.photograph("variables-dialog").await;
    fill_variable(&window, "college", "law").await;
    window.press(&[ENTER]).await;
    window.until(&format!("{}.value === 'Law'", field("college"))).await;
    script.on("update_conversation", Reply::status(500));
    window.click("variables-save").await;
    said(&window, "The platform cannot answer now").await;
    window.photograph("variables-refused").await;
    script.again("update_conversation");
    choose_variable(&window, "language", "").await;
    window.click("variables-save").await;
    window.until("!dialog()").await;
    said(&window, "From your next question on: College = Law · Language not set").await;
    window.photograph("variables-next").await;
    soon(script.seen_times("update_conversation", 2)).await;
    assert_eq!(
        script.requests_for("update_conversation")[1].body["Inputs"],
        json!({"about": "Logic,\nand some physics.", "college": "Law", "language": "", "name": "李明"})
    );
    window.ask("And on Sundays?").await;
    window.until("answer('done') && text('answer-text') === 'Until eight.'").await;
    said(&window, "From here on: College = Law · Language not set").await;
    unsaid(&window, "From your next question on").await;
    window.photograph("variables-marker").await;
    window.quit().await;

    let window = desk.open().await;
    window.until("all('turn').length === 2").await;
    said(&window, "From here on: College = Law · Language not set").await;
    assert_eq!(
        chips(&window).await,
        json!(["Name: 李明", "College: Law", "About you: Logic,\nand some physics.", "+1"])
    );
    window.click("new-conversation").await;
    window.find("variables-form").await;
    window.until(&format!("{}.value === 'Law' && {}.value === '李明'", field("college"), field("name"))).await;
    window.quit().await;
}

#[tokio::test]
async fn presets_are_kept_used_renamed_and_deleted() {
    let script = every_kind(&Script::agent("Campus"));
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("variables-presets");
    let window = desk.open().await;
    window.add(&platform, &script).await;
    fill_variable(&window, "name", "Li").await;
    fill_variable(&window, "college", "Law").await;
    window.press_named("Presets").await;
    window.choose("Save as preset…").await;
    window.until("document.activeElement.tagName === 'INPUT' && !document.activeElement.dataset.key").await;
    window.script("document.execCommand('insertText', false, 'Law student')").await;
    window.photograph("variables-preset-name").await;
    window.press(&[ENTER]).await;
    window.until("document.activeElement.tagName !== 'INPUT'").await;
    fill_variable(&window, "college", "Physics").await;
    window.quit().await;

    let window = desk.open().await;
    window.find("variables-form").await;
    window.press_named("Presets").await;
    window.photograph("variables-preset-menu").await;
    window.choose("Law student").await;
    window.until(&format!("{}.value === 'Law' && {}.value === 'Li'", field("college"), field("name"))).await;
    window.press_named("Presets").await;
    window.choose("Manage presets…").await;
    window.press_named("Rename Law student").await;
    window.until("document.activeElement.value === 'Law student'").await;
    window.script("document.activeElement.select(); document.execCommand('insertText', false, '法学生')").await;
    window.press(&[ENTER]).await;
    said(&window, "法学生").await;
    window.photograph("variables-preset-list").await;
    window.press_named("Delete 法学生").await;
    said(&window, "“法学生” was deleted.").await;
    window.quit().await;
}

/// The words of an agent that is photographed, and those of the window that are waited for.
struct Looks {
    locale: &'static str,
    names: [&'static str; 4],
    opening: &'static str,
    values: [&'static str; 4],
    missing: &'static str,
    saved: &'static str,
    next: &'static str,
    here: &'static str,
}

const ENGLISH: Looks = Looks {
    locale: "en",
    names: ["Name", "College", "Language", "About you"],
    opening: "Hello {{name}}. I am **Campus**, and know the courses and rules of {{college}}.",
    values: ["Elisabeth", "Physics", "English", "Second year of software engineering, at present operating systems."],
    missing: "Fill this in to go on.",
    saved: "Saved",
    next: "From your next question on: College = Law",
    here: "From here on: College = Law",
};

const CHINESE: Looks = Looks {
    locale: "zh-CN",
    names: ["姓名", "学院", "语言", "自我介绍"],
    opening: "你好，{{name}}同学。我是**小开**，可以问我{{college}}的课程与规定。",
    values: ["李小明", "计算机", "中文", "软件工程专业大二，正在上操作系统和编译原理。"],
    missing: "请先填写这一项。",
    saved: "已保存",
    next: "从下一个问题起：学院 = Law",
    here: "从这里起：学院 = Law",
};

#[tokio::test]
async fn form_chips_and_marker_are_photographed_in_english() {
    look_at(ENGLISH).await;
}

#[tokio::test]
async fn form_chips_and_marker_are_photographed_in_chinese() {
    look_at(CHINESE).await;
}

/// Pictures to look at, in both themes, small and large: `target/window/variables-LOCALE-STATE-THEME-WIDTH.png`.
async fn look_at(looks: Looks) {
    let Looks { locale, names, opening, values, missing, saved, next, here } = looks;
    let texts = |all: &[&str]| all.iter().map(|text| (*text).to_owned()).collect();
    let script = Script::agent("小开 Campus")
        .greeting(opening)
        .questions(&["When is the library open?", "怎么申请缓考？"])
        .variable(VariableConfig {
            required: true,
            text_max_length: 9,
            ..variable("name", names[0], VariableType::Text)
        })
        .variable(VariableConfig {
            required: true,
            enum_values: texts(&COLLEGES),
            ..variable("college", names[1], VariableType::Enum)
        })
        .variable(VariableConfig {
            enum_values: texts(&["中文", "English"]),
            ..variable("language", names[2], VariableType::Enum)
        })
        .variable(variable("about", names[3], VariableType::Paragraph));
    let suggested_questions = vec!["And at weekends?".into(), "怎么预约研讨间？".into()];
    let script = script
        .say("Until ten; in the weeks of exams until midnight. 考试周延长到十二点。")
        .event(ChatEvent::Suggestion { suggested_questions })
        .end()
        .say("Yes, **online**.")
        .end();
    let platform = Platform::with(&[&script]).await;
    let name: &'static str = if locale == "en" { "variables-looks-en" } else { "variables-looks-zh" };
    let desk = Desk::new(name).locale(locale).size(1440, 900);
    let window = desk.open().await;
    window.add(&platform, &script).await;
    window.find("variables-form").await;
    let picture = async |state: &str| {
        for theme in ["light", "dark"] {
            window.script(&format!("document.documentElement.dataset.theme = '{theme}'")).await;
            for (width, height) in [(1440, 900), (900, 640), (560, 760)] {
                window.resize(width, height).await;
                window.photograph(&format!("variables-{locale}-{state}-{theme}-{width}")).await;
            }
        }
        window.resize(1440, 900).await;
    };
    picture("empty").await;
    window.click("variables-save").await;
    said(&window, missing).await;
    picture("errors").await;
    fill_variable(&window, "name", values[0]).await;
    fill_variable(&window, "college", values[1]).await;
    choose_variable(&window, "language", values[2]).await;
    fill_variable(&window, "about", values[3]).await;
    window.click("variables-save").await;
    said(&window, saved).await;
    picture("filled").await;
    window.ask("When is the library open?").await;
    window.until("answer('done') && all('suggestion').length === 2").await;
    picture("chips").await;
    window.script("document.querySelector('[role=group] [aria-haspopup=dialog]').click()").await;
    window.until("dialog()").await;
    fill_variable(&window, "college", "Law").await;
    window.press(&[ESCAPE]).await;
    picture("dialog").await;
    window.click("variables-save").await;
    said(&window, next).await;
    picture("next").await;
    window.ask("Can I book a room?").await;
    window.until("all('turn').length === 2 && answer('done')").await;
    said(&window, here).await;
    picture("marker").await;
    window.quit().await;
}
