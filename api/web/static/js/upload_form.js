// What the forms that change plans have in common: what is stated of a file, sending, and what comes of it.

import { el, fill, find } from "./dom.js";
import { send, told } from "./upload_send.js";

const template = find("#facts");

/** Puts the fields for what may be stated of a file into a form; returns them. */
export function facts(form) {
  const fields = document.importNode(template.content, true).firstElementChild;
  find(".stating", form).append(fields);
  return fields;
}

/** The body of a request: the files, and what is stated where that is possible. */
export function body(files, fields) {
  const form = new FormData();
  for (const file of files) form.append("file", file, file.name);
  if (fields && !fields.disabled) for (const input of fields.elements) if (input.value?.trim()) form.append(input.name, input.value.trim());
  return form;
}

/** What keeps files from being sent; nothing if they may be. most: {bytes, files}. */
export function hindered(files, most) {
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  const empty = files.find((file) => !file.size);
  const twice = files.find((file, i) => files.findIndex((other) => other.name === file.name) < i);
  if (!files.length) return "请先选择文件。";
  if (files.length > most.files) return `一次最多上传${most.files}份文件，请分批上传，或打成 zip。`;
  if (empty) return `“${empty.name}”是空文件，请核对后再传。`;
  if (twice) return `有两份文件都叫“${twice.name}”，请改名后再传。`;
  return bytes > most.bytes ? `文件合计${megabytes(bytes)}，超过${megabytes(most.bytes)}的上限，请拆分或分批上传。` : "";
}

export function megabytes(bytes) {
  return bytes < 1048576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(bytes < 10485760 ? 1 : 0)} MB`;
}

/** Whether what is stated of a file may go with these. */
export function single(files) {
  return files.length === 1 && !/\.zip$/i.test(files[0].name);
}

/** Sends, while the form shows how far it is; the job, or null after the form has said what was wrong. */
export async function sent(form, method, path, data, failed = () => {}) {
  clear(form);
  const bar = el("progress", { max: 1, value: 0, "aria-label": "发送进度" });
  const line = el("p", { class: "sending" }, "正在发送 ", bar);
  const buttons = [...form.querySelectorAll("button")];
  buttons.forEach((button) => (button.disabled = true));
  find(".actions", form).before(line);
  window.addEventListener("beforeunload", stay);
  try {
    return await send(method, path, data, (part) => (bar.value = part));
  } catch (error) {
    refuse(form, error);
    failed(error);
    return null;
  } finally {
    window.removeEventListener("beforeunload", stay);
    line.remove();
    buttons.forEach((button) => (button.disabled = false));
  }
}

/** Browsers ask before a page is left that is still sending. */
function stay(event) {
  event.preventDefault();
}

export function say(form, words) {
  fill(find(":scope > .told", form), words);
}

/** What was wrong stands beside its field, and all else above the buttons. */
function refuse(form, error) {
  const faults = (error.problem?.errors ?? []).map(({ detail, pointer }) => [form.querySelector(`input[name="${CSS.escape(pointer.slice(2))}"]`), detail]);
  const placed = faults.filter(([input]) => input);
  for (const [input, detail] of placed) {
    input.setAttribute("aria-invalid", "true");
    find(".told", input.closest("p")).textContent = detail;
  }
  if (placed.length) {
    find(".stating", form).open = true;
    placed[0][0].focus();
  }
  say(form, placed.length ? "请改正标出的各项。" : told(error));
}

function clear(form) {
  form.querySelectorAll(".told").forEach((line) => fill(line));
  form.querySelectorAll("[aria-invalid]").forEach((input) => input.removeAttribute("aria-invalid"));
}
