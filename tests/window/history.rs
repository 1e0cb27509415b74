//! The list of conversations at its fullest: thousands, archived ones, tags, several at once, and what each says of itself.

use futures_util::StreamExt as _;
use parlance_client::{Address, ApiKey, Client, Dialect};
use parlance_protocol::{ChatQuery, CreateConversation, DeleteMessage, QueryId, UserId};
use parlance_server::{Reply, Script};
use rusqlite::Connection;

use crate::desk::{CONTROL, Desk, ENTER, ESCAPE, Window};
use crate::platform::Platform;

const TITLES: &str = "all('conversation-item').map((item) => item.querySelector('b').textContent).join('|')";
const MANY: usize = 20_000;

#[tokio::test]
async fn conversations_are_tagged_archived_and_found_again() {
    let script = Script::agent("Registry 教务").say("Yes.");
    let platform = Platform::with(&[&script]).await;
    let mut desk = Desk::new("history");
    let window = desk.open().await;
    window.add(&platform, &script).await;
    for question in ["How do I enrol?", "What are the exam dates?", "奖学金怎么申请？"] {
        window.click("new-conversation").await;
        window.until("all('turn').length === 0").await;
        window.ask(question).await;
        window.answer("done").await;
    }

    act(&window, "What are the exam dates?", "Tags…").await;
    window.until("dialog() && document.activeElement.tagName === 'INPUT'").await;
    window.script("document.execCommand('insertText', false, 'exams 考试')").await;
    window.press(&[ENTER]).await;
    window.until("dialog().querySelectorAll('input[type=checkbox]').length === 1").await;
    window.photograph("history/tags").await;
    window.press_named("Done").await;
    window.until("!dialog() && all('conversation-item')[1].innerText.includes('exams 考试')").await;

    act(&window, "How do I enrol?", "Archive").await;
    window.until(&format!("{TITLES} === '奖学金怎么申请？|What are the exam dates?'")).await;
    which(&window, "archived").await;
    window.until(&format!("{TITLES} === 'How do I enrol?'")).await;
    window.photograph("history/archive").await;
    which(&window, "listed").await;
    window.until("all('conversation-item').length === 2").await;

    which(&window, "#exams 考试").await;
    window.until(&format!("{TITLES} === 'What are the exam dates?'")).await;
    which(&window, "#").await;
    window.until("all('conversation-item').length === 2").await;
    filter(&window, "奖学").await;
    window.until(&format!("{TITLES} === '奖学金怎么申请？'")).await;
    window.press(&[ESCAPE]).await;
    window.until("all('conversation-item').length === 2").await;

    // Together with what was begun with the Guide.
    which(&window, "all").await;
    window.until("all('conversation-item').some((item) => item.querySelector('[role=img][aria-label=Guide]'))").await;
    window.photograph("history/every-agent").await;
    which(&window, "one").await;
    window.until("all('conversation-item').length === 2").await;

    act(&window, "奖学金怎么申请？", "Details…").await;
    window.until("dialog() && dialog().innerText.includes('1 question, 1 answer, 0 files')").await;
    window.photograph("history/details").await;
    window.press(&[ESCAPE]).await;
    window.until("!dialog()").await;
    window.quit().await;

    // What was sorted stays sorted, and looks fit in every dress.
    for locale in ["en", "zh-CN"] {
        desk = desk.locale(locale);
        let window = desk.open().await;
        window.until("all('conversation-item').length === 2").await;
        for theme in ["light", "dark"] {
            dress(&window, theme).await;
            window.script("for (const item of document.querySelectorAll('[data-testid=conversation-item]')) item.dispatchEvent(new MouseEvent('click', { bubbles: true, ctrlKey: true }))").await;
            window.until("document.querySelector('[role=toolbar]')").await;
            window.photograph(&format!("history/chosen-{locale}-{theme}")).await;
            window.script("document.querySelector('[role=toolbar] button:last-of-type').click()").await;
            settings(&window).await;
            window.photograph(&format!("history/storage-{locale}-{theme}")).await;
            window.press(&[ESCAPE]).await;
            window.until("!dialog()").await;
        }
        window.quit().await;
    }
}

#[tokio::test]
async fn twenty_thousand_conversations_scroll_with_few_elements() {
    let script = Script::agent("Registry").say("Yes.").on("get_conversation_list", Reply::status(404));
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("history-many");
    let window = desk.open().await;
    window.add(&platform, &script).await;
    window.ask("The newest").await;
    window.answer("done").await;
    window.quit().await;
    fill(&desk);

    let window = desk.open().await;
    window.until("all('conversation-item').length > 5").await;
    let few = "all('conversation-item').length < 60";
    assert_eq!(window.value(few).await, true);
    window.photograph("history/many").await;

    // Down to what was not read at first, as far as some pages.
    for page in 1..=12 {
        window
            .script("const list = document.querySelector('nav[aria-busy]'); list.scrollTop = list.scrollHeight")
            .await;
        let read = format!("document.querySelector('nav[aria-busy]').scrollHeight > {}", page * 5500);
        window.until(&format!("{few} && {read}")).await;
    }
    window.until("all('conversation-item').every((item) => item.getBoundingClientRect().height === 53)").await;
    window
        .until("/Conversation 1[0-9]{3}$/.test(all('conversation-item').at(-1).querySelector('b').textContent)")
        .await;

    // What was found far below is in sight in the whole list, too.
    filter(&window, "Conversation 1400").await;
    window.until(&format!("{TITLES}.startsWith('Conversation 1400')")).await;
    window.script("document.querySelector('[data-testid=conversation-item]').click()").await;
    window.until("text('conversation-title') === 'Conversation 1400'").await;
    window.find_css("[role=search] input").await.click().await.expect("it takes the focus");
    window.press(&[ESCAPE]).await;
    let open = "document.querySelector('[data-testid=conversation-item][aria-current=true]')";
    window.until(&format!("{few} && all('conversation-item').length > 5 && {open}?.innerText.includes('1400')")).await;
    let seen = "document.elementFromPoint(160, open.top + 20)?.closest('[aria-current=true]')";
    window.until(&format!("(() => {{ const open = {open}.getBoundingClientRect(); return {seen} }})()")).await;
    window.photograph("history/far").await;

    window.script("document.querySelector('[data-testid=conversation-item]').focus()").await;
    window.press(&[CONTROL, 'a']).await;
    window.until("document.querySelector('[role=toolbar]')?.innerText.includes('20001')").await;
    window.photograph("history/all").await;
    window.press(&[ESCAPE]).await;
    window.until("!document.querySelector('[role=toolbar]')").await;
    window.quit().await;

    let narrow = desk.size(600, 720);
    let window = narrow.open().await;
    window.find("conversation-title").await;
    window.press_named("Show conversations").await;
    window.until("all('conversation-item').length > 5").await;
    window.photograph("history/narrow").await;
    window.quit().await;
}

#[tokio::test]
async fn what_is_done_elsewhere_is_seen_here() {
    let script = Script::agent("Registry").say("Yes.");
    let platform = Platform::with(&[&script]).await;
    let desk = Desk::new("history-elsewhere");
    let window = desk.open().await;
    window.add(&platform, &script).await;
    for question in ["Kept there?", "Deleted there?"] {
        window.ask(question).await;
        window.until(&format!("answer('done') && text('question-text') === '{question}'")).await;
    }
    window.until("all('turn').every((turn) => turn.dataset.queryId !== '')").await;
    window.quit().await;

    let (user, deleted) = told(&desk);
    let elsewhere = Client::new(
        Address::parse(platform.address()).expect("an address"),
        ApiKey::parse(script.api_key()).expect("a key"),
        UserId::parse(&user).expect("a user"),
    )
    .expect("a door");
    elsewhere.call(&DeleteMessage::question(QueryId::new(deleted))).await.expect("it is deleted");
    let begun = elsewhere.call(&CreateConversation::default()).await.expect("it is begun");
    let query = ChatQuery {
        app_conversation_id: begun.id().expect("it has an id").clone(),
        query: "Asked at the other desk".into(),
        ..ChatQuery::default()
    };
    let mut answering = elsewhere.ask(&query, Dialect::Auto).await.expect("it is asked");
    while answering.next().await.is_some() {}

    // Until the platform is known to have settled, nothing is taken for deleted.
    age(&desk);
    let window = desk.open().await;
    window.until("all('turn').at(-1)?.innerText.includes('Deleted on the platform; kept here.')").await;
    window.until("all('conversation-item').length === 2").await;
    window.photograph("history/elsewhere").await;
    window.press_named("Remove it here, too").await;
    window.until("all('turn').length === 1 && text('question-text') === 'Kept there?'").await;
    window.script("document.querySelector('[data-testid=conversation-item]:not([aria-current])').click()").await;
    window.reads("question-text", "Asked at the other desk").await;
    window.quit().await;
}

/// The user that the platform knows, and its id of the newest question.
fn told(desk: &Desk) -> (String, String) {
    let database = Connection::open(desk.data().join("parlance.sqlite")).expect("the history is there");
    let sql = "SELECT user_id, query_id
                 FROM turn JOIN conversation ON conversation.id = turn.conversation_id
                      JOIN agent ON agent.id = conversation.agent_id
                WHERE question = 'Deleted there?'";
    database.query_row(sql, (), |row| Ok((row.get(0)?, row.get(1)?))).expect("it was asked")
}

/// Everything was said an hour earlier.
fn age(desk: &Desk) {
    let database = Connection::open(desk.data().join("parlance.sqlite")).expect("the history is there");
    let earlier = "UPDATE answer SET started_at = started_at - 3600000, ended_at = ended_at - 3600000";
    database.execute(earlier, ()).expect("nobody holds it");
}

/// Twenty thousand conversations that were held before.
fn fill(desk: &Desk) {
    let mut database = Connection::open(desk.data().join("parlance.sqlite")).expect("the history is there");
    let transaction = database.transaction().expect("nobody holds it");
    let sql = "INSERT INTO conversation
                   (id, agent_id, platform_id, title, pinned, preview, turns, unread, created_at, active_at)
               SELECT ?1, id, '', ?2, 0, 'What was said last', 1, 0, ?3, ?3 FROM agent WHERE name = 'Registry'";
    for place in 0..MANY {
        let id = parlance_core::ConversationId::make();
        let at = 1_700_000_000_000 - i64::try_from(place).expect("it is small") * 3_600_000;
        transaction.execute(sql, (id.to_string(), format!("Conversation {place}"), at)).expect("a row fits");
    }
    transaction.commit().expect("the disk has room");
}

/// Chooses from the menu of a conversation in the list.
async fn act(window: &Window<'_>, title: &str, what: &str) {
    window.press_named(&format!("Actions for {title}")).await;
    window.choose(what).await;
}

/// Chooses which conversations are listed.
async fn which(window: &Window<'_>, value: &str) {
    window.press_named("Which conversations").await;
    window.find_css(&format!("[role=menuitemradio][data-value='{value}']")).await.click().await.expect("it is offered");
}

async fn filter(window: &Window<'_>, words: &str) {
    window.find_css("[role=search] input").await.click().await.expect("it takes the focus");
    window.script_with("document.execCommand('insertText', false, arguments[0])", vec![words.into()]).await;
}

async fn dress(window: &Window<'_>, theme: &str) {
    window.click("settings-open").await;
    let choice = format!("[data-testid=settings-theme] [data-value={theme}]");
    window.find_css(&choice).await.click().await.expect("a theme");
    window.until(&format!("document.documentElement.dataset.theme === '{theme}'")).await;
    window.press(&[ESCAPE]).await;
    window.until("!dialog()").await;
}

/// Opens the settings at what the history takes up.
async fn settings(window: &Window<'_>) {
    window.click("settings-open").await;
    window.until("dialog()?.querySelector('section h3')").await;
    window.until("dialog().querySelector('section li')").await;
    window.script("document.querySelector('[role=dialog] section').scrollIntoView()").await;
}
