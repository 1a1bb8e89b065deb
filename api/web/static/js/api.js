// Talks to this server. Every failure is a Problem whose message is a sentence in Chinese for the reader.

const OFFLINE = "连不上服务器。请检查网络后重试；若仍连不上，服务可能正在重启。";
const BY_STATUS = {
  401: "需要访问密钥。请刷新本页，在浏览器弹出的窗口中填写密钥（密码一栏，用户名任意）。",
  413: "内容过长，请缩短后重试。",
  502: "服务暂时没有响应，请稍后重试。",
  504: "服务暂时没有响应，请稍后重试。",
};

/** status: of HTTP, 0 where no answer came. problem: the problem document (RFC 9457), {} where there is none. */
export class Problem extends Error {
  constructor(message, status = 0, problem = {}) {
    super(message);
    this.status = status;
    this.problem = problem;
  }
}

/** What a GET of this server says. */
export async function get(path, signal) {
  return (await request(path, { signal })).json();
}

/** What a POST with a body of JSON gives. */
export async function post(path, body, signal) {
  const response = await request(path, sent(body, signal));
  return response.status === 204 ? null : response.json();
}

/** The events of a POST that is answered as a stream, each as {event, data}; an `error` event becomes a Problem. */
export async function* stream(path, body, signal) {
  const response = await request(path, sent(body, signal));
  for await (const { event, data } of events(response)) {
    if (event === "error") throw new Problem(told(data, data.status), data.status, data);
    yield { event, data };
  }
}

/** The events of a GET that is answered as a stream, each as {event, data}. options: of `request`. */
export async function* follow(path, options) {
  yield* events(await request(path, options));
}

/** A response that went well; for what `get` and `post` are not enough. `path` begins with a slash. */
export async function request(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { ...options, headers: { Accept: "application/json, text/event-stream", ...options.headers } });
  } catch (error) {
    throw abandoned(error) ? error : new Problem(OFFLINE);
  }
  if (!response.ok) throw await refused(response);
  return response;
}

function sent(body, signal) {
  return { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal };
}

function abandoned(error) {
  return error.name === "AbortError";
}

/** The Problem that a response that went wrong tells of. */
export async function refused(response) {
  const problem = await response.json().catch(() => ({}));
  const wait = response.headers.get("Retry-After");
  const later = wait && /^\d+$/.test(wait) ? `请在${wait}秒后重试。` : "";
  return new Problem(told(problem, response.status) + (problem.detail?.includes("秒") ? "" : later), response.status, problem);
}

function told(problem, status) {
  return BY_STATUS[status] ?? problem.errors?.[0]?.detail ?? problem.detail ?? `服务器没有完成请求（${status}），请稍后重试。`;
}

/** Reads Server-Sent Events (WHATWG HTML, 9.2.6): fields a line, an empty line ends an event. */
async function* events(response) {
  let event = "message", data = [];
  for await (const line of lines(response)) {
    if (line === "") {
      if (data.length) yield { event, data: JSON.parse(data.join("\n")) };
      [event, data] = ["message", []];
    }
    const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line);
    if (field === "event") event = value;
    if (field === "data") data.push(value);
  }
}

async function* lines(response) {
  const reader = response.body.getReader(), decoder = new TextDecoder();
  let left = "";
  for (let done = false; !done; ) {
    const read = await reader.read().catch((error) => {
      throw abandoned(error) ? error : new Problem("回答中途断开了。请检查网络后重试。");
    });
    done = read.done;
    const pieces = (left + decoder.decode(read.value, { stream: !done })).split(/\r?\n/);
    left = pieces.pop();
    yield* pieces;
  }
}
