// Examination answers survive a lost link: each is kept on the phone until the server has it.
//
// The page: one <c-answer-state :attempt> and any number of <form class="js-answer" method="post" action="…" id="q3"
// data-next="q4">. Without this file each form is a plain POST. With it the answer is queued, sent alone, and
// the next form (or address) of data-next follows at once. Forms inside .js-exam are shown one at a time; the one with
// data-first comes first. <form class="js-hand-in"> waits until nothing is queued.
//
// The server is sent the form's own fields and `sequence`, which only ever rises: of two answers to one question the
// higher counts, and sending one twice does no harm. 2xx means saved; 404, 409, 410 and 422 mean refused for good;
// everything else (no link, signed out, server down; 423: the sitting is interrupted) means try again.
// Whatever is chosen is queued at once: the button only leads to the next question. Links to questions that have an
// answer get the class "answered".
const state = document.querySelector(".js-answer-state");
const forms = [...document.querySelectorAll("form.js-answer")];
const REFUSED = [404, 409, 410, 422];
const PAUSE = 10000;
const key = state && `answers:${state.dataset.attempt}`;
let sending, timer, refused, resting;

const queue = () => JSON.parse(localStorage.getItem(key) || "[]");

function keep(entries) {
  if (entries.length) localStorage.setItem(key, JSON.stringify(entries));
  else localStorage.removeItem(key);
}

function say() {
  const now = refused ? "refused" : !queue().length ? "saved" : resting ? "resting" : "waiting";
  state.hidden = false;
  state.classList.toggle("wait", now !== "saved");
  for (const words of state.children) words.hidden = words.dataset.when !== now;
}

function add(form, button) {
  const fields = new URLSearchParams(new FormData(form));
  if (button && button.name) fields.set(button.name, button.value);
  const known = Math.max(Number(localStorage.getItem("sequence")), Number(state.dataset.sequence));
  const sequence = Math.max(Date.now(), 1 + known); // the clock of a device used before may have been ahead
  localStorage.setItem("sequence", sequence);
  fields.set("sequence", sequence);
  keep([...queue().filter((entry) => entry.url !== form.action), { url: form.action, body: `${fields}`, sequence }]);
  mark(form);
}

function link(form) {
  return document.querySelector(`.js-exam nav a[href="#${form.id}"]`);
}

function mark(form) {
  const lists = [...form.querySelectorAll("select")];
  const whole = lists.length ? lists.every((one) => one.value) : [...form.elements].some((one) => one.checked);
  if (link(form)) link(form).classList.toggle("answered", whole);
}

async function post(entry) {
  const fields = new URLSearchParams(entry.body);
  const token = document.querySelector("[name=csrfmiddlewaretoken]");
  if (token) fields.set(token.name, token.value);
  try {
    const headers = { Accept: "application/json" };
    return await fetch(entry.url, { method: "POST", body: fields, headers, redirect: "manual" });
  } catch {
    return { ok: false, status: 0 };
  }
}

async function drain() {
  clearTimeout(timer);
  for (let entry; (entry = queue()[0]); ) {
    const answer = await post(entry);
    resting = answer.status === 423;
    if (!answer.ok && !REFUSED.includes(answer.status)) {
      timer = setTimeout(send, PAUSE);
      break;
    }
    refused = refused || !answer.ok;
    keep(queue().filter((other) => other.sequence !== entry.sequence));
  }
  say();
}

function send() {
  say();
  sending = sending || drain().finally(() => { sending = null; });
  return sending;
}

function show(form) {
  if (!form.closest(".js-exam")) return;
  for (const other of forms) {
    other.hidden = other !== form;
    if (link(other)) link(other).toggleAttribute("aria-current", other === form);
  }
  const heading = form.querySelector("h1, h2");
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus();
}

function restore() {
  for (const { url, body } of queue()) {
    const form = forms.find((one) => one.action === url);
    const fields = new URLSearchParams(body);
    for (const control of form ? form.elements : []) {
      if (control.type === "radio" || control.type === "checkbox") {
        control.checked = fields.getAll(control.name).includes(control.value);
      } else if (control.type !== "hidden" && fields.has(control.name)) {
        control.value = fields.get(control.name);
      }
    }
  }
}

const here = () => forms.find((form) => `#${form.id}` === location.hash);

function start() {
  restore();
  for (const form of forms) {
    mark(form);
    form.addEventListener("change", () => { add(form); send(); });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      add(form, event.submitter);
      const sent = send();
      const next = form.dataset.next;
      if (document.getElementById(next)) location.hash = next;
      else if (next && (await sent, !queue().length)) location.assign(next);
    });
  }
  for (const form of document.querySelectorAll("form.js-hand-in")) {
    form.addEventListener("submit", async (event) => {
      if (!queue().length) return;
      event.preventDefault();
      await send();
      if (!queue().length) form.submit();
    });
  }
  addEventListener("hashchange", () => here() && show(here()));
  addEventListener("online", send);
  const first = here() || forms.find((form) => "first" in form.dataset) || forms[0];
  show(first);
  send();
}

try {
  if (state && forms.length) keep(queue()), start();
} catch {
  // No storage on this phone: the forms stay plain POSTs.
}
