//! Pictures of the window to look at: both themes, both languages, small and large, in `target/window/gallery`. That every
//! state can be reached in all of them is what this tests; whether it is fit to be seen, somebody has to look.

use parlance_server::Script;
use serde_json::{Value, json};

use crate::desk::{Desk, Window};
use crate::platform::Platform;

const SIZES: [(u32, u32); 2] = [(900, 640), (1440, 900)];

pub(crate) const RICH: &str = r#"The two **methods** differ in *cost*, not in result. 用`merge`（归并）更**稳定**，见下表：

| method | time | memory |
|---|--:|--:|
| merge | $O(n \log n)$ | $O(n)$ |
| quick | $O(n^2)$ at worst | $O(\log n)$ |

1. Split the list.
2. Sort both halves.
   - [x] the left
   - [ ] the right

```rust
/// Sorts by merging.
fn sort(list: &[u32]) -> Vec<u32> {
    if list.len() < 2 { return list.to_vec(); }
    let (left, right) = list.split_at(list.len() / 2);
    merge(&sort(left), &sort(right)) // 归并
}
```

The sum of all steps is

$$\sum_{k=0}^{\log_2 n} 2^k \cdot \frac{n}{2^k} = n \log_2 n + n$$

> Measured on a busy machine; see [the notes](https://example.org/notes).
"#;

fn event(fields: Value) -> parlance_protocol::ChatEvent {
    serde_json::from_value(fields).expect("an event")
}

pub(crate) fn rich(script: &Script) -> Script {
    let passage = |name: &str, text: &str, score: f64| json!({ "output": text, "metadata": { "document_name": name, "score": score } });
    let docs = json!({ "outputList": [passage("algorithms.pdf", "Merging sorts in a number of steps that grows as n log n.", 0.92),
        passage("排序算法.md", "归并排序是稳定的排序算法。", 0.81)] });
    script
        .think("The person compares two algorithms, so a table helps.")
        .event(event(json!({ "event": "knowledge_retrieve", "dataset_ids": ["a"], "query": "sorting" })))
        .event(event(json!({ "event": "knowledge_retrieve_end", "docs": docs, "latency": 0.31 })))
        .say(RICH)
        .event(event(json!({ "event": "message_cost", "input_tokens": 412, "output_tokens": 245, "latency": 2.4, "latency_first_resp": 0.4 })))
        .event(event(json!({ "event": "suggestion", "suggested_questions": ["Which is more stable?", "内存不够时怎么办？"] })))
        .end()
}

#[tokio::test]
async fn every_state_is_photographed_in_both_themes_languages_and_sizes() {
    let script = Script::agent("课程助教 Tutor")
        .greeting("Ask me about **algorithms**.")
        .questions(&["Compare the sorts.", "什么是稳定排序？"]);
    let script = rich(&script).status(401, "", &[]);
    for _ in 0..8 {
        script.say("In short: yes.").end();
    }
    script.say(RICH.split("let (left").next().unwrap_or(RICH)).wait();
    let platform = Platform::with(&[&script]).await;
    let mut desk = Desk::new("gallery").size(1440, 900);
    let window = desk.open().await;
    window.add(&platform, &script).await;
    let questions = [
        "Compare merge sort and quick sort.",
        "Why did it break off?",
        "Is it in place?",
        "如何评价这门课程的作业难度？",
        "A very long question that does not fit into one line of the list, whatever its width may be",
        "短",
        "Is it stable?",
        "二分查找",
        "Hashing",
        "Graphs",
    ];
    for (number, question) in questions.iter().enumerate() {
        if number > 0 {
            window.click("new-conversation").await;
            window.until("all('turn').length === 0").await;
        }
        window.ask(question).await;
        window.until("one('answer') && !answer('streaming')").await;
    }
    window.quit().await;

    for locale in ["en", "zh-CN"] {
        desk = desk.locale(locale);
        let window = desk.open().await;
        window.find("turn").await;
        window.click("new-conversation").await;
        window.until("all('turn').length === 0").await;
        window.ask("And while it is being written?").await;
        window.until("answer('streaming') && text('answer-text').length > 100").await;
        for theme in ["light", "dark"] {
            window.click("settings-open").await;
            window
                .find_css(&format!("[data-testid=settings-theme] [data-value={theme}]"))
                .await
                .click()
                .await
                .expect("a theme");
            window.until(&format!("matchMedia('(prefers-color-scheme: dark)').matches === {} || document.documentElement.dataset.theme === '{theme}'", theme == "dark")).await;
            close(&window).await;
            for (width, height) in SIZES {
                window.resize(width, height).await;
                photograph(&window, &format!("{locale}-{theme}-{width}")).await;
            }
        }
        window.click("composer-stop").await;
        window.until("answer('stopped')").await;
        window.quit().await;
    }
}

async fn photograph(window: &Window<'_>, name: &str) {
    let picture = async |state: &str| window.photograph(&format!("gallery/{state}-{name}")).await;
    picture("1-streaming").await;
    open(window, "Compare merge").await;
    window.until("answer('done') && all('suggestion').length === 2").await;
    window
        .script("const log = document.querySelector('[data-testid=message-log]'); log.scrollTop = log.scrollHeight")
        .await;
    window.until("one('suggestion').getBoundingClientRect().bottom < innerHeight").await;
    picture("2-done-end").await;
    window.script("document.querySelector('[data-testid=message-log]').scrollTop = 0").await;
    window.until("one('message-log').scrollTop === 0 && one('question-text')").await;
    picture("3-done").await;
    open(window, "Why did it").await;
    window.answer("failed").await;
    picture("4-failed").await;
    window.script("const all = document.querySelectorAll('[data-testid=conversation-item]'); all[all.length - 1].scrollIntoView()").await;
    picture("5-list").await;

    window.click("settings-open").await;
    window.until("dialog()").await;
    picture("6-settings").await;
    close(window).await;
    window.click("add-agent").await;
    window.fill("agent-base-url", "https://agent.example.com").await;
    window.fill("agent-api-key", "wrong\u{20}key").await;
    window.click("agent-test").await;
    window.until("one('agent-status').dataset.state === 'bad'").await;
    picture("7-add").await;
    close(window).await;

    window.find("agent-item").await.click().await.expect("the Guide opens");
    window.until("one('opening-message')").await;
    picture("8-home").await;
    window
        .script("const all = document.querySelectorAll('[data-testid=agent-item]'); all[all.length - 1].click()")
        .await;
    window.find("turn").await;
    open(window, "And while").await;
    window.answer("streaming").await;
}

async fn close(window: &Window<'_>) {
    window.press(&[crate::desk::ESCAPE]).await;
    window.until("!dialog()").await;
}

async fn open(window: &Window<'_>, title: &str) {
    window
        .script(&format!(
            "[...document.querySelectorAll('[data-testid=conversation-item]')].find((item) => item.textContent.startsWith({title:?})).click()"
        ))
        .await;
    window.until(&format!("one('conversation-item') && text('question-text').startsWith({title:?})")).await;
}
