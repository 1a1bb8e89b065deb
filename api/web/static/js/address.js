// The question and its filters as the address holds them, so that a link brings both.

const LISTS = ["region", "plan"], SINGLES = ["q", "from", "to", "kind"];
const FIRST_YEAR = 1900, LAST_YEAR = 2100;

/** {q, from, to, kind: strings; region, plan: lists of strings} of the part of an address that begins with ?. */
export function read(search) {
  const given = new URLSearchParams(search);
  const lists = LISTS.map((name) => [name, given.getAll(name).filter(Boolean)]);
  const singles = SINGLES.map((name) => [name, (given.get(name) ?? "").trim()]);
  return Object.fromEntries([...lists, ...singles]);
}

/** The address of a page with it. */
export function write(asked, page = "/") {
  const given = new URLSearchParams();
  for (const name of SINGLES) if (asked[name]) given.set(name, asked[name]);
  for (const name of LISTS) for (const value of asked[name]) given.append(name, value);
  return String(given) ? `${page}?${given}` : page;
}

/** The same as conditions of a request; what is not chosen is left out. */
export function conditions({ region, plan, from, to, kind }) {
  const found = {};
  if (region.length) found.region = region;
  if (plan.length) found.plan = plan;
  if (from || to) found.years = [Number(from) || FIRST_YEAR, Number(to) || LAST_YEAR];
  if (kind) found.kind = kind;
  return found;
}
