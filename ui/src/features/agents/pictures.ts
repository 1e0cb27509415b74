/** What becomes of pictures, sound and film from elsewhere: chosen once for all answers of an agent. */
import type { Choices } from "../../design/Menu";
import { toast } from "../../design/Toast";
import { host } from "../../host/host";
import type { Agent, Pictures } from "../../host/types";
import { type Words, words as currentWords } from "../../words/words";
import { sayProblem } from "../problems/say";

/** The choice as a part of a menu. */
export function pictureChoices(agent: Agent, words: Words): Choices<Pictures> {
  const { label, blocked, ask, allowed } = words.agents.pictures;
  const options = [
    { value: "blocked" as const, label: blocked },
    { value: "ask" as const, label: ask },
    { value: "allowed" as const, label: allowed },
  ];
  return { label, value: agent.pictures, options, onChoose: (pictures) => choosePictures(agent, pictures) };
}

/** What tells others that answers are read is said, with a way back. */
export function choosePictures(agent: Pick<Agent, "id" | "name" | "pictures">, pictures: Pictures): void {
  const back = () => void host.setPictures(agent.id, agent.pictures).catch(sayProblem);
  host.setPictures(agent.id, pictures).then(() => {
    if (pictures !== "allowed") return;
    const { agents, general } = currentWords();
    toast({ text: agents.pictures.allowedNow(agent.name), action: { label: general.undo, onAction: back } });
  }, sayProblem);
}
