// An answer: the verdict in words, what is said with its marks, and a card for every clause that it cites.

import { post } from "./api.js";
import { citationCard, hitCard } from "./cards.js";
import { el, fill, marked } from "./dom.js";

const VERDICTS = {
  answered: ["已回答", "依据下列条款。"],
  plan_silent: ["规划未载明", "规划没有写明所问的内容，下面是最接近的条款。"],
  no_plan_for_region: ["没有收录该地区的规划", "可以改问已收录的地区，或在“限定范围”中另选；也可以在“规划”页加入该地区的规划。"],
  low_confidence: ["没有找到可靠条款", "请写明事项和地区再问，或放宽“限定范围”；下面若有条款，是最接近的，不能当作答案。"],
};

/** The verdict in a word or two. */
export function verdict(answer) {
  return VERDICTS[answer.verdict][0];
}

/**
 * The parts of an answer, to stand below its question. id: of the element for a citation, by its mark.
 * further: what stands between what is said and the citations.
 */
export function answerParts(answer, id, titles, further) {
  const [words, next] = VERDICTS[answer.verdict];
  const cards = grouped(answer.citations).map((citations) => citationCard(citations, id, titles));
  const jump = jumper(id);
  return [
    answer.understood !== answer.question && el("p", { class: "faint" }, `理解为：${answer.understood}`),
    el("p", { class: "verdict" }, el("span", { class: `label ${answer.verdict}` }, words), el("span", { class: "faint" }, next)),
    told(answer) && summary(answer, jump),
    el("div", { class: "says" }, answer.answer.split("\n").filter(Boolean).map((line) => paragraph(line, answer, jump))),
    answer.note && el("p", { class: "faint" }, answer.note),
    answer.id && votes(answer.id),
    further,
    cards.length > 0 && el("h3", {}, "引文"),
    cards,
  ];
}

/** Clauses of a search that the answer has not cited. near: they are the nearest there is, and no answer. */
export function related(hits, answer, titles) {
  const cited = new Set(answer.citations.map(({ clause }) => clause.id));
  const others = hits.filter(({ clause }) => !cited.has(clause.id));
  if (!others.length) return [];
  const near = answer.verdict === "low_confidence";
  const cards = (near ? others.slice(0, 3) : others).map((hit) => hitCard(hit, titles));
  if (near) return [el("h3", {}, "最接近的条款"), cards];
  return [el("details", { class: "related" }, el("summary", {}, `相关条款（${others.length}）`), cards)];
}

/** What stands in the answer's text is said there in order; a table helps where it is of several regions. */
function told({ units, facts, written }) {
  const places = new Set([...units, ...facts].map(({ region }) => region));
  return facts.length > 0 && (written || places.size > 1);
}

function summary({ facts, units }, jump) {
  const role = (fact) => units.find((unit) => unit.name === fact.words && unit.clause_id === fact.clause_id)?.role;
  const said = { lead: "牵头单位", responsible: "责任单位", support: "配合单位" };
  const kinds = { unit: "单位", date: "时间", frequency: "频次", number: "数量", name: "名称", item: "内容" };
  const rows = new Map();
  for (const fact of facts) {
    const key = [fact.region ?? "地区未写明", said[role(fact)] ?? kinds[fact.kind]].join("\t");
    rows.set(key, [...(rows.get(key) ?? []), fact]);
  }
  const cells = (found) => found.map((fact, i) => [i > 0 && "、", fact.words, fact.n !== found[i + 1]?.n && mark(fact.n, jump)]);
  return el(
    "div",
    { class: "wide", tabindex: "0", role: "group", "aria-label": "要点" },
    el(
      "table",
      {},
      el("thead", {}, el("tr", {}, ["地区", "事项", "规划所写"].map((words) => el("th", { scope: "col" }, words)))),
      el("tbody", {}, [...rows].map(([key, found]) => el("tr", {}, key.split("\t").map((words) => el("td", {}, words)), el("td", {}, cells(found))))),
    ),
  );
}

/** A line of the text: the place that it begins with, quotes with the words that matched, marks that lead to cards. */
function paragraph(line, answer, jump) {
  const [, place, rest] = /^([^：。]{1,40}：)?(.*)$/s.exec(line);
  const ours = place && answer.citations.some(({ clause }) => named(clause.plan, place.slice(0, -1)));
  const pieces = [];
  for (const piece of (ours ? rest : line).split(/(\[\d+\])/)) {
    const n = Number(/^\[(\d+)\]$/.exec(piece)?.[1]);
    if (n && answer.citations.some((citation) => citation.n === n)) {
      pieces.push(...quote(String(pieces.pop() ?? ""), answer.citations.find((citation) => citation.n === n)), mark(n, jump));
    } else pieces.push(piece);
  }
  return el("p", {}, ours && el("b", {}, place), pieces);
}

function named(plan, place) {
  return [plan.title, plan.region?.name, plan.region?.full_name].some((name) => name && (name.includes(place) || place.includes(name)));
}

/** What stands before a mark: if it ends with the quote, with the words of it that matched. */
function quote(before, citation) {
  if (!before.endsWith(citation.quote)) return [before];
  return [before.slice(0, before.length - citation.quote.length), ...marked(citation.quote, citation.matched, citation.span[0])];
}

function mark(n, jump) {
  return el("a", { class: "mark", href: `#${jump.id(n)}`, "aria-label": `引文${n}`, on: { click: (event) => jump(event, n) } }, `[${n}]`);
}

/** Leads to a card and puts the focus there, without a step in the history. */
function jumper(id) {
  const jump = (event, n) => {
    event.preventDefault();
    const card = document.getElementById(id(n))?.closest(".card");
    card?.scrollIntoView({ block: "nearest" });
    card?.focus({ preventScroll: true });
  };
  jump.id = id;
  return jump;
}

/** The citations of each clause together, in the order of their first marks. */
function grouped(citations) {
  const found = new Map();
  for (const citation of citations) found.set(citation.clause.id, [...(found.get(citation.clause.id) ?? []), citation]);
  return [...found.values()];
}

function votes(id) {
  const said = el("span", { role: "status", class: "faint" });
  const vote = (value) => async () => {
    try {
      await post("/api/v1/feedback", { id, vote: value });
      fill(said, "已记下，谢谢。");
    } catch (error) {
      fill(said, error.message);
    }
  };
  const button = (words, value) => el("button", { type: "button", class: "plain", on: { click: vote(value) } }, words);
  return el("p", { class: "actions" }, el("span", { class: "faint" }, "这个回答"), button("有用", "up"), button("无用", "down"), said);
}
