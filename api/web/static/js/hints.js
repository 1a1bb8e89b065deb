// What repair did to a text: told where it stands, to the pointer and to the keyboard alike.

import { el } from "./dom.js";

const LEAVES_AFTER = 200; // milliseconds, enough to move the pointer onto the hint
const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

/** Gives the repaired places of a text their hints. They are one stop of the Tab key, and the arrows lead through them. */
export function hints(text) {
  const marks = [...text.querySelectorAll("a[data-n]")];
  if (!marks.length) return;
  const bubble = el("div", { class: "hint", hidden: true });
  text.closest("main").append(bubble);
  let leaving = 0;
  const show = (mark) => {
    clearTimeout(leaving);
    bubble.textContent = mark.getAttribute("aria-description");
    bubble.hidden = false;
    placed(bubble, mark);
  };
  const hide = () => (bubble.hidden = true);
  const leave = () => (leaving = setTimeout(hide, LEAVES_AFTER));
  const stay = () => clearTimeout(leaving);
  marks.forEach((mark, i) => {
    mark.setAttribute("aria-description", mark.title);
    mark.removeAttribute("title");
    mark.tabIndex = i ? -1 : 0;
    mark.addEventListener("mouseenter", () => show(mark));
    mark.addEventListener("mouseleave", leave);
    mark.addEventListener("blur", leave);
    mark.addEventListener("focus", () => {
      for (const other of marks) other.tabIndex = other === mark ? 0 : -1;
      show(mark);
    });
    mark.addEventListener("keydown", (event) => {
      const next = !event.altKey && marks[i + STEPS[event.key]];
      if (!next) return;
      event.preventDefault();
      next.focus();
    });
  });
  bubble.addEventListener("mouseenter", stay);
  bubble.addEventListener("mouseleave", leave);
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
}

/** Below the mark, within the window. */
function placed(bubble, mark) {
  const [line] = mark.getClientRects(), room = document.documentElement.clientWidth - bubble.offsetWidth - 8;
  bubble.style.left = `${Math.max(8, Math.min(line.left, room)) + scrollX}px`;
  bubble.style.top = `${line.bottom + scrollY + 2}px`;
}
