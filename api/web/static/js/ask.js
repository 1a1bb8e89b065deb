// The question page: asks, shows the turns one below the other, and keeps the address in step.

import { answerParts, related, verdict } from "./answer.js";
import { conditions, read, write } from "./address.js";
import { post, Problem, stream } from "./api.js";
import { enliven } from "./box.js";
import { el, fill, find, link } from "./dom.js";
import { filterPanel } from "./filters.js";
import { exported, takeaway } from "./kit.js";

const RELATED = 8;
const form = find("#ask"), more = find("#more"), thread = find("#thread"), status = find("#status");
const first = enliven(find("#q")), next = enliven(find("#next"));
const panel = filterPanel(form);
const title = document.title.split(" · ").pop();
let turns = [], asking = null, address = location.search;

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (first.text()) begin({ ...panel.chosen(), q: first.text() }, true);
});

more.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!next.text()) return;
  ask({ ...panel.chosen(), q: next.text() }, true);
  next.set("");
});

document.addEventListener("click", (event) => {
  const suggested = event.target.closest?.(".suggested a");
  if (!suggested || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  begin(read(new URL(suggested.href).search), true);
});

window.addEventListener("popstate", () => {
  if (location.search !== address) restore(false); // a jump within the page changes nothing
});
restore(true);

/** Shows what the address asks for. */
function restore(fresh) {
  const asked = read((address = location.search));
  panel.choose(asked);
  if (asked.q) begin(asked, false);
  else if (!fresh) location.reload(); // what stands there before any question is the server's
}

/** A new conversation. */
function begin(asked, remembered) {
  turns = [];
  fill(thread);
  document.getElementById("start")?.remove();
  first.set(asked.q);
  ask(asked, remembered);
}

async function ask(asked, remembered) {
  asking?.abort();
  const { signal } = (asking = new AbortController());
  if (remembered) addressed(asked, "pushState");
  document.title = `${asked.q} · ${title}`;
  const shown = turnOf(asked.q);
  if (turns.length) shown.whole.scrollIntoView({ block: "start" });
  status.textContent = "正在查找";
  try {
    const answer = await answered(asked, shown.body, signal);
    addressed({ ...asked, q: answer.understood }, "replaceState");
    turns.push({ question: answer.understood, clauses: answer.citations.map(({ clause }) => clause.id) });
    fill(shown.body, answerParts(answer, shown.id, panel.titles, further(asked, answer)));
    status.textContent = `${verdict(answer)}，引文${answer.citations.length}条`;
    more.hidden = false;
    await others(asked, answer, shown.whole, signal);
  } catch (error) {
    if (error.name !== "AbortError") failed(error, asked, shown);
  }
}

function addressed(asked, how) {
  history[how](null, "", write(asked));
  address = location.search;
}

/** The answer, its text shown in pieces as it comes. */
async function answered(asked, body, signal) {
  const text = el("p", { class: "says" });
  const wanted = { question: asked.q, history: turns, stream: true, ...conditions(asked) };
  let answer = null;
  for await (const { event, data } of stream("/api/v1/ask", wanted, signal)) {
    if (event === "answer") answer = data;
    if (event === "delta") {
      if (!text.isConnected) fill(body, text);
      text.append(data.text);
    }
  }
  if (!answer) throw new Problem("回答中途断开了。请重试。");
  return answer;
}

/** The answer to take away, and the way to the same of all plans. */
function further(asked, answer) {
  const everywhere = answer.scope.named.reduce((left, name) => left.replaceAll(name, ""), answer.understood).replace(/^[的在，、和与]+/, "");
  const compare = everywhere && el("p", { class: "actions" }, link(write({ ...asked, q: everywhere }, "/compare"), {}, "各地对照"));
  const files = answer.citations.length > 0 && takeaway("下载这个回答", exported({ ask: answer.understood, ...conditions(asked) }));
  return [compare, files];
}

/** What else was found, below the answer; without it the answer stands all the same. */
async function others(asked, answer, whole, signal) {
  if (answer.verdict === "no_plan_for_region") return;
  const { hits } = await post("/api/v1/search", { query: answer.understood, k: RELATED, ...conditions(asked) }, signal).catch(
    (error) => (error.name === "AbortError" ? Promise.reject(error) : { hits: [] }),
  );
  whole.append(...related(hits, answer, panel.titles).flat());
}

/** The place of a turn in the thread. id: of the element for one of its citations, by the mark. */
function turnOf(question) {
  const number = thread.children.length + 1;
  const heading = el("h2", { id: `t${number}` }, question);
  const body = el("div", { class: "body" }, el("p", { class: "faint" }, "正在查找……"));
  const whole = el("section", { class: "exchange", "aria-labelledby": heading.id }, heading, body);
  thread.append(whole);
  return { whole, body, id: (n) => `t${number}-${n}` };
}

function failed(error, asked, shown) {
  const told = error instanceof Problem ? error.message : "页面出错了，请刷新后重试。";
  if (!(error instanceof Problem)) console.error(error);
  const again = () => {
    shown.whole.remove();
    ask(asked, false);
  };
  status.textContent = "";
  const button = el("button", { type: "button", on: { click: again } }, "重试");
  fill(shown.body, el("div", { class: "notice bad", role: "alert" }, el("p", {}, told), el("p", {}, button)));
}
