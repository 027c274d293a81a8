// Keeps the page current and sends its forms without leaving it; without this script everything still works.
"use strict";

const pause = 1500;
const shown = new Map();
let busy = false;

function regions(page) {
  return page.querySelectorAll("[data-region]");
}

function remember() {
  for (const region of regions(document)) shown.set(region.dataset.region, region.innerHTML);
}

function prepare() {
  for (const button of document.querySelectorAll("[data-choose]")) {
    const form = button.form;
    const field = button.previousElementSibling?.matches("select, input, .choices") ? button.previousElementSibling : form.querySelector("select[name=choice], select[name=value]");
    if (field && field.matches("select:not([multiple])") && !button.hidden) {
      button.hidden = true;
      field.addEventListener("change", () => form.requestSubmit(button));
    }
  }
}

function show(text) {
  const next = new DOMParser().parseFromString(text, "text/html");
  for (const region of regions(next)) {
    const name = region.dataset.region;
    const current = document.querySelector(`[data-region="${name}"]`);
    if (!current || shown.get(name) === region.innerHTML) continue;
    if (name === "timeline" && current.contains(document.activeElement) && document.activeElement.matches("select, input")) continue;
    const atEnd = current.scrollHeight - current.scrollTop - current.clientHeight < 60;
    current.innerHTML = region.innerHTML;
    shown.set(name, region.innerHTML);
    if ("follow" in current.dataset && atEnd) current.scrollTop = current.scrollHeight;
    if (name === "modal") current.querySelector("textarea, input:not([type=hidden]), select")?.focus();
  }
  prepare();
}

function address() {
  const here = new URL(location.href);
  if (here.pathname.endsWith("/home")) here.searchParams.set("quiet", "1");
  return here;
}

async function refresh() {
  if (busy || document.hidden) return;
  const answer = await fetch(address());
  if (answer.ok && !busy) show(await answer.text());
}

async function send(form, button) {
  const data = new URLSearchParams(new FormData(form, button));
  const target = button?.getAttribute("formaction") || form.getAttribute("action");
  busy = true;
  if (button) button.disabled = true;
  try {
    const answer = await fetch(target, { method: "POST", body: data });
    show(await answer.text());
    if (form.classList.contains("composer")) form.reset();
  } finally {
    busy = false;
    if (button) button.disabled = false;
  }
}

document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (button?.dataset.ask && !confirm(button.dataset.ask)) {
    event.preventDefault();
  } else if ("live" in event.target.dataset) {
    event.preventDefault();
    send(event.target, button);
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && event.target.matches(".composer textarea") && matchMedia("(min-width: 721px)").matches) {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
});

document.addEventListener("input", async (event) => {
  const field = event.target.closest("[data-suggest]");
  if (!field) return;
  const answer = await fetch(`${field.dataset.suggest}&query=${encodeURIComponent(field.value)}`);
  const found = answer.ok ? (await answer.json()).options : [];
  field.list.replaceChildren(...found.map((option) => new Option(option.text.text, option.value)));
});

remember();
prepare();
if (matchMedia("(max-width: 720px)").matches) document.querySelector("details.side")?.removeAttribute("open");
for (const timeline of document.querySelectorAll("[data-follow]")) timeline.scrollTop = timeline.scrollHeight;
if (document.querySelector(".frame")) setInterval(() => refresh().catch(() => {}), pause);
