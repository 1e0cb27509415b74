/** Another renderer behind the same props, for comparison. */
import { Streamdown } from "streamdown";

export function Markdown({ text, streaming = false }: { text: string; streaming?: boolean }) {
  return (
    <Streamdown animated={false} controls={false} parseIncompleteMarkdown={streaming}>
      {text}
    </Streamdown>
  );
}
