// Copies text, also where the page came over plain HTTP and the browser has no clipboard for it.

import { el } from "./dom.js";

const SHOWN_FOR = 2000; // milliseconds

/** A button that copies a text and says so. words: on the button. */
export function copyButton(text, words = "复制引用") {
  const said = el("span", { role: "status", class: "faint" });
  const button = el("button", { type: "button", class: "plain", on: { click: copying } }, words);
  async function copying() {
    said.textContent = (await copied(text)) ? "已复制" : "未能复制，请选中文字后复制";
    setTimeout(() => (said.textContent = ""), SHOWN_FOR);
  }
  return el("span", {}, button, " ", said);
}

/** Gives every <button data-copy="…"> that the server made the same work. */
export function enliven(root = document) {
  for (const button of root.querySelectorAll("button[data-copy]")) {
    button.replaceWith(copyButton(button.dataset.copy, button.textContent));
  }
}

/** Whether the text is in the clipboard now. */
export async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedBySelecting(text);
  }
}

function copiedBySelecting(text) {
  const before = document.activeElement;
  const area = el("textarea", { class: "visually-hidden", readonly: true, "aria-hidden": "true" });
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  before?.focus();
  return done;
}
