// The line to the server: asks, follows the stream, and comes back by itself. Knows nothing of what a page shows.
const LATE = 35000;       // a stream that says nothing for so long is dead: heartbeats come every 10 s
const POLL = 15000;
const STREAM_AGAIN = 20;  // polls until a stream is tried again
const FIRST = 1000;
const LONGEST = 30000;

export class Line {
  // told: page(found), missing(), limited() and how long to wait then, alive(), lost(), follows() whether there is a page to follow
  constructor(base, told) {
    this.base = base;
    this.told = told;
    this.connected = false;
    this.asked = 0;       // when the server was last asked
    this.stream = null;
    this.heard = 0;
    this.failures = 0;
    this.silent = 0;      // streams one after the other that brought nothing
    this.taken = 0;       // pages taken: an answer that was overtaken by a newer one is dropped
    this.retry = 0;
    this.poll = 0;
  }

  // asked once, so that something is shown whatever stands between here and the server; then followed
  async begin() {
    clearTimeout(this.retry);
    this.close();
    await this.ask();
    if (this.connected && this.told.follows() && !this.stream && !this.poll) this.follow();
  }

  close() {
    clearInterval(this.poll);
    this.poll = 0;
    if (this.stream) this.stream.close();
    this.stream = null;
  }

  // waits grow and differ, so that three hundred phones do not come back in the same second
  later(wait) {
    clearTimeout(this.retry);
    this.failures += 1;
    const grown = Math.min(LONGEST, FIRST * 2 ** Math.min(this.failures, 5));
    this.retry = setTimeout(() => this.begin(), wait || grown / 2 + Math.random() * grown / 2);
  }

  // somebody looks, or the phone says that it is online again
  wake() {
    this.failures = 0;
    if (!this.stream || !this.connected || Date.now() - this.heard > LATE) this.begin();
  }

  // to be called every few seconds: a line can die without a word
  check() {
    if (!this.stream || Date.now() - this.heard <= LATE) return;
    this.silent += 1;
    this.lose();
  }

  async send(what, body) {
    const answer = await fetch(this.base + what, { method: "POST", headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body), signal: AbortSignal.timeout(15000) });
    return [answer.status, answer.headers, await answer.json()];
  }

  async ask() {
    this.asked = Date.now();
    const before = this.taken;
    let answer;
    let found;
    try {
      answer = await fetch(this.base + "/state", { cache: "no-store", signal: AbortSignal.timeout(10000) });
      found = answer.ok ? await answer.json() : null;
    } catch {
      return this.lose();
    }
    if (before !== this.taken) return undefined;
    if (found) return this.take(found);
    if (answer.status === 404) {
      this.close();
      this.connected = true;
      return this.told.missing();
    }
    const wait = answer.status === 429 ? this.told.limited() : 0;
    return wait ? this.later(wait) : this.lose();
  }

  take(found) {
    this.heard = Date.now();
    this.connected = true;
    this.failures = 0;
    this.taken += 1;
    this.told.page(found);
  }

  lose() {
    this.connected = false;
    this.close();
    this.told.lost();
    this.later();
  }

  follow() {
    if (!window.EventSource || this.silent > 1) return this.startPolling();
    this.heard = Date.now();
    let spoke = false;
    const mine = this.stream = new EventSource(this.base + "/stream");
    mine.addEventListener("state", (event) => { spoke = true; this.silent = 0; this.take(JSON.parse(event.data)); });
    mine.addEventListener("heartbeat", () => { this.heard = Date.now(); this.connected = true; this.told.alive(); });
    mine.addEventListener("gone", () => { this.close(); this.told.missing(); });
    mine.addEventListener("full", () => { this.close(); this.startPolling(); });
    mine.onerror = () => {
      if (this.stream !== mine) return;
      this.close();  // the browser's own retries know no growing waits, and never learn why
      if (!spoke) this.silent += 1;
      this.later();
    };
  }

  // where streams are cut or held back on their way, the page asks; and tries again now and then
  startPolling() {
    let asks = 0;
    clearInterval(this.poll);
    this.poll = setInterval(() => {
      if (document.hidden) return;
      asks += 1;
      if (asks % STREAM_AGAIN) return this.ask();
      this.silent = 1;
      this.begin();
    }, POLL);
  }
}
