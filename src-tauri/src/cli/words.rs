//! What the command line says, in either language. Both stand side by side, so that neither is forgotten.
//!
//! Words of others, such as the platform's, stay as they came.

mod agents;
mod imports;
mod places;

use std::error::Error as _;

use parlance_client::{Category, Error, ErrorKind};

use crate::place::Locale;

pub(super) use agents::{of_the_address, of_the_key, of_the_profile, of_the_user};
pub(super) use imports::of_the_import;
pub(super) use places::{of_the_folder, of_the_server};

/// A sentence in the chosen language.
macro_rules! said {
    ($locale:expr, $en:literal, $zh:literal $(,)?) => {
        match $locale {
            $crate::place::Locale::English => format!($en),
            $crate::place::Locale::Chinese => format!($zh),
        }
    };
}
pub(super) use said;

/// The same for words in which nothing is filled in.
pub(super) const fn either(locale: Locale, en: &'static str, zh: &'static str) -> &'static str {
    match locale {
        Locale::English => en,
        Locale::Chinese => zh,
    }
}

/// What went wrong and what to do, in one line.
pub(super) fn sentence(locale: Locale, error: &Error) -> String {
    joined(locale, &problem(locale, error), advice_on(locale, error))
}

/// A sentence and what follows from it.
pub(super) fn joined(locale: Locale, what: &str, advice: &str) -> String {
    let what = one_line(what);
    let what = what.trim_end_matches(['.', ':', ';', ',', '。', '：', '；', '，', ' ']);
    said!(locale, "{what}; {advice}", "{what}；{advice}")
}

/// A platform's words may have line breaks, or commands for a terminal; what is said is one line that shows itself.
pub(super) fn one_line(words: &str) -> String {
    let plain: String = words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An answer for a terminal, without what a terminal would obey: it could rename the window or fill the clipboard.
pub(super) fn tame(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

/// What went wrong between here and the agent.
pub(super) fn problem(locale: Locale, error: &Error) -> String {
    match &error.kind {
        ErrorKind::Unreachable(_) => {
            let why = cause(error, " (", ")");
            said!(locale, "no connection to the agent's server{why}", "连不上智能体的服务器{why}")
        }
        ErrorKind::Tls(_) => {
            let why = cause(error, " (", ")");
            said!(locale, "no safe connection to the agent's server{why}", "无法与智能体的服务器建立安全连接{why}")
        }
        ErrorKind::Silent { limit } => {
            let seconds = limit.as_secs_f32();
            said!(
                locale,
                "nothing came from the agent's server for {seconds} s",
                "智能体的服务器 {seconds} 秒没有任何响应"
            )
        }
        ErrorKind::Redirected { status, to, .. } => match to {
            Some(to) => said!(
                locale,
                "the server answered {status} and pointed to {to}, which was not followed",
                "服务器返回 {status}，并指向 {to}；没有跟过去"
            ),
            None => {
                said!(locale, "the server answered {status} and pointed elsewhere", "服务器返回 {status}，并指向别处")
            }
        },
        ErrorKind::WebPage { status, .. } => {
            said!(locale, "the server answered {status} with a web page", "服务器返回 {status}，内容是网页")
        }
        ErrorKind::Rejected { status, message, .. } if message.trim().is_empty() => {
            said!(locale, "the server refused the request ({status})", "服务器拒绝了请求（{status}）")
        }
        ErrorKind::Rejected { status, message, .. } => said!(
            locale,
            "the server refused the request ({status}): {message}",
            "服务器拒绝了请求（{status}）：{message}"
        ),
        ErrorKind::Unfamiliar { what } => said!(
            locale,
            "the server's answer is not one of this API: {what}",
            "服务器的应答不属于智能体 API（{what}）"
        ),
        ErrorKind::NotPublic { host } => {
            said!(locale, "{host} is not a public address", "{host} 不是公开的地址")
        }
        ErrorKind::TooLarge { limit } => {
            let most = limit >> 20;
            said!(locale, "the answer is larger than {most} MiB", "应答超过 {most} MiB")
        }
        ErrorKind::Cut(_) => either(locale, "the answer stopped before its end", "回答中途断开").to_owned(),
        ErrorKind::Unmade(_) => {
            let why = cause(error, " (", ")");
            said!(locale, "the request could not be made{why}", "请求无法发出{why}")
        }
    }
}

/// The innermost cause, which is the one that says something, between two marks.
fn cause(error: &Error, before: &str, after: &str) -> String {
    let mut innermost = error.kind.source();
    while let Some(deeper) = innermost.and_then(std::error::Error::source) {
        innermost = Some(deeper);
    }
    innermost.map_or_else(String::new, |cause| format!("{before}{}{after}", one_line(&cause.to_string())))
}

/// What to do about an error, as exactly as it can be said.
pub(super) fn advice_on(locale: Locale, error: &Error) -> &'static str {
    match &error.kind {
        ErrorKind::Tls(_) => tls_advice(locale, &cause(error, "", "")),
        ErrorKind::Redirected { login: false, to: Some(_), .. } => either(
            locale,
            "if the agent API is there, use that address, as in https://HOST/api/proxy/api/v1",
            "如果智能体 API 在那里，请改用那个地址，形如 https://HOST/api/proxy/api/v1",
        ),
        _ => advice(locale, error.category()),
    }
}

/// What to do about a failure of the network or the platform.
pub(super) fn advice(locale: Locale, category: Category) -> &'static str {
    let say = |en, zh| either(locale, en, zh);
    match category {
        Category::Offline => say("check the address and the network", "请检查地址和网络"),
        Category::Timeout => {
            say("try again later, or allow more with --timeout", "请稍后重试，或用 --timeout 延长等待")
        }
        Category::Tls => tls_advice(locale, ""),
        Category::KeyRejected => {
            say("check the API key and that it belongs to this address", "请检查 API 密钥，以及它是否属于这个地址")
        }
        Category::Forbidden => {
            say("the key may not do this; ask whoever gave it to you", "这个密钥没有此权限，请联系给你密钥的人")
        }
        Category::Gone => say(
            "check the conversation's id, or begin a new one by leaving --conversation out",
            "请检查会话 ID，或去掉 --conversation 新建会话",
        ),
        Category::RateLimited { .. } => say("wait a little and ask again", "请稍等片刻再问"),
        Category::Overloaded => {
            say("the platform is busy or in trouble; ask again later", "平台正忙或出了故障，请稍后再问")
        }
        Category::Cut => say(
            "the answer may still be finished on the platform; ask again if it is not",
            "平台可能仍会写完这个回答；如果没有，请重新提问",
        ),
        Category::NotThisApi => say(
            "the address should look like https://HOST/api/proxy/api/v1",
            "地址应形如 https://HOST/api/proxy/api/v1",
        ),
        Category::LoginPage => say(
            "the address leads to a login page; ask for the address of the agent API",
            "这个地址通向登录页面，请向发布者索取智能体 API 的地址",
        ),
        Category::TooLarge => say("ask for less in one answer", "请让一次回答的内容少一些"),
        Category::IsWorkflow => say(
            "a workflow is run, not asked; open Parlance and run it on its page",
            "工作流不能提问，请打开 Parlance，在它的页面里运行",
        ),
        Category::Refused | Category::AgentFailed => say(
            "change the request, or show this to whoever built the agent",
            "请修改请求，或把这句话转给智能体的开发者",
        ),
        Category::Internal => say("please report this", "请反馈这个问题"),
    }
}

/// What to do about a connection that is not safe, by the library's word for the reason.
fn tls_advice(locale: Locale, why: &str) -> &'static str {
    let says = |words: &[&str]| words.iter().any(|word| why.contains(word));
    if says(&["Expired", "NotValidYet", "expired", "not valid yet"]) {
        return either(
            locale,
            "the certificate is out of date, or this computer's clock is wrong; ask whoever runs the server",
            "证书不在有效期内，或本机时钟不准；请联系服务器管理员",
        );
    }
    if says(&["NotValidForName", "not valid for name"]) {
        return either(
            locale,
            "the certificate is another host's; check the address",
            "证书属于另一台主机，请检查地址",
        );
    }
    if says(&["InvalidContentType", "corrupt message"]) {
        return either(
            locale,
            "this port speaks no TLS; check the port, or whether the address begins with http://",
            "这个端口不使用 TLS；请检查端口，或地址是否应以 http:// 开头",
        );
    }
    either(
        locale,
        "add the server's root certificate to the system's trust store",
        "请把服务器的根证书加入系统的信任列表",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(message: &str) -> Error {
        let message = message.to_owned();
        ErrorKind::Rejected { status: 400, code: None, message, retry_after: None }.into()
    }

    #[test]
    fn words_and_advice_are_one_sentence_whatever_the_words_end_with() {
        for (message, expected) in [
            ("no\nsuch conversation.", "the server refused the request (400): no such conversation; change"),
            ("", "the server refused the request (400); change"),
        ] {
            let said = sentence(Locale::English, &refused(message));
            assert!(said.starts_with(expected), "{said}");
        }
        let said = sentence(Locale::Chinese, &refused("会话不存在。"));
        assert!(said.starts_with("服务器拒绝了请求（400）：会话不存在；请"), "{said}");
    }

    #[test]
    fn nobody_elses_words_command_the_terminal() {
        let hostile = "\u{1b}]52;c;aGk=\u{7}Hello\r\n\u{9b}31mworld\u{7f}\t!";
        assert_eq!(tame(hostile), "]52;c;aGk=Hello\n31mworld\t!");
        assert_eq!(one_line(hostile), "]52;c;aGk= Hello 31mworld !");
    }

    #[test]
    fn a_redirect_says_where_to() {
        let to = Some("https://sso.example.edu".to_owned());
        let error = Error::from(ErrorKind::Redirected { status: 302, to, login: true });
        for locale in [Locale::English, Locale::Chinese] {
            assert!(sentence(locale, &error).contains("https://sso.example.edu"));
        }
    }

    #[test]
    fn a_certificate_that_is_out_of_date_is_not_a_missing_root() {
        let advice = |why| tls_advice(Locale::English, why);
        assert!(advice("invalid peer certificate: Expired").contains("clock"));
        assert!(advice("invalid peer certificate: certificate not valid for name \"a\"").contains("another host's"));
        assert!(advice("received corrupt message of type InvalidContentType").contains("http://"));
        assert!(advice("invalid peer certificate: UnknownIssuer").contains("root certificate"));
    }
}
