// The live connection. It ends while nobody looks, because browsers allow only six to one server, and comes back by
// itself, going on where it was.

import { say } from "./boot.js";

const AGAIN = 2_000; // milliseconds

export class Stream {
  /** `on` has `message` and `clock`; `status` shows a sentence, or nothing. */
  constructor(on, status) {
    this.on = on;
    this.status = status;
    document.addEventListener("visibilitychange", () => {
      if (!this.me) return;
      if (document.hidden) this.close();
      else if (!this.source) this.connect();
    });
  }

  /** Follow what this member may see, from a version on. */
  follow(me, version) {
    this.close();
    this.me = me;
    this.version = version;
    this.connect();
  }

  close() {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }

  connect() {
    this.close();
    const source = new EventSource("/api/feed?" + new URLSearchParams({ as: this.me, since: this.version }));
    this.source = source;
    for (const kind of ["message", "clock"]) {
      source.addEventListener(kind, (event) => {
        this.version = Number(event.lastEventId);
        this.on[kind](JSON.parse(event.data));
      });
    }
    source.addEventListener("open", () => {
      if (this.lost) this.status(say("back"), true);
      this.lost = false;
    });
    source.addEventListener("error", () => {
      if (source !== this.source) return;
      this.lost = true;
      this.status(say("lost"));
      this.close();
      this.timer = setTimeout(() => this.connect(), AGAIN);
    });
  }
}
