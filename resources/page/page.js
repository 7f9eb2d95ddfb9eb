import { Line } from "{{line.js}}";

// A patient's own page. It shows what the server says of one visit, keeps the last of it for when there is no
// connection, and says how old that is. It decides nothing: notices and estimates come from the server.
const token = location.pathname.split("/")[2];
const base = "/t/" + token;
const KEPT = "page:" + token;
const TOLD = "told:" + token;
const LANGUAGE = "page-language";
const ALERTS = "page-alerts";
const PATIENCE = 60000;   // between two questions for a number that has not arrived: wrong ones are counted
const TURN = ["your_turn", "called_again", "next_in_line", "near_turn"];

let words = {};
let language = "ar";
let page = null;          // what the server said last
let at = 0;               // when that was, by this phone's clock
let standing = "loading"; // loading | here | unknown | over
let install = null;
let said = "";
let exitProblem = "";
let thanked = false;

const line = new Line(base, { page: take, missing, limited, lost, alive: () => { at = Date.now(); age(); }, follows: () => standing === "here" });

const store = {
  get(key) { try { return localStorage.getItem(key); } catch { return null; } },
  set(key, value) { try { localStorage.setItem(key, value); } catch { /* private mode keeps nothing */ } },
  drop(key) { try { localStorage.removeItem(key); } catch { /* as above */ } },
  keys() { try { return Object.keys(localStorage); } catch { return []; } },
};

// -- words ---------------------------------------------------------------------

function say(key, values = {}) {
  const all = words[language] || {};
  let text = all[key];
  if (text && typeof text === "object") {
    const form = values.n === 0 ? "zero" : new Intl.PluralRules(language).select(values.n);
    text = text[form] || text.other;
  }
  return (text || "").replace(/\{(\w+)\}/g, (_, name) => "\u2068" + values[name] + "\u2069");
}

const named = (texts) => (texts && (texts[language] || texts.ar || texts.en)) || "";
const clinic = (code) => named(page.names[code]) || code;
const floor = (code) => named(page.floors[code]) || code;
const clock = (time) => time.slice(11, 16);  // the centre's own time, whatever this phone's zone is

function waiting(wait) {
  const low = Math.floor(wait.p10 / 60);  // as a kiosk and reception tell it
  const high = Math.max(low, Math.ceil(wait.p90 / 60));
  if (high === 0) return say("wait.none");
  if (low === 0) return say("wait.upto", { n: high });
  return low === high ? say("wait.one", { n: high }) : say("wait.range", { low, n: high });
}

// -- building ------------------------------------------------------------------

function make(tag, set = {}, ...inside) {
  const found = document.createElement(tag);
  for (const [name, value] of Object.entries(set)) {
    if (name === "on") for (const [event, act] of Object.entries(value)) found.addEventListener(event, act);
    else if (value !== false && value !== null) found.setAttribute(name, value === true ? "" : value);
  }
  found.append(...inside.filter((one) => one !== null && one !== ""));
  return found;
}
const ltr = (text, name = "") => make("span", { class: "ltr " + name }, text);
const quiet = (text) => make("p", { class: "quiet" }, text);

function turn() {
  const help = say("help." + page.state, { clinic: page.clinic ? clinic(page.clinic) : "" });
  return make("section", { id: "turn", class: page.state, "aria-labelledby": "number" },
    make("h1", { id: "number", class: "quiet" }, say("number")),
    make("p", { class: "number ltr", id: "visit-number" }, page.number),
    make("p", { class: "state", id: "state" }, say("state." + page.state)),
    help ? make("p", { class: "big" }, help) : null,
    page.label ? make("p", { class: "quiet" }, say("label") + " ", ltr(page.label)) : null,
    ...page.also.map((number) => quiet(say("also", { number }))));
}

function facts() {
  const found = make("div", { class: "facts" });
  if (page.state === "waiting") {
    found.append(make("section", {},
      make("p", { class: "big", id: "ahead" }, say("ahead", { n: page.ahead })),
      ...(page.expected_wait ? [quiet(say("wait")), make("p", { class: "big", id: "wait" }, waiting(page.expected_wait)),
        quiet(say("wait.honest"))] : [])));
  }
  if (page.clinic) {
    found.append(make("section", {},
      make("h2", { class: "quiet" }, say("place")), make("p", { class: "big", id: "clinic" }, clinic(page.clinic)),
      make("p", { id: "floor" }, floor(page.floor)),
      page.room ? make("p", { class: "big", id: "room" }, say("room", { room: page.room })) : null));
  }
  return found.childElementCount ? found : null;
}

function noticed(notice) {
  if (notice.kind === "before_stage") return named(notice.text);
  let text = say("notice." + notice.kind, { label: notice.label, clinic: page.clinic ? clinic(page.clinic) : "" });
  if (notice.kind === "clinic_paused") {
    const why = notice.reason ? say("reason." + notice.reason) : "";
    if (why) text += language === "ar" ? "، " + why : ": " + why;
    if (notice.until) text += language === "ar" ? "، " : ", ";
    if (notice.until) text += say("notice.until", { time: clock(notice.until) });
  }
  const more = notice.kind === "visit_complete" ? named(notice.text) : "";
  return more ? text + (language === "ar" ? "، " : ". ") + more : text;
}

// what the turn's own card says already is not said twice
const shown = (notice) => !["your_turn", "called_again"].includes(notice.kind)
  && !(notice.kind === "visit_complete" && !named(notice.text));

function notices() {
  return page.notices.filter(shown).map((notice) =>
    make("section", { class: "notice " + notice.kind },
      make("p", {}, notice.kind === "visit_complete" ? named(notice.text) : noticed(notice))));
}

function coming() {
  if (!["complete", "cancelled"].includes(page.state) && page.stops > 0) {
    const stages = new Map();
    for (const stop of page.next) stages.set(stop.stage, [...(stages.get(stop.stage) || []), stop]);
    const rows = [...stages.values()].map((stops) => make("li", {},
      stops.length > 1 ? quiet(say("next.any")) : null,
      make("ul", {}, ...stops.map((stop) =>
        make("li", {}, make("span", {}, clinic(stop.clinic)), make("span", { class: "quiet" }, floor(stop.floor)))))));
    return make("section", { id: "next" }, make("h2", {}, say("next")),
      rows.length ? make("ol", { class: "stops" }, ...rows) : make("p", {}, say("next.last")),
      quiet(say("done", { done: page.stops_done, all: page.stops })));
  }
  return null;
}

function leaving() {
  if (!page.exit_pin) return null;
  const typed = make("input", { id: "pin", name: "pin", inputmode: "numeric", autocomplete: "off", maxlength: "2",
    "aria-describedby": "pin-help" + (exitProblem ? " pin-wrong" : ""), "aria-invalid": exitProblem ? "true" : "false" });
  return make("section", { id: "exit" }, make("h2", {}, say("exit")),
    make("p", { class: "quiet", id: "pin-help" }, say("exit.help")),
    make("form", { on: { submit: (event) => { event.preventDefault(); leave(typed.value); } } },
      make("label", { for: "pin" }, say("exit.pin"), typed), make("button", { class: "main" }, say("exit.send"))),
    exitProblem ? make("p", { class: "wrong", id: "pin-wrong", role: "alert" }, exitProblem) : null);
}

function rating() {
  if (page.rating === "given") return thanked ? make("section", { id: "thanks" }, make("p", { class: "big" }, say("rate.thanks"))) : null;
  if (page.rating !== "open") return null;
  return make("section", { id: "rating" }, make("h2", { id: "rate" }, say("rate")), quiet(say("rate.help")),
    make("div", { class: "stars", role: "group", "aria-labelledby": "rate" }, ...[1, 2, 3, 4, 5].map((stars) =>
      make("button", { "data-stars": stars, on: { click: () => rate(stars) } }, make("b", { "aria-hidden": "true" }, "★" + stars), say("rate." + stars)))));
}

function tools() {
  const found = make("div", { class: "tools" });
  if (!["complete", "cancelled"].includes(page.state) && (canNotify() || canShake())) {
    if (store.get(ALERTS) === "on") {
      const blocked = canNotify() && Notification.permission === "denied";
      found.append(make("p", { class: "quiet", id: "alerts-on" }, say(blocked || !canNotify() ? "alerts.denied" : "alerts.are")),
        make("button", { id: "alerts-off", on: { click: () => { store.set(ALERTS, "off"); draw(); } } }, say("alerts.off")));
    } else {
      found.append(make("button", { class: "main", id: "alerts", on: { click: allow } }, say("alerts.on")));
    }
  }
  if (install) found.append(make("button", { id: "install", on: { click: add } }, say("install")));
  return found.childElementCount ? found : null;
}

function message(key, help) {
  return make("section", { id: "message", class: key }, make("h1", { class: "big" }, say(key)), make("p", {}, help));
}

function draw() {
  document.documentElement.lang = language;
  document.documentElement.dir = say("app.dir") || "rtl";
  document.title = page && standing === "here" ? page.number + " · " + say("title") : say("title");
  const typed = document.getElementById("pin");
  const kept = typed && document.activeElement === typed ? typed.value : null;
  const focus = document.activeElement && document.activeElement.id;
  const parts = standing === "here"
    ? [turn(), ...notices(), facts(), leaving(), rating(), coming(), tools()]
    : [standing === "over" ? message("over", say("over.help"))
      : standing === "unknown" ? message("unknown", say("unknown.help"))
      : message("loading", line.connected || navigator.onLine ? "" : say("unknown.offline"))];
  document.getElementById("main").replaceChildren(...parts.filter((part) => part !== null));
  document.getElementById("center").textContent = page ? named(page.center) : say("app.name");
  const others = Object.keys(words).filter((other) => other !== language);
  document.getElementById("languages").replaceChildren(...others.map((other) =>
    make("button", { lang: other, id: "to-" + other, on: { click: () => speak(other) } }, words[other]["app.own"])));
  document.getElementById("private").textContent = say("private");
  const now = document.getElementById("pin");
  if (kept !== null && now) now.value = kept;
  const again = focus && document.getElementById(focus);
  if (again) again.focus();
  age();
}

// how old the numbers are: said in words, and in a line of its own once they may be wrong
function age() {
  const told = document.getElementById("line");
  const minutes = Math.floor((Date.now() - at) / 60000);
  const old = standing === "here" && !line.connected && Date.now() - at > 5000;
  const text = old ? say(navigator.onLine ? "late" : "offline") : "";
  if (told.textContent !== text) told.textContent = text;
  told.hidden = !text;
  document.getElementById("age").textContent = standing === "here" && at
    ? say("age", { age: minutes > 0 ? say("age.minutes", { n: minutes }) : say(line.connected ? "age.now" : "age.lately") }) : "";
}

function speak(chosen) {
  language = chosen;
  store.set(LANGUAGE, chosen);
  document.getElementById("manifest").href = base + "/manifest.webmanifest?lang=" + chosen;
  draw();
}

// -- what the server says --------------------------------------------------------

function take(found) {
  const first = page === null;
  page = found;
  at = Date.now();
  standing = "here";
  if (page.state !== "in_service" && page.state !== "called") exitProblem = "";
  store.set(KEPT, JSON.stringify({ page, at }));
  draw();
  tell(first);
}

// each notice once for a ticket and kind, whatever was opened, closed or offline meanwhile
function tell(first) {
  const told = new Set(JSON.parse(store.get(TOLD) || "[]"));
  const about = (notice) => (notice.ticket || notice.label) + ":" + notice.kind;  // back at a clinic: the same label again
  const fresh = page.notices.filter((notice) => !told.has(about(notice)));
  if (!fresh.length) return;
  for (const notice of fresh) told.add(about(notice));
  store.set(TOLD, JSON.stringify([...told]));
  const text = noticed(fresh[0]);
  if (!first && said !== text) document.getElementById("said").textContent = said = text;
  if (store.get(ALERTS) === "on" && fresh.some((n) => TURN.includes(n.kind) || n.kind === "visit_complete")) alertNow(text);
}

async function alertNow(text) {
  if (canShake()) navigator.vibrate([300, 150, 300]);
  if (!canNotify() || Notification.permission !== "granted") return;
  const worker = await navigator.serviceWorker.getRegistration("/t/");
  if (worker) {
    worker.showNotification(text, { body: page.clinic ? clinic(page.clinic) + ", " + floor(page.floor) : "", tag: KEPT,
      renotify: true, lang: language, dir: say("app.dir"), vibrate: [300, 150, 300], data: base,
      icon: document.querySelector("link[rel=icon]").href });
  }
}

const canNotify = () => "Notification" in window && "serviceWorker" in navigator;
const canShake = () => typeof navigator.vibrate === "function";

async function allow() {
  store.set(ALERTS, "on");
  if (canNotify() && Notification.permission === "default") await Notification.requestPermission();
  if (canShake()) navigator.vibrate(100);
  draw();
}

async function add() {
  const asking = install;
  install = null;
  await asking.prompt();
  draw();
}

// nobody holds this token now: a visit this phone has seen is over with its day, another is on its way, and so is one
// that a server put back to an earlier moment has forgotten: the desks bring it back
function missing() {
  line.close();
  const seen = page || known();
  const patience = standing === "here" ? PATIENCE / 6 : PATIENCE / 2;
  page = null;
  standing = standing === "over" || (seen && !(Date.now() < Date.parse(seen.ends))) ? "over" : "unknown";
  if (standing === "over") {
    store.drop(KEPT);
    store.drop(TOLD);
  }
  draw();
  if (standing === "unknown") line.later(patience + Math.random() * patience);
}

function known() {
  try { return JSON.parse(store.get(KEPT)).page; } catch { return null; }
}

function lost() {
  age();
  if (standing === "loading") draw();
}

// too many strangers came from this address: whoever waits for a number waits a little longer, never as long as they
// are told to. The number may be there in a moment, and whoever has a right one is answered all the same
function limited() {
  if (standing === "here") return 0;
  standing = "unknown";
  draw();
  return PATIENCE / 4 + Math.random() * PATIENCE / 4;
}

function wake() {
  if (document.hidden || standing === "over") return;
  if (standing === "unknown" && Date.now() - line.asked < PATIENCE / 2) return;
  line.wake();
}

setInterval(() => {
  if (page && Date.now() > Date.parse(page.ends)) return missing();
  line.check();
  age();
}, 5000);

async function leave(text) {
  const pin = text.replace(/[٠-٩]/g, (d) => d.charCodeAt(0) - 0x660).replace(/[۰-۹]/g, (d) => d.charCodeAt(0) - 0x6F0).trim();
  if (!/^[0-9]{2}$/.test(pin)) { exitProblem = say("exit.form"); return draw(); }
  try {
    const [status, headers, found] = await line.send("/exit", { pin });
    if (status === 200) { exitProblem = ""; return take(found); }
    const minutes = Math.ceil(Number(headers.get("Retry-After") || 60) / 60);
    exitProblem = status === 429 ? say("exit.many", { time: say("wait.one", { n: minutes }) })
      : say(found.code === "pin-wrong" ? "exit.wrong" : "exit.not");
  } catch {
    exitProblem = say("offline");
  }
  draw();
}

async function rate(stars) {
  for (const button of document.querySelectorAll("#rating button")) button.disabled = true;
  try {
    const [status, , found] = await line.send("/rating", { stars });
    thanked = status === 200 || (status === 409 && found.params.reason === "rated");
    if (thanked) page.rating = "given";
  } catch {
    line.connected = false;
  }
  draw();
}

// -- the beginning -----------------------------------------------------------------

function remembered() {
  const today = Date.now();
  for (const key of store.keys()) {
    if (!key.startsWith("page:")) continue;
    try {
      const kept = JSON.parse(store.get(key));
      if (today < Date.parse(kept.page.ends)) {
        if (key === KEPT) { page = kept.page; at = kept.at; standing = "here"; }
        continue;
      }
    } catch { /* written by another version of this page */ }
    if (key === KEPT) standing = "over";
    store.drop(key);
    store.drop("told:" + key.slice(5));
  }
}

window.addEventListener("online", wake);
window.addEventListener("offline", () => { line.connected = false; age(); });
document.addEventListener("visibilitychange", wake);
window.addEventListener("pagehide", () => line.close());  // a page that waits behind another must hold no connection
window.addEventListener("pageshow", (event) => { if (event.persisted) line.begin(); });
window.addEventListener("beforeinstallprompt", (event) => { event.preventDefault(); install = event; if (standing === "here") draw(); });
window.addEventListener("appinstalled", () => { install = null; draw(); });

async function start() {
  words = await (await fetch("{{words.json}}")).json();
  const wished = [store.get(LANGUAGE), ...(navigator.languages || []).map((one) => one.slice(0, 2))];
  language = wished.find((one) => one && words[one]) || "ar";
  remembered();
  speak(language);
  if ("serviceWorker" in navigator) navigator.serviceWorker.register("/t/worker.js").catch(() => { /* http: works without */ });
  if (standing === "over") { missing(); return; }
  if (document.documentElement.hasAttribute("data-unknown") && standing === "loading") {
    standing = "unknown";
    line.asked = Date.now();
    draw();
    line.later(PATIENCE / 6);
    return;
  }
  line.begin();
}
start();
