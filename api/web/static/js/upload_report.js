// The report on how a file was read, on a sheet over the page. It comes as a page of its own whose texts the server has
// escaped; its style is this site's file, and the policy of this page lets no script run that might stand in it.

import { request } from "./api.js";
import { el, find } from "./dom.js";
import { headers } from "./upload_key.js";

const STYLE = "/static/css/report.css";
const dialog = find("#report"), download = find("a[download]", dialog);
let sheet = null, address = "";

find("button", dialog).addEventListener("click", () => dialog.close());
dialog.addEventListener("close", () => URL.revokeObjectURL(address));

/** Opens it. job: its id. Problem. */
export async function showReport(job, file) {
  const response = await request(`/api/v1/jobs/${job}/report?file=${file.report}`, { headers: headers() });
  const text = await response.text();
  sheet ??= await blank(find("#reported"));
  sheet.replaceChildren(...parts(text));
  download.href = address = URL.createObjectURL(new Blob([text], { type: "text/html" }));
  download.download = `读取报告 ${file.name.replaceAll("/", " ").replace(/\.html?$/i, "")}.html`;
  find("h2", dialog).textContent = `读取报告：${file.name}`;
  dialog.showModal();
  dialog.scrollTop = 0;
}

/** What a report shows. Its own style is left out, which the policy of this page would not let in. */
function parts(text) {
  const shown = text.slice(text.indexOf("<body>"), text.lastIndexOf("</body>"));
  const { body } = new DOMParser().parseFromString(shown, "text/html");
  // The page has its one <main> already.
  return Array.from(body.children, (part) => (part.matches("main") ? el("div", {}, ...part.children) : document.importNode(part, true)));
}

/** A shadow tree with the report's style: neither page touches the other's names. */
async function blank(host) {
  const root = host.attachShadow({ mode: "open" });
  const style = el("link", { rel: "stylesheet", href: STYLE }), paper = el("div", { class: "paper" });
  const styled = new Promise((done) => ["load", "error"].forEach((event) => style.addEventListener(event, done)));
  root.append(style, paper);
  root.addEventListener("click", (event) => jump(event, root));
  await styled;
  return paper;
}

/** Browsers do not look into a shadow tree for what an address points at. */
function jump(event, root) {
  const pointing = event.target.closest?.('a[href^="#"]');
  if (!pointing) return;
  event.preventDefault();
  const aim = root.getElementById(pointing.getAttribute("href").slice(1));
  aim?.setAttribute("tabindex", "-1");
  aim?.focus();
}
