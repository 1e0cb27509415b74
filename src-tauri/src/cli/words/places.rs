//! What is wrong with a folder or with the built-in server's start.

use std::io;

use parlance_server::Error;

use super::{either, joined, one_line, said};
use crate::place::Locale;

/// The folder for everything cannot be made.
pub(crate) fn of_the_folder(locale: Locale, error: &io::Error) -> String {
    let other = either(locale, "choose another folder with --data-dir", "请用 --data-dir 另选文件夹");
    joined(locale, &said!(locale, "{error}", "数据文件夹无法使用（{error}）"), other)
}

/// Why the built-in server does not start, what the system says of it, and what to do.
pub(crate) fn of_the_server(locale: Locale, error: &Error) -> String {
    let other_folder = either(locale, "choose another folder with --data-dir", "请用 --data-dir 另选文件夹");
    let (what, advice) = match error {
        Error::Listen { address, source } => (
            said!(locale, "could not listen on {address}: {source}", "无法监听 {address}（{source}）"),
            either(
                locale,
                "choose another address or port with --listen, or leave it out",
                "请用 --listen 换一个地址或端口，或不写",
            ),
        ),
        Error::Agents { path, source } => {
            let path = path.display();
            (
                said!(
                    locale,
                    "could not read the agents in {path}: {source}",
                    "无法读取 {path} 中的智能体（{source}）"
                ),
                either(
                    locale,
                    "name a folder of TOML files in UTF-8 with --agents",
                    "--agents 后应是存放 TOML 文件（UTF-8）的文件夹",
                ),
            )
        }
        Error::Folder { path, source } => {
            let path = path.display();
            (
                said!(locale, "could not make the folder {path}: {source}", "无法创建文件夹 {path}（{source}）"),
                other_folder,
            )
        }
        Error::Store(source) => (
            said!(
                locale,
                "could not use the agent server's database: {source}",
                "内置服务器的数据库无法使用（{source}）"
            ),
            other_folder,
        ),
        // It says itself where and what; the key is ours.
        Error::Agent { .. } | Error::Key => return one_line(&error.to_string()),
    };
    joined(locale, &what, advice)
}
