// Keys, jumps and live progress. The pages work without it: everything here follows the links and
// sends the forms that stand in them. It never counts characters: places come from the server.

const root = document.documentElement;
root.classList.add("js");
const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

// -- asking the server: answers are documents, and what in them has an id takes its place here ----

let underWay = 0;

/** The page says of itself whether something that was asked for is still to come. */
function busy(by) {
  underWay += by;
  if (underWay) root.dataset.busy = underWay;
  else delete root.dataset.busy;
}

async function ask(address, options) {
  busy(1);
  try {
    return await asked(address, options);
  } finally {
    busy(-1);
  }
}

function asked(address, { method = "GET", body = null, part = "panel" } = {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, address);
    request.responseType = "document";
    request.setRequestHeader("X-Part", part);
    if (body) request.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
    request.onload = () => resolve({ status: request.status, page: request.response });
    request.onerror = request.ontimeout = () => reject(new Error("offline"));
    request.timeout = 60000;
    request.send(body);
  });
}

function swap(page) {
  for (const fresh of all("#meter, #banner, #panel, #progress, #list, #left, li.row", page)) {
    if (fresh.matches("li.row, #left") && fresh.closest("#panel")) continue;
    const old = document.getElementById(fresh.id);
    if (old) old.replaceWith(document.adoptNode(fresh));
  }
  for (const mark of all("#marks i", page)) {
    for (const piece of all(`[data-s="${mark.dataset.s}"]`)) {
      const here = piece.classList.contains("here");
      piece.setAttribute("class", mark.className);
      if (here) piece.classList.add("here");
    }
  }
}

function tell(text) {
  const live = one("#live");
  if (live) live.textContent = text;
}

const word = (key) => one(`[data-key="${key}"]`, one("#words").content)?.textContent ?? "";

function warn(text) {
  const box = document.createElement("div");
  box.className = "banner error";
  box.setAttribute("role", "alert");
  box.append(Object.assign(document.createElement("p"), { textContent: text }));
  one("#banner")?.replaceChildren(box);
}

// -- where one is -------------------------------------------------------------------------------

let now = one(".row.now")?.dataset.item ?? "";
const rows = () => all("#panel .row");
const row = (item = now) => (item ? document.getElementById(`i-${item}`) : null);
const current = () => row() ?? rows()[0] ?? null;

function go(target, { focus = true } = {}) {
  if (!target) return;
  for (const old of all(".row.now")) old.classList.remove("now");
  now = target.dataset.item;
  target.classList.add("now");
  if (focus) target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "nearest" });
  show(now);
}

function show(item) {
  for (const old of all(".m.here")) old.classList.remove("here");
  const marks = all(`#source [data-i~="${CSS.escape(item)}"]`);
  for (const mark of marks) mark.classList.add("here");
  if (!marks.length) return null;
  bring(marks[0]);
  // What was far away had no exact height before it came near.
  requestAnimationFrame(() => bring(marks[0]));
  return marks[0];
}

function bring(mark) {
  const box = one("#source"), place = mark.getBoundingClientRect(), seen = box.getBoundingClientRect();
  if (place.top < seen.top + 60 || place.bottom > seen.bottom - 20) {
    box.scrollTop += place.top - seen.top - seen.height / 3;
  }
}

async function load(address, item = "") {
  const { page } = await ask(address);
  swap(page);
  history.replaceState(null, "", address);
  const form = one("form[data-edit], form.edit");
  one("#source")?.classList.toggle("picking", Boolean(one("[data-edit]")));
  if (form) {
    go(form.closest(".row"), { focus: false });
    one("[data-first]", form)?.focus();
  } else if (item) {
    go(row(item));
  }
}

const base = () => one("#source").dataset.base;
const view = () => new URLSearchParams(location.search).get("view");
function address(parts) {
  const query = new URLSearchParams(Object.entries({ view: view(), ...parts }).filter(([, value]) => value));
  return `${base()}?${query}`;
}
const visit = (item, tab = "") => load(address({ item, tab }), item);

// -- deciding -----------------------------------------------------------------------------------

// One after the other, in the order of the keys; the reviewer is on the next item meanwhile.
let chain = Promise.resolve();

function send(form, button, then = () => {}) {
  const body = new URLSearchParams(new FormData(form, button));
  busy(1);
  chain = chain.then(async () => {
    let answer;
    try {
      answer = await ask(form.action, { method: "POST", body, part: "rows" });
    } catch {
      warn(word("live_offline"));
      for (const old of all(".row.pending")) old.classList.remove("pending");
      return;
    }
    if (answer.status === 401) {
      location.reload();
      return;
    }
    const kept = document.activeElement?.closest?.(".row")?.dataset.item;
    swap(answer.page);
    if (kept && !document.activeElement?.closest?.(".row")) row(kept)?.focus({ preventScroll: true });
    if (now) {
      row()?.classList.add("now");
      show(now);
    }
    then(answer);
  }).finally(() => busy(-1));
  return chain;
}

function press(value) {
  const here = current();
  const button = here && one(`form.acts button[value="${value}"]`, here);
  if (!button) return;
  const form = button.form;
  here.classList.add("pending");
  go(here, { focus: false });
  const next = following(here);
  send(form, button, ({ status }) => {
    if (status >= 400) go(row(here.dataset.item));
  });
  if (value === "accept") onward(next);
}

/** The next undecided row on this page of the panel, or null. */
function following(from) {
  const list = rows(), place = list.indexOf(from);
  const behind = list.slice(place + 1).find((each) => "open" in each.dataset);
  return behind ?? null;
}

async function onward(next) {
  if (next) {
    go(next);
    return;
  }
  const more = one("[data-next]");
  busy(1);
  await chain.finally(() => busy(-1));
  const left = one("#meter")?.dataset.left;
  if (more && left && more.getAttribute("href")) {
    await load(more.getAttribute("href"));
    const fresh = rows().find((each) => "open" in each.dataset);
    if (fresh) return go(fresh);
  }
  if (left) {
    if (row(left)) go(row(left));
    else await visit(left, "queue");
    return;
  }
  tell(word("live_end"));
  await load(address({ tab: "queue" }));
  one("#meter button")?.focus();
}

function follow(act) {
  const here = current();
  const link = here && one(`[data-act="${act}"]`, here);
  if (link) load(link.getAttribute("href"), here.dataset.item);
}

async function step(by) {
  const list = rows(), place = list.indexOf(row());
  const next = place < 0 ? list[0] : list[place + by];
  if (next) return go(next);
  const page = one(by > 0 ? "[data-next]" : "[data-previous]");
  if (page) {
    await load(page.getAttribute("href"));
    const fresh = rows();
    go(by > 0 ? fresh[0] : fresh.at(-1));
  }
}

function jump() {
  const inside = document.activeElement?.closest?.("#source [data-i]");
  if (inside) return go(row(inside.dataset.i.split(" ")[0]));
  const here = current();
  if (!here) return;
  go(here, { focus: false });
  const mark = show(here.dataset.item);
  if (mark) mark.focus({ preventScroll: true });
  else if (one(".jump", here)) location.assign(address({ item: here.dataset.item, tab: one("#panel").dataset.tab }));
}

function undo() {
  const form = document.createElement("form");
  form.action = `${base()}/undo`;
  const mark = one('[name="mark"]');
  form.append(Object.assign(document.createElement("input"), { name: "mark", value: mark.value }));
  send(form, null, ({ page }) => {
    const said = one("#said", page);
    if (!said) return;
    tell(said.textContent);
    const item = said.dataset.item;
    if (item) row(item) ? go(row(item)) : visit(item);
  });
}

function acceptSection() {
  const here = current();
  const form = one("form[data-section]", here?.closest(".group") ?? document);
  if (form) send(form, null, () => load(location.pathname + location.search, now));
}

// -- keys ---------------------------------------------------------------------------------------

const actions = {
  next: () => step(1),
  previous: () => step(-1),
  open: () => onward(following(current())),
  accept: () => press("accept"),
  accept_section: acceptSection,
  edit: () => follow("edit"),
  reject: () => follow("reject"),
  undo,
  search: () => one("#find")?.select(),
  help: () => one("#help")?.showModal(),
};

function stored() {
  try {
    return JSON.parse(localStorage.getItem("keys") ?? "{}");
  } catch {
    return {};
  }
}

function bindings() {
  const chosen = stored();
  return new Map(
    all("#help .key").map((field) => [chosen[field.dataset.action] ?? field.dataset.default, field.dataset.action]),
  );
}

let keys = bindings();
let keysOn = stored().off !== true;

function keep(changes) {
  try {
    localStorage.setItem("keys", JSON.stringify({ ...stored(), ...changes }));
  } catch {
    // A browser that keeps nothing: the keys hold until the page is left.
  }
}

const typing = (target) => target.closest?.("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  // An input method that composes sends keys of its own (229 where a browser does not say so).
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
  if (!one("#panel") || one("dialog[open]")) return;
  if (event.key === "Escape") return leave(event);
  if (typing(event.target) || !keysOn) return;
  if (event.key === "Enter" && !event.target.closest("button, summary, a:not([data-i])")) {
    event.preventDefault();
    jump();
    return;
  }
  const action = keys.get(event.key);
  if (!action) return;
  event.preventDefault();
  actions[action]();
});

function leave(event) {
  const link = one("[data-leave]");
  if (link) {
    event.preventDefault();
    load(link.getAttribute("href"), link.closest(".row").dataset.item);
  } else if (typing(event.target)) {
    event.target.blur();
    go(current());
  }
}

for (const field of all("#help .key")) {
  field.value = stored()[field.dataset.action] ?? field.dataset.default;
  field.addEventListener("input", () => {
    if (!field.value.trim()) return;
    keep({ [field.dataset.action]: field.value });
    keys = bindings();
  });
}
const switchOn = one("#keys-on");
if (switchOn) {
  switchOn.checked = keysOn;
  switchOn.addEventListener("change", () => {
    keysOn = switchOn.checked;
    keep({ off: !keysOn });
  });
}

// -- clicks and forms ---------------------------------------------------------------------------

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button?.dataset.do === "help") return one("#help").showModal();
  if (button?.dataset.do === "reset") {
    try {
      localStorage.removeItem("keys");
    } catch {
      // Nothing was kept.
    }
    for (const field of all("#help .key")) field.value = field.dataset.default;
    keys = bindings();
    return undefined;
  }
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return undefined;
  const piece = event.target.closest("#source [data-s]");
  if (piece) return picked(piece, event);
  const jumpLink = event.target.closest("a.jump");
  if (jumpLink) {
    const here = jumpLink.closest(".row");
    go(here, { focus: false });
    if (show(here.dataset.item)) event.preventDefault();
    else {
      event.preventDefault();
      jump();
    }
    return undefined;
  }
  const link = event.target.closest("#panel a[href]");
  if (link && new URL(link.href).pathname === location.pathname) {
    event.preventDefault();
    const goal = link.dataset.goes;
    if (goal && row(goal)) return go(row(goal));
    return load(link.getAttribute("href"), goal ?? link.closest(".row")?.dataset.item);
  }
  const here = event.target.closest("#panel .row");
  if (here && !event.target.closest("button, input, select, textarea, label")) go(here);
  return undefined;
});

function picked(piece, event) {
  const choice = one("[data-edit] [name=quantity]");
  if (choice && piece.dataset.q) {
    event.preventDefault();
    const value = piece.dataset.q;
    if (![...choice.options].some((each) => each.value === value)) {
      const whole = all(`#source [data-q="${value}"]`).map((each) => (one("title", each) ?? each).textContent);
      choice.add(new Option(whole.join(""), value));
    }
    choice.value = value;
    choice.focus();
    return;
  }
  if (!piece.dataset.i) return;
  event.preventDefault();
  // Again on the same place: the next thing that rests on it.
  const ids = piece.dataset.i.split(" ");
  const item = ids[(ids.indexOf(now) + 1) % ids.length];
  if (row(item)) go(row(item));
  else visit(item);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-search], #panel form[method=get]")) {
    event.preventDefault();
    load(`${form.getAttribute("action").split("#")[0]}?${new URLSearchParams(new FormData(form))}`).then(() => {
      if (form.matches("[data-search]")) go(rows()[0]);
    });
    return;
  }
  if (!form.matches("[data-live]")) return;
  event.preventDefault();
  const here = form.closest(".row");
  if (form.matches("[data-section]")) {
    send(form, event.submitter, () => load(location.pathname + location.search, now));
    return;
  }
  const edits = form.matches(".edit");
  const next = following(here);
  const value = event.submitter?.value;
  send(form, event.submitter, ({ status }) => {
    if (status >= 400) {
      if (!edits) go(row(here.dataset.item));
      return;
    }
    one("#source").classList.remove("picking");
    if (value === "open") go(row(here.dataset.item));
    else onward(next && row(next.dataset.item));
  });
});

addEventListener("popstate", () => location.reload());

// -- progress -----------------------------------------------------------------------------------

function watch() {
  const box = one("#progress[data-watch]");
  if (!box) return;
  const events = new EventSource(`/v1/summaries/${box.dataset.watch}/events`);
  let due = 0;
  const refresh = () => {
    clearTimeout(due);
    due = setTimeout(() => ask(location.pathname, { part: "progress" }).then(({ page }) => {
      // A page that is no progress any more is the review.
      if (one("#progress[data-watch]", page)) swap(page);
      else location.reload();
    }, () => {}), 150);
  };
  for (const name of ["queued", "running", "progress"]) events.addEventListener(name, refresh);
  for (const name of ["succeeded", "partial", "failed", "cancelled"]) {
    events.addEventListener(name, () => {
      events.close();
      location.reload();
    });
  }
  events.onerror = () => {
    // The browser comes back by itself, with the number of the last event; one that gave up is helped.
    if (events.readyState === EventSource.CLOSED) setTimeout(watch, 2000);
  };
}
watch();

function look() {
  if (!one("#list[data-busy]")) return;
  setTimeout(() => ask(location.pathname + location.search, { part: "list" }).then(({ page }) => {
    swap(page);
    look();
  }, look), 2000);
}
look();

if (one("#panel")) {
  const start = row() ?? (location.hash.startsWith("#i-") ? row(location.hash.slice(3)) : null);
  const form = one("form.edit");
  one("#source").classList.toggle("picking", Boolean(one("[data-edit]")));
  if (form) one("[data-first]", form)?.focus();
  else if (start) go(start);
  else if (rows()[0]) go(rows().find((each) => "open" in each.dataset) ?? rows()[0], { focus: true });
}
