// A card: one clause with where it stands, what of it is quoted, and what it names.

import { copyButton } from "./cite.js";
import { el, fill, link, marked } from "./dom.js";

const ROLES = { lead: "牵头单位", responsible: "责任单位", support: "配合单位" };

/** The card of a cited clause. citations: those of one clause, at least one. id: of the element, by its mark. */
export function citationCard(citations, id, titles) {
  const [first] = citations;
  const marks = citations.map(({ n }) => el("span", { class: "n", id: id(n) }, `[${n}]`));
  return card({
    clause: first.clause,
    lead: marks,
    spoken: `引文${citations.map(({ n }) => n).join("、")}`,
    quoted: citations.map(({ span }) => span).sort(([a], [b]) => a - b),
    matched: first.matched,
    actions: [copyButton(citations.map(({ cited }) => cited).join("\n\n"))],
    alike: first.also_in,
    titles,
  });
}

/** The card of a clause that was found. */
export function hitCard(hit, titles) {
  const shown = opening(hit.clause.text);
  return card({ clause: hit.clause, lead: [], spoken: null, quoted: [shown], matched: hit.matched, actions: [], alike: hit.also_in, titles });
}

function card({ clause, lead, spoken, quoted, matched, actions, alike, titles }) {
  const region = clause.plan.region?.full_name ?? "地区未写明";
  return el(
    "article",
    { class: "card", tabindex: "-1", "aria-label": spoken },
    el("p", { class: "whence" }, lead, el("b", {}, region), el("span", {}, `《${clause.plan.title}》`)),
    trail(clause),
    passage(clause, quoted, matched),
    named(clause),
    damage(clause) && el("p", { class: clause.doubtful ? "damage" : "faint" }, damage(clause)),
    el("p", { class: "actions" }, link(page(clause.id), {}, "打开原文"), actions),
    alike.length > 0 && same(alike, titles),
  );
}

/** The page of a clause, on this very server. */
export function page(clauseId) {
  return `/c/${clauseId.split("/").map(encodeURIComponent).join("/")}`;
}

function trail(clause) {
  const own = clause.label === clause.heading ? clause.label : clause.label + clause.heading;
  const steps = [...clause.trail.filter((step) => !step.includes("\t")), own].filter(Boolean);
  return steps.length > 0 && el("ol", { class: "trail", "aria-label": "所在位置" }, steps.map((step) => el("li", {}, step)));
}

/** What is quoted, and the whole clause on demand, the quotes in it underlined. */
function passage(clause, quoted, matched) {
  const text = clause.text.replaceAll("\t", "｜");
  const letters = Array.from(text);
  const piece = ([start, end]) => marked(letters.slice(start, end).join(""), matched, start);
  const brief = quoted.map((span) => el("blockquote", { class: "text" }, piece(span)));
  const shown = el("div", { class: "passage" }, brief);
  if (quoted.reduce((sum, [start, end]) => sum + end - start, 0) >= letters.length) return shown;
  const whole = () => el("div", { class: "text" }, parted(quoted, letters.length).map(([span, is]) => (is ? el("u", {}, piece(span)) : piece(span))));
  const more = el("button", { type: "button", class: "plain", "aria-expanded": "false", on: { click: turn } }, "展开全文");
  function turn() {
    const open = more.getAttribute("aria-expanded") === "false";
    fill(shown, open ? whole() : brief);
    more.setAttribute("aria-expanded", open);
    more.textContent = open ? "收起" : "展开全文";
  }
  return [shown, el("p", {}, more)];
}

/** The whole of a text in pieces [span, whether it is quoted]. */
function parted(quoted, length) {
  const pieces = [];
  let at = 0;
  for (const [start, end] of quoted) {
    if (start > at) pieces.push([[at, start], false]);
    if (end > at) pieces.push([[Math.max(at, start), end], true]);
    at = Math.max(at, end);
  }
  return at < length ? [...pieces, [[at, length], false]] : pieces;
}

const MOST_SHOWN = 160; // characters of a clause that nobody asked for

function opening(text) {
  const letters = Array.from(text);
  if (letters.length <= MOST_SHOWN) return [0, letters.length];
  const stop = letters.slice(0, MOST_SHOWN).reduce((last, letter, i) => ("。；！？\n".includes(letter) ? i + 1 : last), 0);
  return [0, stop > MOST_SHOWN / 3 ? stop : MOST_SHOWN];
}

/** The units by their roles, the deadlines and the figures that a clause names; false where it names none. */
export function named(clause) {
  const units = Object.entries(ROLES).map(([role, words]) => [
    words,
    clause.units.filter((unit) => unit.role === role).map((unit) => unit.name + (unit.others ? "等" : "")).join("、"),
  ]);
  const heir = clause.heir_of ? [["单位", link(page(clause.heir_of), {}, "见上级标题")]] : [];
  const deadlines = clause.deadlines.map(({ words, by }) => ["时限", by ? `${words}（至${by}）` : words]);
  const targets = clause.targets.map(({ words }) => ["指标", words]);
  const all = [...units, ...heir, ...deadlines, ...targets].filter(([, said]) => said);
  return all.length > 0 && el("dl", { class: "labels" }, all.map(([words, said]) => el("div", {}, el("dt", {}, words), el("dd", {}, said))));
}

function damage({ mended, doubtful }) {
  const told = [mended && `${mended}处乱码，已修复`, doubtful && `${doubtful}处存疑未改`].filter(Boolean);
  return told.length > 0 && `原文此条有${told.join("；")}。`;
}

function same(ids, titles) {
  const list = el("ul");
  // Written when it is opened: an answer may come before the titles do.
  const listed = () => fill(list, ids.map((id) => el("li", {}, link(page(id), {}, titles.get(id.split("/")[0]) ?? id))));
  return el("details", { on: { toggle: listed } }, el("summary", {}, `同文条款（${ids.length}）`), list);
}
