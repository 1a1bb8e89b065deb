// The list of responsibilities: sorts and filters in place. The server makes each list; the address holds what is shown.

import { Problem, request } from "./api.js";
import { el, fill, find } from "./dom.js";

const PAUSE = 250; // milliseconds without a key before the list is asked for
const FIELDS = ["unit", "role", "q", "sort", "order", "show"];
const form = find("#filter"), results = find("#results"), said = find("#said");
let asking = null, waiting = 0;

form.addEventListener("submit", (event) => {
  event.preventDefault();
  show(written(), "pushState");
});

for (const change of ["input", "compositionend"]) form.addEventListener(change, later);

results.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-here]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show(link.getAttribute("href"), "pushState");
});

window.addEventListener("popstate", () => show(location.pathname + location.search));

// Words may have been typed before this was loaded: nobody has heard of them.
if (form.elements.q.value !== form.elements.q.defaultValue) later({});

/** Once nothing is typed any more; what an input method has not made a word of yet is not asked for. */
function later({ isComposing }) {
  clearTimeout(waiting);
  if (!isComposing) waiting = setTimeout(() => show(written(), "replaceState"), PAUSE);
}

/** The address that the form asks for. */
function written() {
  const given = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value) given.append(name, value);
  return `${form.getAttribute("action")}?${given}`;
}

/** Shows the list of an address. how: the method of `history` that puts it there, none where it stands there. */
async function show(address, how) {
  clearTimeout(waiting);
  asking?.abort();
  const { signal } = (asking = new AbortController());
  results.setAttribute("aria-busy", "true");
  try {
    const page = await (await request(address, { signal, headers: { Accept: "text/html" } })).text();
    const made = new DOMParser().parseFromString(page, "text/html");
    if (how) history[how](null, "", address);
    filled(new URLSearchParams(address.split("?")[1]));
    replaced(find("#results", made));
    said.textContent = find("#said", made).textContent;
    results.removeAttribute("aria-busy");
  } catch (error) {
    if (error.name === "AbortError") return;
    results.removeAttribute("aria-busy");
    if (!(error instanceof Problem)) throw error;
    fill(results, el("p", { class: "notice bad", role: "alert" }, error.message));
  }
}

/** The list; what had the focus has it again. */
function replaced(made) {
  const { id } = document.activeElement;
  const inside = results.contains(document.activeElement);
  results.replaceChildren(...document.adoptNode(made).childNodes);
  if (inside) (document.getElementById(id) ?? results.querySelector("a"))?.focus();
}

/** The form shows what the address asks for, but for the field that is being typed into. */
function filled(asked) {
  for (const name of FIELDS) {
    const field = form.elements[name];
    if (!field || field === document.activeElement) continue;
    field.value = asked.get(name) ?? "";
    if (field.type === "hidden") field.disabled = !field.value;
  }
}
