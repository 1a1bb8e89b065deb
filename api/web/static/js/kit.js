// Files to take away: an answer, a comparison or a lesson, made by the server and saved by the browser.

import { Problem, request } from "./api.js";
import { el, fill } from "./dom.js";

const FORMS = { docx: "Word", pptx: "幻灯片", xlsx: "表格", md: "Markdown" };
const SAID_EVERY = 5; // seconds
const KEPT_FOR = 60_000; // milliseconds that a browser may take to begin to save

/** One answer or comparison in each form. what: of POST /api/v1/export, but for the form. */
export function exported(what) {
  return Object.entries(FORMS).map(([form, words]) => ({ words, path: "/api/v1/export", body: { ...what, form } }));
}

/** A whole lesson. what: of POST /api/v1/lesson. */
export function lesson(what) {
  return { words: "整套讲义", path: "/api/v1/lesson", body: what };
}

/** A bar of buttons, one a file {words, path, body}; says how far it is, and makes one file at a time. */
export function takeaway(name, files) {
  const said = el("p", { class: "said", role: "status" });
  const buttons = files.map((file) => el("button", { type: "button", on: { click: () => making(file) } }, file.words));
  async function making(file) {
    if (buttons[0].hasAttribute("aria-disabled")) return;
    const stop = counting(said, file.words);
    // Not `disabled`: the focus would be lost.
    for (const button of buttons) button.setAttribute("aria-disabled", "true");
    try {
      const saved = await fetched(file);
      save(saved);
      fill(said, `已下载：${saved.name}（${size(saved.blob)}）。`);
    } catch (error) {
      if (!(error instanceof Problem)) console.error(error);
      const told = error instanceof Problem ? error.message : "文件没有收完整，请重试。";
      fill(said, el("span", { class: "failed" }, `${file.words}没有下载成：${told}`));
    } finally {
      stop();
      for (const button of buttons) button.removeAttribute("aria-disabled");
    }
  }
  return el("div", { class: "takeaway", role: "group", "aria-label": name }, el("span", { class: "faint" }, name), buttons, said);
}

/** Says that a file is being made, and for how long already; returns what ends it. */
function counting(said, words) {
  let seconds = 0;
  const say = () => fill(said, `正在编写${words}，${seconds ? `已用${seconds}秒` : "一般需要几秒"}……`);
  const timer = setInterval(() => {
    seconds += SAID_EVERY;
    say();
  }, SAID_EVERY * 1000);
  say();
  return () => clearInterval(timer);
}

async function fetched({ path, body }) {
  const headers = { "Content-Type": "application/json", Accept: "*/*" };
  const response = await request(path, { method: "POST", headers, body: JSON.stringify(body) });
  return { name: named(response.headers.get("Content-Disposition") ?? ""), blob: await response.blob() };
}

/** The name that the server gave the file (RFC 6266). */
function named(disposition) {
  const [, full] = /filename\*=UTF-8''([^;]+)/i.exec(disposition) ?? [];
  const [, plain] = /filename="([^"]+)"/i.exec(disposition) ?? [];
  return full ? decodeURIComponent(full) : (plain ?? "planqa");
}

function save({ name, blob }) {
  const address = URL.createObjectURL(blob);
  const anchor = el("a", { href: address, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), KEPT_FOR);
}

function size({ size: bytes }) {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
