/** Pictures, sound, film and files in answers: what comes by itself, what is asked for, what is shown of it. */
import { cleanup, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { around, mounted } from "./mounted";

const png = () => Promise.resolve(new Blob([new Uint8Array(8)], { type: "image/png" }));
const wave = () => Promise.resolve(new Blob([new Uint8Array(8)], { type: "audio/wav" }));

afterEach(cleanup);

describe("pictures", () => {
  test("one from elsewhere shows its host and comes when it is asked for", async () => {
    const content = vi.fn(png);
    const { container } = mounted("![a cat](https://pics.example/cat.png)", around({ content }));
    expect(container.querySelector("img")).toBeNull();
    expect(container.textContent).toContain("来自 pics.example");
    await userEvent.click(screen.getByRole("button", { name: "显示: a cat 来自 pics.example" }));
    expect(content).toHaveBeenCalledExactlyOnceWith("https://pics.example/cat.png", true);
    expect((await screen.findByAltText("a cat")).getAttribute("src")).toMatch(/^blob:/);
  });

  test("one of the agent's own comes by itself, wherever its link says it is", async () => {
    const content = vi.fn(png);
    mounted("![](/api/proxy/down?Path=a) ![b](http://inner/api/proxy/down?Path=b)", around({ content, agent: "own", pictures: "blocked" }));
    await waitFor(() => expect(content).toHaveBeenCalledTimes(2));
    expect(content.mock.calls).toEqual([["/api/proxy/down?Path=a", false], ["http://inner/api/proxy/down?Path=b", false]]);
    expect(await screen.findByAltText("b")).toBeTruthy();
  });

  test("one from elsewhere comes by itself where the reader has it so, and never where they have it so", async () => {
    const content = vi.fn(png);
    mounted("![c](https://pics.example/allowed.png)", around({ content, pictures: "allowed" }));
    expect(await screen.findByAltText("c")).toBeTruthy();
    expect(content).toHaveBeenCalledExactlyOnceWith("https://pics.example/allowed.png", false);
    cleanup();
    const { container } = mounted("![c](https://pics.example/allowed.png)", around({ content, pictures: "blocked" }));
    expect(container.querySelector("img, button")).toBeNull();
    expect(container.textContent).toContain("来自 pics.example，未显示");
    expect(content).toHaveBeenCalledTimes(1);
  });

  test("the place of one from elsewhere is where all of them are allowed for the agent", async () => {
    const onAllow = vi.fn();
    const content = vi.fn(png);
    mounted("![c](https://pics.example/later.png)", around({ onAllow, content }));
    await userEvent.click(screen.getByRole("button", { name: "对该智能体始终显示" }));
    expect(onAllow).toHaveBeenCalledOnce();
    expect(content).not.toHaveBeenCalled();
  });

  test("what is large waits to be asked for", async () => {
    const content = vi.fn((_: string, asked: boolean) => (asked ? wave() : Promise.reject({ code: "askFirst", detail: "" })));
    mounted("![lecture](/api/proxy/down?Path=large)", around({ content }));
    await userEvent.click(await screen.findByRole("button", { name: "显示: lecture 文件较大，点击加载" }));
    expect(await screen.findByRole("group", { name: "lecture" })).toBeTruthy();
    expect(content.mock.calls.map(([, asked]) => asked)).toEqual([false, true]);
  });

  test.each([
    ["tooLarge", "内容过大，无法在此显示"],
    ["refused", "这不是图片、音频或视频，或者地址不是公开的"],
    ["offline", "无法加载"],
  ])("one that does not come says why: %s", async (code, said) => {
    const content = () => Promise.reject({ code, detail: "" });
    mounted(`![x](https://pics.example/${code}.png)`, around({ content }));
    await userEvent.click(screen.getByRole("button", { name: /^显示: x/ }));
    expect(await screen.findByText(said)).toBeTruthy();
  });

  test("a page in the place of a picture is not shown, and can be saved", async () => {
    const onSaveFile = vi.fn();
    const content = () => Promise.resolve(new Blob(["<svg/>"], { type: "text/plain" }));
    const { container } = mounted("![x](/api/proxy/down?Path=page.svg)", around({ content, onSaveFile }));
    await userEvent.click(await screen.findByRole("button", { name: "保存到“下载”" }));
    expect(container.querySelector("img")).toBeNull();
    expect(onSaveFile).toHaveBeenCalledExactlyOnceWith("/api/proxy/down?Path=page.svg", "page.svg", false);
  });
});

describe("sound and film", () => {
  beforeEach(() => {
    vi.spyOn(HTMLMediaElement.prototype, "play").mockImplementation(function play(this: HTMLMediaElement) {
      Object.defineProperty(this, "paused", { configurable: true, value: false });
      this.dispatchEvent(new Event("play"));
      return Promise.resolve();
    });
    vi.spyOn(HTMLMediaElement.prototype, "pause").mockImplementation(function pause(this: HTMLMediaElement) {
      Object.defineProperty(this, "paused", { configurable: true, value: true });
      this.dispatchEvent(new Event("pause"));
    });
  });

  afterEach(() => vi.restoreAllMocks());

  test("what is sound by its bytes has a player, whatever its name; nothing plays by itself, and one at a time", async () => {
    const { container } = mounted("![one](/api/proxy/down?Path=s1.png)\n\n![two](/api/proxy/down?Path=s2.png)", around({ content: wave }));
    const first = await screen.findByRole("button", { name: "播放: one" });
    const second = await screen.findByRole("button", { name: "播放: two" });
    for (const media of container.querySelectorAll("audio")) {
      expect([media.autoplay, media.controls, media.src.startsWith("blob:")]).toEqual([false, false, true]);
    }
    expect(HTMLMediaElement.prototype.play).not.toHaveBeenCalled();
    await userEvent.click(first);
    expect(screen.getByRole("button", { name: "暂停: one" })).toBeTruthy();
    await userEvent.click(second);
    expect(screen.getByRole("button", { name: "播放: one" })).toBeTruthy();
    expect(screen.getByRole("button", { name: "暂停: two" })).toBeTruthy();
  });

  test("it is saved among the downloads or where the reader says, under a name that says what it is", async () => {
    const onSaveFile = vi.fn();
    mounted("![speech](/api/proxy/down?Path=upload/full/aa/bb/cc)", around({ content: wave, onSaveFile }));
    for (const way of ["保存到“下载”", "另存为…"]) {
      await userEvent.click(await screen.findByRole("button", { name: "speech 的操作" }));
      await userEvent.click(await screen.findByRole("menuitem", { name: way }));
    }
    const link = "/api/proxy/down?Path=upload/full/aa/bb/cc";
    expect(onSaveFile.mock.calls).toEqual([[link, "speech.wav", false], [link, "speech.wav", true]]);
  });

  test("what cannot be played here says so in a sentence and can still be saved", async () => {
    const onSaveFile = vi.fn();
    const { container } = mounted("![strange](/api/proxy/down?Path=strange)", around({ content: wave, onSaveFile }));
    await screen.findByRole("group", { name: "strange" });
    container.querySelector("audio")?.dispatchEvent(new Event("error"));
    expect(await screen.findByText(/本机无法在此播放/)).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "保存到“下载”" }));
    expect(onSaveFile).toHaveBeenCalledOnce();
  });
});

test("a link to a file of the agent's own shows it, and saves it under its name", async () => {
  const [onSaveFile, onShowFile] = [vi.fn(), vi.fn()];
  mounted("[成绩单.xlsx](http://inner/api/proxy/down?Path=upload/full/x) [get it](/api/proxy/down?Path=up/b.mp3)", around({ onSaveFile, onShowFile }));
  await userEvent.click(screen.getByRole("button", { name: "保存文件 成绩单.xlsx" }));
  await userEvent.click(screen.getByRole("button", { name: "查看文件 b.mp3" }));
  expect(onSaveFile.mock.calls).toEqual([["http://inner/api/proxy/down?Path=upload/full/x", "成绩单.xlsx", false]]);
  expect(onShowFile.mock.calls).toEqual([["/api/proxy/down?Path=up/b.mp3", "b.mp3"]]);
});
