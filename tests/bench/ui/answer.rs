//! The answer that is measured: what agents write, in both languages, the same at every run.

/// One section: text, a list, code, a table and a formula.
fn section(number: usize) -> String {
    format!(
        "## {number}. 归并与快速 Merge and quick\n\n\
         The two **methods** differ in *cost*, not in result: section {number} says how. 用`merge`（归并）更**稳定**，\
         每一步都要比较两半的首元素，把较小的放进结果；See [the notes](https://example.org/notes/{number}) for more.\n\n\
         1. Split the list, 一分为二。\n2. Sort both halves, 各自排序。\n   - [x] the left\n   - [ ] the right\n\n\
         ```rust\n/// Sorts by merging.\nfn sort_{number}(list: &[u32]) -> Vec<u32> {{\n    if list.len() < 2 {{ return list.to_vec(); }}\n    \
         let (left, right) = list.split_at(list.len() / 2);\n    merge(&sort_{number}(left), &sort_{number}(right))\n}}\n```\n\n\
         | 方法 | time | memory |\n|---|--:|--:|\n| merge {number} | $O(n \\log n)$ | $O(n)$ |\n| quick | $O(n^2)$ | $O(\\log n)$ |\n\n\
         $$\\sum_{{k=0}}^{{\\log_2 n}} 2^k \\cdot \\frac{{n}}{{2^k}} = n \\log_2 n + {number}$$\n\n\
         > Measured on a busy machine; 仅供参考。\n\n"
    )
}

/// So many characters of it.
pub(crate) fn text(characters: usize) -> String {
    (1..).flat_map(|number| section(number).chars().collect::<Vec<_>>()).take(characters).collect()
}
