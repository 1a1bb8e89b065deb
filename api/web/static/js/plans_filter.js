// Which plans the list shows, and in what order: the address, what a card says of its plan, and nothing of the page.

import { read as readAsked, write as writeAsked } from "./address.js";

const PAGE = "/plans";
const FIRST_YEAR = 0, LAST_YEAR = 9999;

/** {q, from, to, kind, sort: strings; region: list of codes or names} of the part of an address that begins with ?. */
export function read(search) {
  const { q, from, to, kind, region } = readAsked(search);
  return { q, from, to, kind, region, sort: new URLSearchParams(search).get("sort") ?? "" };
}

/** The address of the list with it. */
export function write({ sort, ...chosen }) {
  const address = writeAsked({ ...chosen, plan: [] }, PAGE);
  if (!sort) return address;
  return `${address}${address === PAGE ? "?" : "&"}${new URLSearchParams({ sort })}`;
}

/** Whether anything is left out by it. */
export function narrows({ q, from, to, kind, region }) {
  return Boolean(q || from || to || kind || region.length);
}

/** Whether it lets a card through: every word, the period touched, the kind, in or below one of the regions. */
export function lets({ q, from, to, kind, region }, card) {
  const said = words(card);
  const regions = card.dataset.regions.split(" ");
  return (
    plain(q).split(/\s+/).every((word) => said.includes(word)) &&
    touches(card.dataset.years, from, to) &&
    (!kind || card.dataset.kind === kind) &&
    (!region.length || region.some((code) => regions.includes(code)))
  );
}

function touches(years, from, to) {
  if (!from && !to) return true;
  if (!years) return false;
  const [first, last] = years.split(" ").map(Number);
  return first <= (Number(to) || LAST_YEAR) && last >= (Number(from) || FIRST_YEAR);
}

const said = new WeakMap();

function words(card) {
  if (!said.has(card)) {
    const parts = card.querySelectorAll("h3 a, dd:not(.n)");
    said.set(card, plain(Array.from(parts, (part) => part.textContent).join("\n")));
  }
  return said.get(card);
}

/** Full-width letters and digits as the plain ones, capitals as small ones. */
function plain(text) {
  return text.normalize("NFKC").toLowerCase().trim();
}

const falling = (value) => (a, b) => value(b) - value(a);
const title = (card) => card.querySelector("h3 a").textContent;
const day = (card) => Number(card.dataset.issued.replaceAll("-", "")) || 0;
const ORDERS = {
  years: falling((card) => Number(card.dataset.years.split(" ").pop()) || 0),
  issued: falling(day),
  title: (a, b) => title(a).localeCompare(title(b), "zh-CN"),
  clauses: falling((card) => Number(card.dataset.clauses)),
};

/** The cards in the order of that name; of none, as the server has them. */
export function sorted(cards, sort) {
  return Object.hasOwn(ORDERS, sort) ? [...cards].sort(ORDERS[sort]) : cards;
}
