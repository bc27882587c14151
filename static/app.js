"use strict";
// Every page works without this. It saves steps: keys, one click for one thing, nothing typed lost by accident.

const $ = (selector, from = document) => from.querySelector(selector);
const say = (name) => document.body.dataset[name] || "";

// A screen reader reads what comes into such a place after the page was there, and not what stood in it before.
function reader(within = document.body) {
  const place = document.createElement("p");
  place.className = "unseen";
  place.setAttribute("role", "status");
  within.append(place);
  return (text) => setTimeout(() => (place.textContent = text), 100);
}
const readOut = reader();

function closing(label, what) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button icon";
  button.textContent = "✕";
  button.title = label;
  button.setAttribute("aria-label", label);
  button.addEventListener("click", what);
  return button;
}

// A refused form: the summary is read out and in sight.
$("#errors")?.focus();

// What was done is said in a region that fills after the page has come, so that it is read out, and can be closed.
const toasts = $(".toasts");
const flash = $(".flash");
if (toasts && flash) {
  flash.append(closing(toasts.dataset.close, () => flash.remove()));
  setTimeout(() => toasts.append(flash), 100);
}

// Back from an action in a list: the row has the focus, as before; once the page has come, since going to the row of an
// address takes the focus away.
const back = flash && location.hash ? document.getElementById(location.hash.slice(1)) : null;
if (back?.matches("tbody tr")) addEventListener("load", () => setTimeout(() => linkOf(back)?.focus()));

// A second click while the first is on its way does nothing. Coming back by the browser's Back makes the buttons good again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) return event.preventDefault();
  // What opens in a frame leaves this page as it was, and so does another tab while that is looked at.
  if (form.method !== "post" || event.submitter?.formTarget) return;
  if (form.target === "_blank") return document.addEventListener("visibilitychange", comeBack);
  form.dataset.sent = "yes";
  dirty = false;
  setTimeout(() => form.querySelectorAll("button:not([type=button])").forEach((button) => (button.disabled = true)));
});
// Whoever comes back to a form that opened another tab sees what has come of it.
const comeBack = () => document.visibilityState === "visible" && location.reload();
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.querySelectorAll("button").forEach((button) => (button.disabled = false));
  });
});

// A filter that is empty filters nothing: the address, which may be sent to a colleague, does without it.
document.addEventListener("formdata", ({ target, formData }) => {
  if (!target.matches(".filters")) return;
  for (const [name, value] of [...formData]) if (!value) formData.delete(name);
});

// Typed and not saved: the browser asks before it leaves.
// What came back from being rearranged or tried is not saved either.
let dirty = location.pathname.endsWith("/try");
document.addEventListener("input", (event) => {
  if (event.target.form?.method === "post" && event.target.form.querySelector("[name=version]")) dirty = true;
});
addEventListener("beforeunload", (event) => {
  if (dirty) event.preventDefault();
});

// A connection is tested without leaving the form, so that a password stays typed. Whoever must prove first who they
// are, or has typed something that is refused, goes the long way.
for (const button of document.querySelectorAll("[data-trial]")) button.addEventListener("click", async (event) => {
  if (button.dataset.long) return;
  event.preventDefault();
  button.disabled = true;
  try {
    const answer = await fetch(button.formAction, { method: "POST", body: new URLSearchParams(new FormData(button.form)) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const told = answer.status === 429 ? $("#errors", page) : $("#tried", page);
    if (answer.redirected || !told || answer.status === 422) throw answer;
    $("[data-typed]", told)?.remove();
    $("#tried").replaceChildren(...document.importNode(told, true).childNodes);
    button.disabled = false;
  } catch {
    button.disabled = false;
    button.dataset.long = "yes";
    button.form.requestSubmit(button);
  }
});

// A visit's minutes run down; the server counted them when it made the page, so a wrong clock here does not matter.
const left = $("[data-left]");
if (left) setInterval(() => {
  const seconds = Math.max(0, left.dataset.left - performance.now() / 1000);
  left.textContent = left.dataset.words.replace("#", Math.ceil(seconds / 60));
}, 10000);

// Time zones that nobody is in yet stand in a file of their own, fetched once somebody is about to choose one.
async function complete({ target }) {
  const list = target.list;
  const from = list?.dataset.all;
  if (!from) return;
  delete list.dataset.all;
  try {
    const known = new Set([...list.options].map((option) => option.value));
    const zones = (await (await fetch(from)).text()).trim().split("\n").map((line) => line.split(" "));
    list.append(...zones.filter(([name]) => !known.has(name)).map(([name, offset]) => new Option(offset, name)));
  } catch {
    list.dataset.all = from;
  }
}
document.addEventListener("focusin", complete);
// What is typed takes the place of the zone that stands there, or nothing on the list would match it.
// A click that brings the focus puts the caret somewhere after it, and a key may come before any timer.
let entered = null;
document.addEventListener("focusin", ({ target }) => {
  entered = target.list ? target : null;
  entered?.select();
});
document.addEventListener("click", ({ target }) => {
  if (target === entered) target.select();
  entered = null;
});
document.addEventListener("input", () => (entered = null));
if (document.activeElement) complete({ target: document.activeElement });

// A secret that is shown once, or a line to paste, goes to the clipboard by a button.
document.querySelectorAll("[data-copy]").forEach((button) => {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    if (!button.matches(".icon")) button.textContent = button.dataset.copied;
    else button.title = button.dataset.copied;
    readOut(button.dataset.copied);
  });
});

document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => print());
});
// What is typed into a secret can be looked at.
for (const field of document.querySelectorAll("input[data-show]")) {
  const [wrap, button] = [document.createElement("div"), document.createElement("button")];
  const focused = field === document.activeElement;
  const label = field.labels[0]?.textContent.trim();
  const show = (shown) => {
    field.type = shown ? "text" : "password";
    button.textContent = shown ? field.dataset.hide : field.dataset.show;
    button.setAttribute("aria-label", `${button.textContent}: ${label}`);
  };
  wrap.className = "peek";
  button.type = "button";
  button.className = "link";
  button.addEventListener("click", () => show(field.type === "password"));
  field.form?.addEventListener("submit", () => show(false));
  field.replaceWith(wrap);
  wrap.append(field, button);
  show(false);
  if (focused) field.focus();
}

// A name to sign in with is proposed from a title or an address, until somebody types another.
const cyrillic = { а: "a", б: "b", в: "v", г: "g", ґ: "g", д: "d", е: "e", ё: "e", є: "ye", ж: "zh", з: "z", и: "i", і: "i", ї: "yi", й: "y", к: "k", л: "l", м: "m", н: "n", о: "o", п: "p", р: "r", с: "s", т: "t", у: "u", ф: "f", х: "kh", ц: "ts", ч: "ch", ш: "sh", щ: "shch", ъ: "", ы: "y", ь: "", э: "e", ю: "yu", я: "ya", ß: "ss", æ: "ae", ø: "o", ł: "l", đ: "d" };
function proposed(text) {
  const latin = [...text.toLowerCase()].map((letter) => cyrillic[letter] ?? letter).join("");
  const plain = latin.normalize("NFKD").replace(/\p{M}/gu, "").replace(/['’`]/g, "");
  return plain.replace(/[^a-z0-9._]+/g, "-").slice(0, 63).replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, "");
}
for (const field of document.querySelectorAll("[data-from]")) {
  const from = document.getElementById(field.dataset.from);
  let own = field.value !== "";
  field.addEventListener("input", () => (own = field.value !== ""));
  from?.addEventListener("input", () => {
    if (!own) field.value = proposed(from.type === "email" ? from.value.split("@")[0] : from.value);
  });
}

// The index of an edit page follows the reader.
const parts = [...document.querySelectorAll(".index a")].map((link) => [link, document.getElementById(link.hash.slice(1))]);
if (parts.length) {
  const seen = new IntersectionObserver(() => {
    const current = parts.filter(([, part]) => part && part.getBoundingClientRect().top < innerHeight / 3).pop() || parts[0];
    parts.forEach(([link]) => link.removeAttribute("aria-current"));
    current[0].setAttribute("aria-current", "true");
  }, { threshold: [0, 0.25, 0.5, 0.75, 1] });
  parts.forEach(([, part]) => part && seen.observe(part));
}

// Many rows are chosen by their boxes: all of the page at once, a range with Shift; how many is said where they are used.
const picks = [...document.querySelectorAll("input.pick")];
const bulk = document.getElementById("bulk");
if (bulk && picks.length) {
  const all = document.createElement("input");
  const head = $("thead th.id");
  let last = null;
  const count = () => {
    const picked = picks.filter((pick) => pick.checked).length;
    all.checked = picked === picks.length;
    all.indeterminate = picked > 0 && !all.checked;
    $(".picked", bulk).textContent = picked ? bulk.dataset.picked.replace("#", picked) : "";
    bulk.classList.toggle("some", picked > 0);
  };
  all.type = "checkbox";
  all.className = "pick";
  all.setAttribute("aria-label", bulk.dataset.all);
  all.addEventListener("change", () => {
    picks.forEach((pick) => (pick.checked = all.checked));
    count();
  });
  head?.prepend(all);
  for (const pick of picks) {
    pick.addEventListener("click", (event) => {
      const [from, to] = [picks.indexOf(last), picks.indexOf(pick)].sort((one, other) => one - other);
      if (event.shiftKey && from >= 0) picks.slice(from, to + 1).forEach((between) => (between.checked = pick.checked));
      last = pick;
      count();
    });
  }
  count();
}

// How far a job is: the server says it each second; once it is over, the page says the rest.
const progress = $("[data-events]");
if (progress && window.EventSource) {
  const events = new EventSource(progress.dataset.events);
  const readSoFar = reader();
  let read = 0;
  events.addEventListener("message", ({ data }) => {
    const { value, max, text, over } = JSON.parse(data);
    Object.assign($("progress", progress), { value, max });
    $(".so-far", progress).textContent = text;
    if (over) {
      events.close();
      location.reload();
    } else if (performance.now() - read > 5000) {
      read = performance.now();
      readSoFar(text);
    }
  });
  addEventListener("pagehide", () => events.close());
}

// Keys: / search, j k rows, x choose, ? help, Ctrl-K to go anywhere.
const rows = () => [...document.querySelectorAll("tbody tr[id]")];
function linkOf(row) {
  return $("td.title a", row) || $("a", row);
}
function step(by) {
  const all = rows();
  const at = all.findIndex((row) => row.classList.contains("here"));
  const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
  if (!next) return;
  all[at]?.classList.remove("here");
  next.classList.add("here");
  linkOf(next)?.focus();
  next.scrollIntoView({ block: "nearest" });
}

function dialog(title, fill) {
  const [box, head, heading] = ["dialog", "header", "h2"].map((name) => document.createElement(name));
  heading.id = "dialog-title";
  heading.textContent = title;
  head.append(heading, closing(say("close"), () => box.close()));
  box.setAttribute("aria-labelledby", heading.id);
  box.append(head);
  box.addEventListener("close", () => box.remove());
  fill(box);
  document.body.append(box);
  box.showModal();
  return box;
}

function help() {
  dialog(say("keys"), (box) => {
    const list = document.createElement("dl");
    for (const line of say("keyHelp").split("\n").filter(Boolean)) {
      const [key, meaning] = line.split("|").map((text) => text.trim());
      const [dt, dd, kbd] = ["dt", "dd", "kbd"].map((name) => document.createElement(name));
      kbd.textContent = key;
      dd.textContent = meaning;
      dt.append(kbd);
      list.append(dt, dd);
    }
    box.append(list);
  });
}

// What the search page says of what is typed; with nothing typed, what was open last. Of several questions the last one counts.
function palette() {
  dialog(say("go"), (box) => {
    const [input, found] = ["input", "div"].map((name) => document.createElement(name));
    const readFound = reader(box);
    const links = () => [...found.querySelectorAll("a")];
    let [asked, timer, entered] = [null, 0, false];
    input.autofocus = true;
    input.type = "search";
    input.autocomplete = "off";
    input.placeholder = say("palette");
    input.setAttribute("aria-label", say("palette"));
    found.className = "found";
    const ask = async () => {
      const request = (asked = new AbortController());
      try {
        const answer = await fetch(`/search?part=found&q=${encodeURIComponent(input.value)}`, { signal: request.signal });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const part = $("[data-found]", page);
        found.replaceChildren(part || say("failed"));
        readFound(part ? part.dataset.found : say("failed"));
      } catch {
        if (request.signal.aborted) return;
        found.replaceChildren(say("failed"));
        readFound(say("failed"));
      }
      asked = null;
      if (entered) links()[0]?.click();
      entered = false;
    };
    input.addEventListener("input", () => {
      asked?.abort();
      clearTimeout(timer);
      entered = false;
      asked = new AbortController();
      timer = setTimeout(ask, 120);
    });
    box.addEventListener("close", () => (asked?.abort(), clearTimeout(timer)));
    box.addEventListener("keydown", (event) => {
      const all = links();
      const at = all.indexOf(document.activeElement);
      const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (by) {
        event.preventDefault();
        (all[at + by] || input).focus();
      } else if (event.key === "Enter" && event.target === input) {
        event.preventDefault();
        // The answer to what was typed last may be on its way.
        if (asked) entered = true;
        else all[0]?.click();
      }
    });
    box.append(input, found);
    ask();
  });
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "k" && $(".side nav")) {
    event.preventDefault();
    return palette();
  }
  const typing = event.target.matches("input, select, textarea, dialog *");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const search = $(".filters input[type=search]") || $(".everywhere input");
  if (event.key === "/" && search) {
    event.preventDefault();
    search.focus();
    search.select();
  } else if (event.key === "j") {
    step(1);
  } else if (event.key === "k") {
    step(-1);
  } else if (event.key === "x") {
    $("tr.here input.pick")?.click();
  } else if (event.key === "?" && say("keyHelp")) {
    help();
  }
});

// Rules are moved by their buttons. Alt with an arrow presses these; a rule that is dragged by its heading is sent with
// the place where it was dropped.
const ruleOf = (target) => (target.closest ? target.closest("[data-rule]") : null);
const placeOf = (rule) => $("[data-move]", rule).value.split(" ").slice(1);
let dragged = null;

for (const legend of document.querySelectorAll("form [data-rule]:not(:disabled *) > legend")) legend.draggable = true;
document.addEventListener("keydown", (event) => {
  const way = { ArrowUp: "up", ArrowDown: "down" }[event.key];
  const rule = way && event.altKey && ruleOf(event.target);
  // In a select it opens that.
  if (!rule || event.target.matches("select")) return;
  event.preventDefault();
  $(`[data-move=${way}]`, rule).click();
});
document.addEventListener("dragstart", (event) => {
  dragged = event.target.matches?.("legend") ? ruleOf(event.target) : null;
  if (!dragged) return;
  event.dataTransfer.setData("text/plain", "");
  event.dataTransfer.setDragImage(dragged, 8, 8);
});
document.addEventListener("dragend", () => (dragged = null));
document.addEventListener("dragover", (event) => {
  const rule = dragged && ruleOf(event.target);
  if (rule && rule.parentElement === dragged.parentElement) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  const rule = dragged && ruleOf(event.target);
  if (!rule || rule === dragged) return;
  event.preventDefault();
  const press = $("[data-move]", dragged).cloneNode();
  press.disabled = false;
  press.hidden = true;
  press.value = ["move", ...placeOf(dragged), placeOf(rule)[1]].join(" ");
  dragged.append(press);
  press.click();
});
