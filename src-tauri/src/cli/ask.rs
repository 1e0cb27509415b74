//! `parlance ask`: one question, the answer to standard output as it arrives.

mod door;
mod inputs;
mod output;

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::time::Duration;

use futures_util::StreamExt as _;
use parlance_client::{Answering, Client, Dialect};
use parlance_protocol::{
    AppConfig, AppConversationId, ChatQuery, CreateConversation, GetAppConfigPreview, ResponseMode, UpdateConversation,
};

use super::words::{either, said, sentence};
use super::{Ask, DialectChoice, fail, wrong};
use crate::place::{Locale, Place};
use output::Output;

/// Why there is no answer: one sentence, and whether the command line itself was wrong.
enum Failure {
    Usage(String),
    Answer(String),
}

pub(super) async fn run(place: Place, locale: Locale, options: Ask) -> ExitCode {
    let limit = options.timeout.map(Duration::from_secs);
    let mut output = Output::new(options.json, locale);
    let work = ask(place, locale, options, &mut output);
    let outcome = match limit {
        None => work.await,
        Some(limit) => {
            tokio::time::timeout(limit, work).await.unwrap_or_else(|_| Err(Failure::Answer(too_late(locale, limit))))
        }
    };
    // The line that was begun is ended, so that an error stands on its own.
    let ended = output.end();
    match outcome.and(ended) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Answer(sentence)) => fail(&sentence),
        Err(Failure::Usage(sentence)) => wrong(&sentence),
    }
}

fn too_late(locale: Locale, limit: Duration) -> String {
    let seconds = limit.as_secs();
    said!(
        locale,
        "no whole answer within {seconds} s; allow more with --timeout, or look whether the agent's server is reachable",
        "{seconds} 秒内没有得到完整的回答；请用 --timeout 延长等待，或检查智能体的服务器能否连上"
    )
}

async fn ask(place: Place, locale: Locale, options: Ask, output: &mut Output) -> Result<(), Failure> {
    if options.question.trim().is_empty() {
        let empty =
            either(locale, "the question is empty; write it as the last argument", "问题是空的；请把问题写在最后");
        return Err(Failure::Usage(empty.to_owned()));
    }
    let (client, server) = door::of(&place, locale, &options).await?;
    let outcome = Asking { client: &client, locale, options: &options }.stream(output).await;
    if let Some(server) = server {
        server.stop().await;
    }
    outcome
}

/// One question to one agent.
struct Asking<'a> {
    client: &'a Client,
    locale: Locale,
    options: &'a Ask,
}

impl Asking<'_> {
    async fn stream(&self, output: &mut Output) -> Result<(), Failure> {
        let conversation = match &self.options.conversation {
            Some(id) => self.go_on(AppConversationId::new(id.as_str())).await?,
            None => self.begin().await?,
        };
        if self.options.show_conversation {
            show(&conversation);
        }
        let query = ChatQuery {
            app_conversation_id: conversation,
            query: self.options.question.clone(),
            response_mode: if self.options.blocking { ResponseMode::Blocking } else { ResponseMode::Streaming },
            ..ChatQuery::default()
        };
        let dialect = match self.options.dialect {
            DialectChoice::Auto => Dialect::Auto,
            DialectChoice::V1 => Dialect::V1,
            DialectChoice::V2 => Dialect::V2,
        };
        let answering = self.client.ask(&query, dialect).await.map_err(|error| self.failed(&error))?;
        self.print(answering, output).await
    }

    async fn begin(&self) -> Result<AppConversationId, Failure> {
        let inputs = self.inputs(self.config().await?, true)?;
        let made = self.client.call(&CreateConversation { inputs }).await.map_err(|error| self.failed(&error))?;
        made.id().cloned().ok_or_else(|| {
            let nameless = either(
                self.locale,
                "the platform made a conversation without an id; check that the address is the agent API's",
                "平台新建了会话，却没有给出 ID；请检查地址是否为智能体 API 的地址",
            );
            Failure::Answer(nameless.to_owned())
        })
    }

    /// Changes the variables of a conversation that there is, where any are given.
    async fn go_on(&self, id: AppConversationId) -> Result<AppConversationId, Failure> {
        if self.options.input.is_empty() {
            return Ok(id);
        }
        let inputs = Some(self.inputs(self.config().await?, false)?);
        let change = UpdateConversation { app_conversation_id: id.clone(), inputs, conversation_name: None };
        self.client.call(&change).await.map_err(|error| self.failed(&error))?;
        Ok(id)
    }

    /// What the agent says of itself; a platform that does not tell is asked without.
    async fn config(&self) -> Result<Option<AppConfig>, Failure> {
        self.client.call_if_there(&GetAppConfigPreview {}).await.map_err(|error| self.failed(&error))
    }

    fn inputs(&self, config: Option<AppConfig>, complete: bool) -> Result<BTreeMap<String, String>, Failure> {
        let given = &self.options.input;
        match config {
            Some(config) => {
                inputs::checked(self.locale, given, &config.variable_configs, complete).map_err(Failure::Usage)
            }
            None => Ok(given.iter().cloned().collect()),
        }
    }

    async fn print(&self, mut answering: Answering, output: &mut Output) -> Result<(), Failure> {
        let mut failure = None;
        while let Some(frame) = answering.next().await {
            match frame {
                Ok(frame) => failure = failure.or(output.say(&frame)?),
                Err(error) => return Err(failure.map_or_else(|| self.failed(&error), Failure::Answer)),
            }
        }
        failure.map_or(Ok(()), |sentence| Err(Failure::Answer(sentence)))
    }

    fn failed(&self, error: &parlance_client::Error) -> Failure {
        Failure::Answer(sentence(self.locale, error))
    }
}

/// Standard output is the answer's alone.
fn show(conversation: &AppConversationId) {
    super::say(&format!("conversation: {conversation}"));
}
