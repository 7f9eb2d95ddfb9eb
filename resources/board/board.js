"use strict";
// The waiting room's board for a television: shows what its stream says, and comes back by itself whatever happens.
// The rules of who stands where are those of desktop/board/showing.py; change them together.
(function () {
  var HOLD = 12, FLASH = 6, LEAST = 4, LINGER = 2, ROWS = 5, GRID = 10, TURN = 8, RESTLESS = 24;
  var LATE = 30, OLD = 300, SILENCE = 25, AGAIN = 3;
  var words = JSON.parse(document.getElementById("words").textContent);
  var still = window.matchMedia && matchMedia("(prefers-reduced-motion: reduce)").matches;
  var english = /[?&]lang=en\b/.test(location.search);
  document.documentElement.dir = english ? "ltr" : "rtl";
  document.documentElement.lang = english ? "en" : "ar";

  var news = null, told = 0, heard = null, began = seconds(), standing = "lost", stream = null, opened = 0, again = 0;
  var shown = new Map(), restlessSince = null, page = 0, turned = 0, painted = "";

  function seconds() { return performance.now() / 1000; }
  function el(id) { return document.getElementById(id); }
  function both(name, time) {
    return [words[name].ar, words[name].en].map(function (t) { return t.replace("{time}", "\u2066" + time + "\u2069"); });
  }

  // ------------------------------------------------------------------ the line
  function open() {
    if (stream) { stream.close(); }
    opened = seconds();
    stream = new EventSource("/board/stream");
    stream.addEventListener("board", function (event) {
      news = JSON.parse(event.data);
      hear(news.now);
      update(news.view.calls, Date.parse(news.now));
      pairing(false);
      paint();
    });
    stream.addEventListener("heartbeat", function (event) { hear(JSON.parse(event.data).now); });
    stream.onerror = function () {
      standing = "lost";
      if (stream.readyState === EventSource.CLOSED) { ask(); }
    };
  }
  function hear(now) { told = Date.parse(now); heard = seconds(); standing = "live"; zone = /([+-]\d\d):?(\d\d)$/.exec(now); }
  var zone = null;
  function ask() { // an EventSource does not say with which status it was refused
    if (seconds() < again) { return; }
    again = seconds() + AGAIN;
    var stop = new AbortController();
    fetch("/board/stream", { signal: stop.signal, cache: "no-store" }).then(function (answer) {
      var status = answer.status;
      stop.abort();
      if (status === 401) { pairing(true); } else if (status === 503) { standing = "busy"; } else { open(); }
    }).catch(function () { standing = "lost"; });
  }
  setInterval(function () {
    var quiet = seconds() - Math.max(heard === null ? 0 : heard, opened);
    if (stream && stream.readyState === EventSource.CLOSED) { ask(); } else if (stream && quiet > SILENCE) { open(); }
  }, 1000);

  // ------------------------------------------------------------------ pairing
  function pairing(needed) {
    el("pairing").hidden = !needed;
    el("board").hidden = needed;
    if (needed && stream) { stream.close(); stream = null; el("code").focus(); }
  }
  el("pair-title").textContent = both("pair").join(" · ");
  el("code-label").textContent = both("code").join(" · ");
  el("connect").textContent = both("connect").join(" · ");
  el("pairing").addEventListener("submit", function (event) {
    event.preventDefault();
    fetch("/board/pair", {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ code: el("code").value })
    }).then(function (answer) {
      var name = answer.status === 204 ? "" : answer.status === 429 ? "too_many" : answer.status < 500 ? "wrong_code" : "no_server";
      el("fault").textContent = name ? both(name).join(" · ") : "";
      if (!name) { el("code").value = ""; pairing(false); open(); }
    }).catch(function () { el("fault").textContent = both("no_server").join(" · "); });
  });

  // ------------------------------------------------------------------ who stands where
  function update(calls, serverNow) {
    var now = seconds(), here = new Set();
    calls.forEach(function (call) {
      var key = call.label + "\n" + call.clinic, known = shown.get(key);
      here.add(key);
      if (known && known.call.said_at === call.said_at) { known.call = call; known.gone = null; return; }
      var age = Math.max((serverNow - Date.parse(call.said_at)) / 1000, 0);
      shown.set(key, { call: call, announced: now - age, since: age >= HOLD ? now - LEAST : null, gone: null });
    });
    shown.forEach(function (each, key) { if (!here.has(key) && each.gone === null) { each.gone = now; } });
  }
  function due(s, now) { return s.since === null || now - s.since < LEAST; }
  function fresh(s, now) { return now - s.announced < HOLD; }
  function lit(s, now) {
    var age = now - s.announced;
    return age < HOLD && (still || age >= FLASH || Math.floor(Math.max(age, 0)) % 2 === 0);
  }
  function first(now) { // who is awaited goes before who is inside, then the newest call
    function awaited(s) { return s.call.standing || fresh(s, now) ? 1 : 0; }
    return function (a, b) {
      return awaited(b) - awaited(a) || b.announced - a.announced || (a.call.label < b.call.label ? 1 : -1);
    };
  }
  function seat(every, places, now, turning) {
    var sitting = every.filter(function (s) { return s.since !== null && due(s, now); });
    var coming = every.filter(function (s) { return s.since === null; }).sort(function (a, b) { return a.announced - b.announced; });
    var chosen = sitting.concat(coming).slice(0, places);
    chosen.forEach(function (s) { if (s.since === null) { s.since = now; } });
    var rest = every.filter(function (s) { return chosen.indexOf(s) < 0; }), free = places - chosen.length;
    if (free && rest.length > free) {
      if (turning && now - turned >= TURN) { page += free; turned = now; }
      var start = page % rest.length;
      rest = rest.slice(start).concat(rest.slice(0, start)).slice(0, free);
    }
    return chosen.concat(rest.slice(0, free)).sort(first(now));
  }
  function picture(now) {
    shown.forEach(function (s, key) {
      if (s.gone !== null && (!due(s, now) || now - s.gone >= LINGER)) { shown.delete(key); }
    });
    var every = Array.from(shown.values()).sort(first(now));
    var waiting = every.filter(function (s) { return due(s, now); }).length;
    var lively = every.some(function (s) { return fresh(s, now); });
    if (!lively) { restlessSince = null; } else if (restlessSince === null) { restlessSince = now; }
    var restless = restlessSince !== null && now - restlessSince > RESTLESS;
    if (every.length <= 1 + ROWS || (lively && waiting <= 1 + ROWS && !restless)) {
      if (every.length && every[0].since === null) { every[0].since = now; }
      var rows = seat(every.slice(1), ROWS, now, false);
      return { hero: every[0] || null, rows: rows, grid: false, hidden: every.length > rows.length + 1 };
    }
    var ten = seat(every, GRID, now, !lively || restless);
    return { hero: null, rows: ten, grid: true, hidden: every.length > ten.length };
  }

  // ------------------------------------------------------------------ painting
  function node(cls, text, lang, dir) {
    var made = document.createElement("div");
    made.className = cls;
    if (text !== undefined) { made.textContent = text; }
    if (lang) { made.lang = lang; }
    if (dir) { made.dir = dir; }
    return made;
  }
  function name(code) {
    var found = news.view.clinics.filter(function (c) { return c.code === code; })[0];
    return found ? found.name : { ar: "", en: "" };
  }
  function labels(call) { // other numbers of the same person: one of them may be on the paper
    var made = node(call.also ? "label two" : "label", call.label, "en", "ltr");
    if (call.also) { made.appendChild(node("also", call.also.map(function (l) { return "= " + l; }).join(" "), "en", "ltr")); }
    return made;
  }
  function row(s, now) {
    var made = node("row" + (lit(s, now) ? " lit" : "") + (s.call.standing ? "" : " gone")), place = node("place"), n = name(s.call.clinic);
    place.appendChild(node("ar", n.ar, "ar", "rtl"));
    place.appendChild(node("en", n.en, "en", "ltr"));
    if (english) { place.firstChild.style.textAlign = "left"; }
    [labels(s.call), place, node("room", s.call.room, "", "ltr")].forEach(function (c) { made.appendChild(c); });
    return made;
  }
  function note(clinic) {
    var made = node("row note"), until = clinic.until ? clinic.until.slice(11, 16) : "";
    var why = clinic.state === "closed" ? both("closed") : until ? both("back_at", until) : both("back");
    [[clinic.name.ar, clinic.name.en, "place"], [why[0], why[1], "why"]].forEach(function (each) {
      var part = node(each[2]);
      part.appendChild(node("ar", each[0], "ar", "rtl"));
      part.appendChild(node("en", each[1], "en", "ltr"));
      if (english) { part.firstChild.style.textAlign = "left"; }
      made.appendChild(part);
    });
    return made;
  }
  function column(rows, notes, now) {
    var made = node("rows"), head = node("head");
    ["ticket", "clinic", "room"].forEach(function (w) { head.appendChild(node(w, both(w).join(" · "))); });
    made.appendChild(head);
    rows.forEach(function (s) { made.appendChild(row(s, now)); });
    notes.slice(0, ROWS - rows.length).forEach(function (c) { made.appendChild(note(c)); });
    return made;
  }
  function hero(s, now) {
    var n = name(s.call.clinic), live = fresh(s, now) || s.call.standing, room = both("room");
    var made = node("card" + (lit(s, now) ? " lit" : "") + (live ? "" : " gone"));
    made.appendChild(node("now", live ? both("now").join("  ·  ") : both("last").join(" · ") + " · " + s.call.said_at.slice(11, 16)));
    made.appendChild(labels(s.call));
    made.appendChild(node("ar", n.ar, "ar", "rtl"));
    made.appendChild(node("en", n.en, "en", "ltr"));
    made.appendChild(node("room", room[0] + " \u2066" + s.call.room + "\u2069  ·  \u2066" + room[1] + " " + s.call.room + "\u2069"));
    return made;
  }
  function fit(root) {
    Array.prototype.forEach.call(root.querySelectorAll(".label, .ar, .en, .room"), function (each) {
      var box = each.parentNode.clientWidth;
      if (each.scrollWidth > box && box > 0 || each.scrollWidth > each.clientWidth) {
        var most = Math.min(box, each.clientWidth) || box;
        each.style.fontSize = parseFloat(getComputedStyle(each).fontSize) * most / each.scrollWidth * 0.98 + "px";
      }
    });
  }
  function clockOf(millis) {
    var minutes = zone ? (zone[1][0] === "-" ? -1 : 1) * (Math.abs(+zone[1]) * 60 + +zone[2]) : 0;
    return new Date(millis + minutes * 60000).toISOString().slice(11, 16);
  }
  function paint() {
    var now = seconds(), silent = now - (heard === null ? began : heard), late = silent > LATE, board = el("board");
    if (!el("pairing").hidden) { return; }
    board.hidden = false;
    var p = news ? picture(now) : { hero: null, rows: [], grid: false, hidden: false };
    var kind = standing === "busy" ? "back" : p.grid ? "grid" : p.hero ? "hero" : "empty";
    var notes = news ? news.view.clinics.filter(function (c) { return (c.state || "open") !== "open"; }).slice(0, 3) : [];
    var key = JSON.stringify([kind, p.hero && [p.hero.call, lit(p.hero, now), fresh(p.hero, now)],
      p.rows.map(function (s) { return [s.call, lit(s, now)]; }), notes, news && news.view.site]);
    document.body.className = news && news.board.theme === "light" ? "light" : "dark";
    board.className = kind + (late ? " late" : "") + (standing === "live" && !late ? "" : " away");
    if (key !== painted) {
      painted = key;
      var body = node("");
      if (kind === "hero") {
        body.appendChild(hero(p.hero, now));
        body.appendChild(column(p.rows, notes, now));
      } else if (kind === "grid") {
        body.appendChild(column(p.rows.slice(0, ROWS), [], now));
        body.appendChild(column(p.rows.slice(ROWS), [], now));
      } else {
        var big = node("big"), text = both(kind === "back" ? "back" : "wait");
        big.appendChild(node("ar", text[0], "ar", "rtl"));
        big.appendChild(node("en", text[1], "en", "ltr"));
        body.appendChild(big);
      }
      body.id = "body";
      board.replaceChild(body, el("body"));
      fit(body);
      board.setAttribute("data-fitted", innerWidth + "x" + innerHeight);
    }
    if (news) {
      el("site-ar").textContent = news.view.site.ar + (news.board.hall ? " · " + news.board.hall : "");
      el("site-en").textContent = news.view.site.en;
      el("clock").textContent = clockOf(told + (now - heard) * 1000);
    }
    el("standing").textContent = both(standing === "live" && !late ? "online" : "offline").join(" · ");
    var closed = kind === "grid" && notes[0];
    el("said").textContent = kind === "empty" ? "" :  // it stands large in the middle
      !closed ? both(p.hidden ? "more" : "wait").join("  ·  ") :
      closed.name.ar + " · " + closed.name.en + ": " + (closed.until ? both("back_at", closed.until.slice(11, 16)) :
        both(closed.state === "closed" ? "closed" : "back")).join(" · ");
    var text = both("late"), as = silent > OLD && heard !== null ? both("as_of", clockOf(told)) : null;
    el("late-ar").textContent = text[0] + (as ? " " + as[0] + "." : "");
    el("late-en").textContent = text[1] + (as ? " " + as[1] + "." : "");
    var step = Math.floor((now - began) / 300) % 4; // nothing burns in
    board.style.transform = "translate(" + [0, 2, 2, 0][step] + "px, " + [0, 0, 2, 2][step] + "px)";
  }
  setInterval(paint, 500);
  window.addEventListener("resize", function () { painted = ""; paint(); });
  if (document.fonts && document.fonts.ready) { document.fonts.ready.then(function () { painted = ""; paint(); }); }
  open();
})();
