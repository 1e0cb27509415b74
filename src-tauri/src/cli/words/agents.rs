//! What is wrong with an agent that was named, or with its address, its key, or the person's id.

use parlance_client::{AddressError, ApiKeyError};
use parlance_core::{Error, ProblemCode, StoreError, VaultError};
use parlance_protocol::UserIdError;

use super::{either, joined, sentence};
use crate::place::Locale;

pub(crate) fn of_the_address(locale: Locale, error: &AddressError) -> String {
    match (locale, error) {
        (Locale::English, error) => error.to_string(),
        (_, AddressError::Empty) => "地址至少要有主机名".to_owned(),
        (_, AddressError::NotAnAddress) => "这不是地址".to_owned(),
        (_, AddressError::Scheme(scheme)) => format!("地址应以 https:// 或 http:// 开头，而不是 {scheme}:"),
        (_, AddressError::Credentials) => "地址里不能有用户名和密码".to_owned(),
        (_, AddressError::WebPage) => "这是平台的网页，不是 API 的地址".to_owned(),
    }
}

pub(crate) fn of_the_key(locale: Locale, error: &ApiKeyError) -> String {
    match (locale, error) {
        (Locale::English, error) => error.to_string(),
        (_, ApiKeyError::Empty) => "API 密钥不能为空".to_owned(),
        (_, ApiKeyError::LineBreak) => "API 密钥只有一行，这里却有换行".to_owned(),
        (_, ApiKeyError::Character { position }) => {
            format!("API 密钥只能含可见的 ASCII 字符，第 {position} 个字符不是")
        }
    }
}

pub(crate) fn of_the_user(locale: Locale, error: &UserIdError) -> String {
    match (locale, error) {
        (Locale::English, error) => error.to_string(),
        (_, UserIdError::Empty) => "用户 ID 至少要有一个字符".to_owned(),
        (_, UserIdError::TooLong { characters }) => format!("用户 ID 最多 20 个字符，这里有 {characters} 个"),
        (_, UserIdError::Character(found)) => {
            format!("用户 ID 只能含字母、数字、`_` 和 `-`，不能有 {found:?}")
        }
    }
}

/// The profile's error with what to do.
pub(crate) fn of_the_profile(locale: Locale, error: &Error) -> String {
    if let Error::Client(error) = error {
        return sentence(locale, error);
    }
    let what = what(locale, error);
    let advice = advice(locale, error.problem().code);
    // Where nothing is added, the sentence says it itself.
    advice.map_or_else(|| super::one_line(&what), |advice| joined(locale, &what, advice))
}

fn what(locale: Locale, error: &Error) -> String {
    if let Locale::English = locale {
        return error.to_string();
    }
    match error {
        Error::Client(error) => sentence(locale, error),
        Error::Store(StoreError::Damaged) => "历史记录的文件已损坏，或不是历史记录".to_owned(),
        Error::Store(StoreError::Missing) => "历史记录的文件不见了或是空的，但还有它的备份".to_owned(),
        Error::Store(StoreError::BadBackup) => "备份已损坏，或不是备份".to_owned(),
        Error::Store(StoreError::NoPermission) => "历史记录无法写入：没有权限".to_owned(),
        Error::Store(StoreError::Busy) => "另一个程序正在使用历史记录".to_owned(),
        Error::Store(StoreError::DiskFull) => "磁盘已满".to_owned(),
        Error::Store(StoreError::Newer { .. }) => "历史记录由更新版本的 Parlance 写入".to_owned(),
        Error::Store(error) => format!("本机的历史记录无法使用（{error}）"),
        Error::Vault(VaultError::Missing) => "没有正在运行的钥匙串".to_owned(),
        Error::Vault(VaultError::Locked) => "钥匙串已锁定".to_owned(),
        Error::Vault(VaultError::Denied) => "钥匙串拒绝访问".to_owned(),
        Error::Vault(VaultError::TimedOut) => "钥匙串没有及时应答".to_owned(),
        Error::Vault(VaultError::Failed(words)) => format!("钥匙串出错：{words}"),
        Error::KeyMissing => "缺少这个智能体的密钥".to_owned(),
        Error::Gone(_) => "内容已不存在".to_owned(),
        Error::Address(error) => of_the_address(locale, error),
        Error::UserId(error) => of_the_user(locale, error),
        Error::Key(error) => of_the_key(locale, error),
        Error::NotOneAgent { name, found, .. } if *found > 1 => {
            format!("有 {found} 个智能体叫 {name}；请在 Parlance 中给其中一个改名")
        }
        Error::NotOneAgent { name, known, .. } if known.is_empty() => {
            format!("没有名为 {name} 的智能体，也没有别的；请打开 Parlance 添加")
        }
        Error::NotOneAgent { name, known, .. } => format!("没有名为 {name} 的智能体；现有：{}", known.join("、")),
        Error::Agent(words) if words.is_empty() => "智能体没有完成回答，也没有说明原因".to_owned(),
        Error::Agent(words) => format!("智能体没有完成回答：{words}"),
        Error::File(cause) => format!("文件无法写入（{cause}）"),
        Error::NoConversationId => "平台新建了会话，却没有给出 ID".to_owned(),
        // Nothing else happens at the command line; what does is told as it is.
        other => format!("Parlance 做不到（{other}）"),
    }
}

fn advice(locale: Locale, code: ProblemCode) -> Option<&'static str> {
    let say = |en, zh| Some(either(locale, en, zh));
    match code {
        ProblemCode::KeyMissing => say(
            "open Parlance and enter the agent's key again, or use --base-url",
            "请打开 Parlance 重新输入密钥，或改用 --base-url",
        ),
        ProblemCode::KeychainMissing | ProblemCode::KeychainLocked | ProblemCode::KeychainDenied => say(
            "unlock the system's keychain, or use --base-url with the key in PARLANCE_API_KEY",
            "请解锁系统的钥匙串，或改用 --base-url，并把密钥放入环境变量 PARLANCE_API_KEY",
        ),
        ProblemCode::BadAddress | ProblemCode::BadUserId | ProblemCode::BadKey => {
            say("open Parlance and enter the agent again", "请打开 Parlance 重新填写这个智能体")
        }
        ProblemCode::DiskFull => say("make room on the disk", "请清理磁盘空间"),
        ProblemCode::NewerDatabase => say(
            "use the newer Parlance, or another folder with --data-dir",
            "请使用更新版本的 Parlance，或用 --data-dir 另选文件夹",
        ),
        ProblemCode::Damaged | ProblemCode::HistoryMissing => say(
            "open Parlance: it offers the backups, and what can still be read",
            "请打开 Parlance：它会列出备份，并找回仍能读取的内容",
        ),
        ProblemCode::ReadOnly => say("allow writing in the data folder", "请允许写入数据文件夹"),
        ProblemCode::Held => say("wait until the other program is done, or close it", "请等另一个程序完成，或关闭它"),
        ProblemCode::Storage => say(
            "check the data folder, or choose another with --data-dir",
            "请检查数据文件夹，或用 --data-dir 另选一个",
        ),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use parlance_client::{Address, ApiKey};
    use parlance_protocol::UserId;

    use super::*;

    /// Not a word of English, but for names, options and marks.
    fn is_chinese(text: &str) -> bool {
        text.chars().any(|c| ('一'..='龥').contains(&c)) && !text.contains("the ")
    }

    #[test]
    fn what_is_entered_wrongly_is_told_in_chinese_as_well() {
        for pasted in ["", "not an address", "ftp://x", "https://a:b@x.edu", "https://x.edu/product/llm/chat/d2k7"] {
            let said = of_the_address(Locale::Chinese, &Address::parse(pasted).unwrap_err());
            assert!(is_chinese(&said), "{pasted}: {said}");
        }
        for pasted in ["", "a\nb", "a b"] {
            let said = of_the_key(Locale::Chinese, &ApiKey::parse(pasted).unwrap_err());
            assert!(is_chinese(&said), "{said}");
        }
        for id in ["", "a123456789b123456789c", "a b"] {
            let said = of_the_user(Locale::Chinese, &UserId::parse(id).unwrap_err());
            assert!(is_chinese(&said), "{said}");
        }
    }

    #[test]
    fn an_agent_that_is_not_there_is_told_with_those_that_are() {
        let known = vec!["Tutor".to_owned(), "图书馆".to_owned()];
        let error = Error::NotOneAgent { name: "Nobody".into(), found: 0, known };
        assert_eq!(of_the_profile(Locale::English, &error), "there is no agent named Nobody; there are: Tutor, 图书馆");
        assert_eq!(of_the_profile(Locale::Chinese, &error), "没有名为 Nobody 的智能体；现有：Tutor、图书馆");
        let said = of_the_profile(Locale::Chinese, &Error::KeyMissing);
        assert_eq!(said, "缺少这个智能体的密钥；请打开 Parlance 重新输入密钥，或改用 --base-url");
    }
}
