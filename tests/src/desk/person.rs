//! What a person does at the window, and what they see of it.

use fantoccini::Locator;
use fantoccini::actions::{Actions, InputSource as _, WheelAction, WheelActions};
use parlance_server::Script;
use serde_json::{Value, json};

use super::{ENTER, LOOK, PATIENCE, Window};
use crate::outside;
use crate::platform::Platform;

/// Short names for what the page is asked about most.
pub(super) const PAGE: &str = r#"
    const all = (handle) => [...document.querySelectorAll(`[data-testid=${handle}]`)];
    const one = (handle) => all(handle).at(-1);
    const text = (handle) => one(handle)?.innerText.trim() ?? "";
    const answer = (state) => one("answer")?.dataset.state === state;
    const dialog = () => document.querySelector("[role=dialog], [role=alertdialog]");
"#;

impl Window<'_> {
    /// What an expression is now.
    pub async fn value(&self, expression: &str) -> Value {
        self.script(&format!("{PAGE} return {expression};")).await
    }

    /// What a script in the page hands to its last argument, sooner or later.
    pub async fn later(&self, script: &str, given: Vec<Value>) -> Value {
        self.client.execute_async(script, given).await.expect("the page runs scripts")
    }

    /// Turns the wheel over the middle of the log by so many pixels; less than nothing is up.
    pub async fn wheel(&self, by: i64) {
        let middle = "const log = one('message-log').getBoundingClientRect();
            return [log.left + log.width / 2, log.top + log.height / 2].map(Math.round)";
        let middle = self.script(&format!("{PAGE} {middle}")).await;
        let at = |index: usize| middle[index].as_i64().expect("a number");
        let turned = WheelAction::Scroll { duration: None, x: at(0), y: at(1), delta_x: 0, delta_y: by };
        let wheel = WheelActions::new("wheel".to_owned()).then(turned);
        self.client.perform_actions(Actions::from(wheel)).await.expect("the wheel can be turned");
        // A wheel that was turned before is turned only by the difference.
        self.client.release_actions().await.expect("the wheel can be let go of");
    }

    /// Waits until the newest element with this handle shows these words.
    pub async fn reads(&self, handle: &str, words: &str) {
        self.until(&format!("text({}).includes({})", json!(handle), json!(words))).await;
    }

    /// Replaces what is in a field, as pasting over it does.
    pub async fn fill(&self, handle: &str, text: &str) {
        let field = self.find(handle).await;
        let field = serde_json::to_value(&field).expect("an element has a name");
        let insert = "const [field, text] = arguments; field.focus(); field.select();
            document.execCommand(text === '' ? 'delete' : 'insertText', false, text);";
        self.client.execute(insert, vec![field, json!(text)]).await.expect("text can be inserted");
    }

    /// Presses the button that has this name now.
    pub async fn press_named(&self, name: &str) {
        self.press_at(&format!("//button[normalize-space(.)={name:?} or @aria-label={name:?}]")).await;
    }

    /// Chooses from the open menu. What it offers says its shortcut as well.
    pub async fn choose(&self, name: &str) {
        self.press_at(&format!("//*[@role='menuitem'][starts-with(., {name:?})]")).await;
    }

    async fn press_at(&self, path: &str) {
        let wait = self.client.wait().at_most(PATIENCE).every(LOOK);
        let Ok(button) = wait.for_element(Locator::XPath(path)).await else { panic!("{path} did not appear") };
        button.click().await.expect("it can be pressed");
    }

    /// Presses the newest of the elements with this handle.
    pub async fn press_newest(&self, handle: &str) {
        self.until(&format!("one({})", json!(handle))).await;
        let css = format!("[data-testid={handle}]");
        let all = self.client.find_all(Locator::Css(&css)).await.expect("elements can be found");
        all.last().expect("there is one").click().await.expect("it can be pressed");
    }

    /// Asks by keyboard, and waits until the question stands in the log.
    pub async fn ask(&self, question: &str) {
        let before = self.value("all('turn').length").await;
        self.fill("composer-input", question).await;
        self.press(&[ENTER]).await;
        self.until(&format!("all('turn').length > {before} || text('question-text') === {}", json!(question))).await;
    }

    /// Adds an agent and goes to it.
    pub async fn add(&self, platform: &Platform, script: &Script) {
        self.click("add-agent").await;
        self.fill("agent-base-url", platform.address()).await;
        self.fill("agent-api-key", script.api_key()).await;
        let known = self.value("all('agent-item').length").await;
        self.click("agent-save").await;
        self.until(&format!(
            "!dialog() && all('agent-item').length > {known} && one('agent-item').ariaCurrent && one('composer-input')"
        ))
        .await;
    }

    /// Loads the page anew, as a crash of the web view does. The program goes on.
    pub async fn reload(&self) {
        self.client.refresh().await.expect("the page loads again");
        self.find("composer-input").await;
    }

    /// Waits for the system's dialog of this title and saves under this name; puts it away where there is none.
    pub async fn save_as(&self, title: &str, name: Option<&str>) {
        let answered = tokio::time::timeout(PATIENCE, async {
            while outside::answer(self.desk.seat.display(), title, name).is_err() {
                tokio::time::sleep(LOOK).await;
            }
        });
        answered.await.expect("the dialog appears");
    }

    /// Waits for the keychain's prompt and says no to it.
    pub async fn refuse_prompt(&self) {
        let refused = async {
            while outside::close(self.desk.seat.display(), "gcr-prompter").is_err() {
                tokio::time::sleep(LOOK).await;
            }
        };
        tokio::time::timeout(PATIENCE, refused).await.expect("the keychain asks");
    }

    /// Pulls the window to this size.
    pub async fn resize(&self, width: u32, height: u32) {
        self.client.set_window_rect(0, 0, width, height).await.expect("the window takes its size");
        self.until(&format!("innerWidth === {width} && innerHeight === {height}")).await;
    }
}
