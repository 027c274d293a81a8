// The company's page made live: sends without a reload, shows what comes, tries again by itself.
// Every text is set as text, never as HTML; the server's page works without this file.
"use strict";

const body = document.body;
const main = document.querySelector("main");
const list = document.getElementById("messages");
const box = document.getElementById("text");
const note = document.getElementById("note");
const typing = document.getElementById("typing");
const words = document.getElementById("words").dataset;
const shown = new Set();
const references = new Map();
const waiting = [];
let conversation = body.dataset.conversation;
let events = null;
let isAtEnd = true;
let isSending = false;

const word = (name, date) => (words[name] || "").replace("{date}", date || "");
const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));
const lastId = () => Math.max(0, ...shown);

function identity() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function localTime(iso, style) {
  const at = new Date(iso);
  const language = document.documentElement.lang;
  const locale = (navigator.language || "").startsWith(language) ? navigator.language : language;
  return isNaN(at) ? iso : new Intl.DateTimeFormat(locale, style).format(at);
}

const HOUR = { hour: "2-digit", minute: "2-digit" };
const MOMENT = { weekday: "long", day: "numeric", month: "long", ...HOUR, timeZoneName: "short" };

function dated(time) {
  const isToday = new Date(time.dateTime).toDateString() === new Date().toDateString();
  time.textContent = localTime(time.dateTime, isToday ? HOUR : { dateStyle: "medium", timeStyle: "short" });
}

function nameOf(message) {
  if (message.from === "company") return word("you");
  if (message.from === "person") return [word("person"), message.name].filter(Boolean).join(" · ");
  return word("assistant");
}

function bubble(message) {
  const item = document.getElementById("bubble").content.firstElementChild.cloneNode(true);
  item.classList.add(message.from);
  item.querySelector(".name").textContent = nameOf(message);
  const time = item.querySelector("time");
  time.dateTime = message.at;
  dated(time);
  const text = item.querySelector(".text");
  text.textContent = message.text;
  if (message.language) text.lang = message.language;
  if (message.sources && message.sources.length) item.append(sources(message.sources));
  if (message.buttons && message.buttons.length) item.append(choices(message.buttons));
  return item;
}

function sources(given) {
  const block = element("div", "sources");
  const rows = element("ul");
  for (const source of given) {
    const row = element("li");
    const isLink = /^https?:\/\//.test(source.url);
    const title = element(isLink ? "a" : "span", "", source.title || source.url);
    title.dir = "auto";
    if (isLink) Object.assign(title, { href: source.url, target: "_blank", rel: "noopener noreferrer" });
    row.append(title);
    if (source.checked_on) row.append(`, ${word("checked", source.checked_on)}`);
    rows.append(row);
  }
  block.append(element("p", "", word("sources")), rows);
  return block;
}

function choices(buttons) {
  const group = element("div", "choices");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", word("choices"));
  for (const button of buttons) {
    const choice = element("button", "", button.title);
    choice.type = "button";
    choice.dir = "auto";
    choice.dataset.payload = button.payload;
    group.append(choice);
  }
  return group;
}

function add(item) {
  const wasAtEnd = isAtEnd;
  const firstPending = list.querySelector(".pending");
  if (firstPending && !item.classList.contains("pending") && item.classList.contains("company")) {
    list.insertBefore(item, firstPending);
  } else {
    list.append(item);
  }
  document.getElementById("empty").hidden = true;
  document.getElementById("new").hidden = false;
  if (wasAtEnd || item.classList.contains("company")) toEnd();
}

function toEnd() {
  main.scrollTop = main.scrollHeight;
  isAtEnd = true;
}

function show(message) {
  if (shown.has(message.id)) return;
  shown.add(message.id);
  const own = message.from === "company" && waiting.find((sent) => sent.item && sent.text.trim() === message.text.trim());
  if (own) {
    own.item.remove();
    own.item = null;
  }
  add(bubble(message));
}

function tell(sentence) {
  note.textContent = sentence;
  note.hidden = !sentence;
}

function showRequest(request) {
  references.set(request.reference, request);
  const rows = document.querySelector("#requests ul");
  rows.replaceChildren();
  for (const one of references.values()) {
    const row = element("li");
    row.append(element("b", "", one.reference), " ", element("span", "", word(statusWord(one.status))));
    if (one.status === "unclaimed") row.append(" ", element("span", "due", word("due", localTime(one.due, MOMENT))));
    rows.append(row);
  }
  document.getElementById("requests").hidden = references.size === 0;
}

const statusWord = (status) => "status" + status.split("_").map((part) => part[0].toUpperCase() + part.slice(1)).join("");

async function call(method, path, content) {
  const options = { method, headers: {}, credentials: "same-origin", cache: "no-store" };
  if (content) {
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(content);
  }
  return fetch(path, options);
}

async function refresh() {
  const response = await call("GET", `/api/v1/conversations/${conversation}/messages?after=${lastId()}`);
  if (response.ok) (await response.json()).forEach(show);
}

function listen() {
  if (!conversation || !window.EventSource) return;
  if (events) events.close();
  events = new EventSource(`/api/v1/conversations/${conversation}/events?after=${lastId()}`);
  events.addEventListener("message", (event) => show(JSON.parse(event.data)));
  events.addEventListener("status", (event) => showRequest(JSON.parse(event.data)));
  events.addEventListener("typing", (event) => {
    typing.hidden = !JSON.parse(event.data).on;
    if (!typing.hidden) toEnd();
  });
  events.addEventListener("error", () => {
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, 5000);
  });
}

async function opened() {
  if (conversation) return true;
  const response = await call("POST", "/api/v1/conversations");
  if (!response.ok) return false;
  conversation = (await response.json()).id;
  listen();
  return true;
}

// One try to send; says what to do next: done, again after some seconds, or stop.
async function attempt(message) {
  let response;
  try {
    if (!(await opened())) return { again: 4, why: word("trouble") };
    const { text, payload, id } = message;
    const content = { text, client_message_id: id, ...(payload ? { payload } : {}) };
    response = await call("POST", `/api/v1/conversations/${conversation}/messages`, content);
  } catch (error) {
    return { again: 4, why: word("trouble") };
  }
  if (response.ok) return { done: true };
  if (response.status === 503) {
    const problem = await response.json().catch(() => ({}));
    return { again: Number(response.headers.get("Retry-After")) || 4, why: problem.detail || word("gettingReady") };
  }
  if (response.status === 404) {
    conversation = "";
    return message.restarted ? { stop: word("failed") } : { again: 0, why: word("gone"), restarted: true };
  }
  if (response.status === 413) return { stop: word("tooLong"), giveBack: true };
  return { stop: word("failed") };
}

async function work() {
  if (isSending) return;
  isSending = true;
  while (waiting.length) await deliver(waiting[0]);
  isSending = false;
  typing.hidden = true;
}

async function deliver(message) {
  typing.hidden = false;
  toEnd();
  const result = await attempt(message);
  if (result.done) {
    waiting.shift();
    tell("");
    await refresh().catch(() => {});
    if (message.item) message.item.remove();
  } else if (result.again !== undefined) {
    typing.hidden = true;
    message.restarted = message.restarted || result.restarted;
    tell(result.why);
    await pause(result.again);
  } else {
    waiting.shift();
    typing.hidden = true;
    tell(result.stop);
    giveUp(message, result);
  }
}

function giveUp(message, result) {
  if (!message.item) return;
  if (result.giveBack) {
    message.item.remove();
    box.value = message.text;
    box.focus();
    return;
  }
  const again = element("button", "quiet again", word("tryAgain"));
  again.type = "button";
  again.addEventListener("click", () => {
    message.item.remove();
    send(message.text, message.payload);
  });
  message.item.append(again);
}

function send(text, payload) {
  const message = { text, payload, id: identity() };
  message.item = bubble({ from: "company", text, at: new Date().toISOString() });
  message.item.classList.add("pending");
  waiting.push(message);
  add(message.item);
  work();
}

function grow() {
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + 2}px`;
}

document.getElementById("write").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = box.value;
  if (!text.trim()) return;
  if (Array.from(text).length > 10000) {
    tell(word("tooLong"));
    return;
  }
  box.value = "";
  grow();
  tell("");
  send(text);
});

box.addEventListener("input", grow);
box.addEventListener("keydown", (event) => {
  const isTouch = matchMedia("(pointer: coarse)").matches;
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || isTouch) return;
  event.preventDefault();
  document.getElementById("write").requestSubmit();
});

list.addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-payload]");
  if (!pressed) return;
  event.preventDefault();
  for (const choice of pressed.parentElement.querySelectorAll("button")) choice.disabled = true;
  send(pressed.textContent, pressed.dataset.payload);
  box.focus();
});

document.getElementById("new").addEventListener("submit", (event) => {
  if (references.size && !confirm(word("newSure"))) event.preventDefault();
});

async function untilReady() {
  while (body.dataset.ready === "no") {
    await pause(2);
    const response = await call("GET", "/readyz").catch(() => null);
    const state = response && (await response.json().catch(() => null));
    if (!state || (state.not_ready || []).includes("model")) continue;
    body.dataset.ready = "yes";
    if (!waiting.length) tell("");
  }
}

main.addEventListener("scroll", () => {
  isAtEnd = main.scrollHeight - main.scrollTop - main.clientHeight < 120;
});
// The end stays in sight when what stands below grows.
if (window.ResizeObserver) new ResizeObserver(() => isAtEnd && toEnd()).observe(main);

list.querySelectorAll("[data-id]").forEach((item) => shown.add(Number(item.dataset.id)));
list.querySelectorAll("time").forEach(dated);
toEnd();
listen();
untilReady();
