//! What an import did, line by line.

use parlance_core::{Imported, LineFault, ProblemCode, SkippedLine};

use super::{either, one_line, said};
use crate::place::Locale;

/// One sentence on what was taken, one for each line that was not, and one on keys that are missing now.
pub(crate) fn of_the_import(locale: Locale, imported: &Imported) -> Vec<String> {
    let Imported { agents, conversations, changed, unchanged, turns, skipped_lines, .. } = imported;
    let mut sentences = vec![said!(
        locale,
        "{conversations} conversations added, {changed} brought up to date, {unchanged} left as they were; {turns} new turns",
        "新增 {conversations} 个会话，更新 {changed} 个，{unchanged} 个保持不变；新增 {turns} 轮"
    )];
    if let Some(problem) = &imported.stopped {
        let why = match problem.code {
            ProblemCode::DiskFull => either(locale, "the disk is full", "磁盘已满").to_owned(),
            _ => one_line(&problem.detail),
        };
        sentences.push(said!(
            locale,
            "it stopped before its end: {why}; what was taken stays, import the file again to go on",
            "导入中途停止：{why}；已导入的内容会保留，再次导入同一文件即可继续"
        ));
    }
    sentences.extend(imported.skipped.iter().map(|skipped| of_the_line(locale, skipped)));
    let told = u32::try_from(imported.skipped.len()).unwrap_or(u32::MAX);
    if *skipped_lines > told {
        let more = skipped_lines - told;
        sentences.push(said!(locale, "{more} more lines were not taken", "另有 {more} 行没有导入"));
    }
    if *agents > 0 {
        sentences.push(said!(
            locale,
            "agents added without a key: {agents}; open Parlance and enter what is missing",
            "新增了 {agents} 个没有密钥的智能体；请打开 Parlance 输入它们的密钥"
        ));
    }
    sentences
}

fn of_the_line(locale: Locale, skipped: &SkippedLine) -> String {
    let SkippedLine { line, fault, about } = skipped;
    let about = one_line(about);
    let why = match fault {
        LineFault::NotJson => {
            said!(locale, "it is not JSON ({about}); is it cut short?", "不是 JSON（{about}），可能不完整")
        }
        LineFault::NotAnExport => either(locale, "it is no line of an export", "不是导出文件中的一行").to_owned(),
        LineFault::Newer => {
            said!(locale, "a newer Parlance wrote it (format {about})", "由更新版本的 Parlance 写入（格式 {about}）")
        }
        LineFault::Missing => said!(locale, "the field {about} is missing", "缺少字段 {about}"),
        LineFault::Wrong => said!(locale, "a field holds what it cannot hold ({about})", "字段的值不正确（{about}）"),
        LineFault::TooLong => either(locale, "it is too long", "太长").to_owned(),
    };
    said!(locale, "line {line} was not taken: {why}", "第 {line} 行没有导入：{why}")
}
