// The files that are to be sent: chosen or dropped, listed, and taken back one by one.

import { el, fill, find } from "./dom.js";
import { megabytes } from "./upload_form.js";

/** Returns {files, empty}. changed(files): called after every change. */
export function picker(changed) {
  const input = find("#files"), drop = find("#drop"), list = find("#picked");
  let files = [];
  const show = () => {
    fill(list, files.map(line));
    changed(files);
  };
  const add = (more) => {
    files = [...files, ...more.filter((file) => !files.some((known) => same(known, file)))];
    show();
  };
  const line = (file, i) =>
    el("li", {}, file.name, el("span", { class: "faint" }, ` ${megabytes(file.size)} `), el("button", { type: "button", class: "plain", "aria-label": `去掉${file.name}`, on: { click: () => take(i) } }, "去掉"));
  const take = (i) => {
    files = files.filter((_, place) => place !== i);
    show();
    (list.querySelectorAll("button")[Math.min(i, files.length - 1)] ?? input).focus();
  };
  input.addEventListener("change", () => {
    add([...input.files]);
    input.value = ""; // so that the same file can be chosen again
  });
  for (const type of ["dragenter", "dragover"]) {
    drop.addEventListener(type, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  drop.addEventListener("dragleave", (event) => drop.contains(event.relatedTarget) || drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    add([...event.dataTransfer.files]);
  });
  const empty = () => {
    files = [];
    show();
  };
  return { files: () => files, empty };
}

function same(a, b) {
  return a.name === b.name && a.size === b.size && a.lastModified === b.lastModified;
}
