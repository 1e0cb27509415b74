/** Questions that an agent offers, as they are shown: each once, none that says nothing. */
import { isBlank } from "../../markdown/signs";

export function offeredQuestions(questions: readonly string[]): string[] {
  return [...new Set(questions.map((question) => question.trim()).filter((question) => !isBlank(question)))];
}
