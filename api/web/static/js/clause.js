// The page of a clause: the outline in sight, keys to turn the page, what repair did explained, a citation to copy.

import { enliven } from "./cite.js";
import { find } from "./dom.js";
import { hints } from "./hints.js";

const TURNS = { PageUp: "prev", PageDown: "next" };
const outline = find("#outline"), wide = matchMedia("(min-width: 64rem)");

enliven();
hints(find("#clause"));
outlined();
unfolded();
wide.addEventListener("change", outlined);
outline.addEventListener("toggle", inSight);
window.addEventListener("hashchange", unfolded);

document.addEventListener("keydown", (event) => {
  const turned = event.altKey && !event.ctrlKey && !event.metaKey && document.querySelector(`a[rel="${TURNS[event.key]}"]`);
  if (!turned) return;
  event.preventDefault();
  turned.click();
});

/** What a link within the page leads to is seen. */
function unfolded() {
  const folded = document.getElementById(location.hash.slice(1))?.closest("details");
  if (folded) folded.open = true;
}

/** At the side the outline is open; above the text it would push it out of sight. */
function outlined() {
  outline.open = wide.matches;
  inSight();
}

/** The current entry in the middle of the outline, the page where it is. */
function inSight() {
  const list = find("ol", outline), here = outline.querySelector("[aria-current]");
  if (!here) return;
  const { top } = list.getBoundingClientRect();
  list.scrollTop += here.getBoundingClientRect().top - top - list.clientHeight / 2;
}
