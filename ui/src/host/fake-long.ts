/** Much to look at: many turns, and an answer of any length. */
import { agentRow, answerRow, conversationRow, noRows, type Rows, turnRow } from "./fake-rows";

const section = (number: number) => `## ${number}. 归并与快速 Merge and quick

The two **methods** differ in *cost*, not in result: section ${number} says how. 用\`merge\`（归并）更**稳定**，每一步都要比较两半的首元素，把较小的放进结果；See [the notes](https://example.org/notes/${number}) for more.

1. Split the list, 一分为二。
2. Sort both halves, 各自排序。
   - [x] the left
   - [ ] the right

\`\`\`rust
/// Sorts by merging.
fn sort_${number}(list: &[u32]) -> Vec<u32> {
    if list.len() < 2 { return list.to_vec(); }
    let (left, right) = list.split_at(list.len() / 2);
    merge(&sort_${number}(left), &sort_${number}(right))
}
\`\`\`

| 方法 | time | memory |
|---|--:|--:|
| merge ${number} | $O(n \\log n)$ | $O(n)$ |
| quick | $O(n^2)$ | $O(\\log n)$ |

$$\\sum_{k=0}^{\\log_2 n} 2^k \\cdot \\frac{n}{2^k} = n \\log_2 n + ${number}$$

> Measured on a busy machine; 仅供参考。

`;

/** So many characters of what agents write. */
export function longText(characters: number): string {
  let text = "";
  for (let number = 1; text.length < characters; number += 1) text += section(number);
  return text.slice(0, characters);
}

/** One conversation of so many turns. */
export function manyTurns(count: number): Rows {
  const conversationId = "01KCONV00LONG";
  const agents = [agentRow({ id: "01KAGENT0001", name: "Writer" })];
  const conversations = [conversationRow({ id: conversationId, agentId: "01KAGENT0001", title: "Long", turns: count })];
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const turns = numbers.map((seq) => turnRow({ id: `turn-long-${seq}`, conversationId, seq, question: `Question ${seq}`, answers: [`answer-long-${seq}`] }));
  const answers = numbers.map((seq) => answerRow({ id: `answer-long-${seq}`, turnId: `turn-long-${seq}`, text: longText(900) }));
  return { ...noRows, agents, conversations, turns, answers };
}
