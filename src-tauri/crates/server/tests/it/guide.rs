//! The Guide answers questions that nobody listed, and says when it cannot.

use parlance_server::{Locale, Options, Server};
use serde_json::Value;

use crate::support::{Caller, Reply, quick};

async fn answers(questions: &[&str]) -> Vec<Reply> {
    let server = Server::start(quick()).await.unwrap();
    let caller = Caller::of(&server, 0);
    let conversation = caller.conversation().await;
    let mut replies = Vec::new();
    for question in questions {
        replies.push(caller.ask(&conversation, question).await);
    }
    replies
}

fn event(reply: &Reply, name: &str) -> Value {
    let events = reply.events();
    events.into_iter().find(|event| event["event"] == name).unwrap_or_else(|| panic!("no {name} in {reply:?}"))
}

/// The passages that an answer cites: document, first line, score.
fn cited(reply: &Reply) -> Vec<(String, String, f64)> {
    let found = event(reply, "knowledge_retrieve_end");
    let hits = found["docs"]["outputList"].as_array().unwrap();
    let row = |hit: &Value| {
        let heading = hit["output"].as_str().unwrap().lines().next().unwrap().to_owned();
        let name = hit["metadata"]["document_name"].as_str().unwrap().to_owned();
        (name, heading, hit["metadata"]["score"].as_f64().unwrap())
    };
    hits.iter().map(row).collect()
}

#[tokio::test]
async fn questions_in_other_words_find_their_passage_in_either_language() {
    // A telling part of the best heading, as the guide may be reworded around it.
    let expected = [
        ("how do i get rid of a chat", "delete"),
        ("Where are my API keys kept?", "key"),
        ("can I stop the answer half way", "stop"),
        ("Does it work without internet?", "offline"),
        ("is there a dark mode", "dark"),
        ("does it show latex", "formatting"),
        ("how can I see the sources", "citation"),
        ("比较两个回答", "对比"),
        ("怎么点赞", "赞"),
        ("keyboard shortcuts please", "shortcuts"),
        ("怎么删除聊天", "删除"),
        ("我的密钥存在哪里？", "密钥"),
        ("回答到一半能停下来吗", "停止"),
        ("没有网络能用吗", "网"),
        ("为什么第一个字要等那么久", "第一个字"),
    ];
    let questions: Vec<_> = expected.iter().map(|(question, _)| *question).collect();
    for (reply, (question, telling)) in answers(&questions).await.iter().zip(expected) {
        let cited = cited(reply);
        let (_, heading, _) = cited.first().unwrap_or_else(|| panic!("nothing for {question}"));
        assert!(heading.to_lowercase().contains(telling), "{question}: {cited:?}");
    }
}

#[tokio::test]
async fn an_answer_quotes_its_passages_whole_with_their_numbers() {
    for reply in answers(&["How do I call the server with curl?", "怎么把数据搬到另一台电脑"]).await {
        let found = event(&reply, "knowledge_retrieve_end");
        let text = reply.text();
        for (number, hit) in (1..).zip(found["docs"]["outputList"].as_array().unwrap()) {
            let (heading, body) = hit["output"].as_str().unwrap().split_once("\n\n").unwrap();
            assert!(text.contains(&format!("**{heading}** [{number}]\n\n{body}")), "{text}");
        }
        assert!(reply.names().iter().filter(|name| *name == "message").count() > 20, "it comes in small pieces");
    }
}

#[tokio::test]
async fn an_answer_has_the_events_of_a_retrieval_in_their_order() {
    let reply = answers(&["What is a turn?"]).await.remove(0);
    let mut names = reply.names();
    names.dedup();
    assert_eq!(
        names,
        [
            "message_start",
            "knowledge_retrieve",
            "knowledge_retrieve_end",
            "message_output_start",
            "message",
            "message_output_end",
            "message_cost",
            "suggestion",
            "message_end"
        ]
    );
    assert_eq!(event(&reply, "knowledge_retrieve")["query"], "What is a turn?");
    let (cited, cost) = (cited(&reply), event(&reply, "message_cost"));
    assert!(cited.windows(2).all(|pair| pair[0].2 >= pair[1].2) && cited[0].2 > 0.0, "{cited:?}");
    assert_eq!(cost["input_tokens"], 4);
    assert!(cost["output_tokens"].as_i64().unwrap() > 20 && cost["latency"].is_f64(), "{cost}");
}

#[tokio::test]
async fn suggestions_are_neighbours_that_the_guide_can_answer() {
    let first = answers(&["What is a turn?"]).await.remove(0);
    let suggested = event(&first, "suggestion")["suggested_questions"].clone();
    let suggested: Vec<_> = suggested.as_array().unwrap().iter().map(|question| question.as_str().unwrap()).collect();
    assert!(!suggested.is_empty() && suggested.len() <= 3, "{suggested:?}");
    for (reply, question) in answers(&suggested).await.iter().zip(suggested) {
        assert_eq!(cited(reply)[0].1, question);
    }
}

#[tokio::test]
async fn every_heading_of_the_guide_finds_its_own_section() {
    let mut headings = Vec::new();
    for locale in ["en", "zh-CN"] {
        for page in std::fs::read_dir(format!("{}/guide/{locale}", env!("CARGO_MANIFEST_DIR"))).unwrap() {
            let text = std::fs::read_to_string(page.unwrap().path()).unwrap();
            headings.extend(text.lines().filter_map(|line| line.strip_prefix("## ")).map(str::to_owned));
        }
    }
    let questions: Vec<_> = headings.iter().map(String::as_str).collect();
    let replies = answers(&questions).await;
    let found = |(reply, heading): &(&Reply, &&str)| cited(reply).iter().any(|(_, cited, _)| cited == *heading);
    let lost: Vec<_> = replies.iter().zip(&questions).filter(|pair| !found(pair)).map(|(_, heading)| heading).collect();
    assert!(lost.is_empty(), "{lost:?}");
}

#[tokio::test]
async fn who_wants_more_gets_what_comes_next_until_there_is_no_more() {
    for (question, more, sorry) in
        [("What is a turn?", "tell me more", "That is all"), ("什么是轮？", "再详细一点", "就这些内容了")]
    {
        let asked: Vec<_> = std::iter::once(question).chain([more; 9]).collect();
        let replies = answers(&asked).await;
        let mut seen = Vec::new();
        for reply in replies.iter().take_while(|reply| !reply.text().contains(sorry)) {
            let headings: Vec<_> = cited(reply).into_iter().map(|(_, heading, _)| heading).collect();
            assert!(!headings.is_empty() && headings.iter().all(|heading| !seen.contains(heading)), "{headings:?}");
            seen.extend(headings);
        }
        assert!(seen.len() > 4, "{seen:?}");
        assert!(replies.last().unwrap().text().contains(sorry), "{}", replies.last().unwrap().text());
    }
    let alone = answers(&["tell me more"]).await.remove(0);
    assert!(cited(&alone).is_empty() && alone.text().contains("found nothing"), "{}", alone.text());
}

#[tokio::test]
async fn what_the_guide_is_told_to_remember_is_a_long_term_memory_of_who_said_it() {
    let server = Server::start(quick()).await.unwrap();
    let caller = Caller::of(&server, 0);
    let conversation = caller.conversation().await;
    for (said, noted) in [("Remember that I like tea.", "I wrote this down"), ("记住：七月放假", "长期记忆")]
    {
        let reply = caller.ask(&conversation, said).await;
        assert!(reply.text().contains(noted) && reply.names().last().unwrap() == "message_end", "{reply:?}");
    }
    let listed = caller.call("list_long_memory", serde_json::json!({})).await.json();
    let mut memories: Vec<_> =
        listed["Items"].as_array().unwrap().iter().map(|item| item["Memory"].as_str().unwrap()).collect();
    memories.sort_unstable();
    assert_eq!(memories, ["I like tea.", "七月放假"]);
    let other = caller.named("other").call("list_long_memory", serde_json::json!({})).await.json();
    assert_eq!(other["Total"], 0);
}

#[tokio::test]
async fn a_slip_of_the_keyboard_is_forgiven() {
    for reply in answers(&["how do i delete a converstaion", "keyborad shortcuts"]).await {
        assert!(!cited(&reply).is_empty(), "{}", reply.text());
    }
}

#[tokio::test]
async fn what_the_guide_does_not_hold_is_not_answered() {
    let questions = [
        "How is the weather in Paris today?",
        "Write me a poem about the sea",
        "what is the meaning of life",
        "how do I boil an egg",
        "帮我订机票",
        "1 + 1 = ?",
        "asdf qwer",
        "🦀🦀🦀",
        "hello",
        "今天天气怎么样",
        "红烧肉怎么做",
        "帮我写一首诗",
        "你好",
        "\"; DROP TABLE passage; -- AND OR NOT NEAR(",
    ];
    for (reply, question) in answers(&questions).await.iter().zip(questions) {
        assert_eq!(cited(reply), [], "{question}");
        let chinese = question.chars().any(|c| ('一'..='龥').contains(&c));
        let (sorry, page) = if chinese { ("没有找到", "- 会话") } else { ("found nothing", "- Conversations") };
        assert!(reply.text().contains(sorry) && reply.text().contains(page), "{question}: {}", reply.text());
        assert!(event(reply, "suggestion")["suggested_questions"].as_array().is_some_and(|list| !list.is_empty()));
    }
}

#[tokio::test]
async fn the_greeting_is_in_the_chosen_language_and_its_questions_have_answers() {
    for (locale, greeting) in [(Locale::En, "Hello!"), (Locale::ZhCn, "你好！")] {
        let server = Server::start(Options { locale, ..quick() }).await.unwrap();
        let caller = Caller::of(&server, 0);
        let config = caller.call("get_app_config_preview", serde_json::json!({})).await.json();
        assert!(config["OpenMessage"].as_str().unwrap().starts_with(greeting), "{config}");
        let questions: Vec<_> = config["OpenQuery"].as_array().unwrap().iter().map(|q| q.as_str().unwrap()).collect();
        assert_eq!(questions.len(), 3);
        for (reply, question) in answers(&questions).await.iter().zip(questions) {
            assert_eq!(cited(reply)[0].1, question);
        }
    }
}

#[tokio::test]
async fn suggestions_and_citations_can_be_read_later() {
    let server = Server::start(quick()).await.unwrap();
    let caller = Caller::of(&server, 0);
    let conversation = caller.conversation().await;
    let reply = caller.ask(&conversation, "What is a turn?").await;
    let id = serde_json::json!({"MessageID": reply.events()[0]["id"]});
    let later = caller.call("get_suggested_questions", id.clone()).await.json();
    assert_eq!(later["SuggestedQuestions"], event(&reply, "suggestion")["suggested_questions"]);
    let info = caller.call("get_message_info", id).await.json()["MessageInfo"]["AnswerInfo"].clone();
    assert_eq!((&info["Answer"], &info["RetrieverResource"]), (&reply.text().into(), &true.into()));
    let tracing: Value = serde_json::from_str(info["TracingJsonStr"].as_str().unwrap()).unwrap();
    assert_eq!(tracing[1], event(&reply, "knowledge_retrieve_end"));
}
