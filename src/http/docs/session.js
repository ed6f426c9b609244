// The session of a person who signs in on this page.
//
// The tokens are kept in this object and in sessionStorage, so that they survive a reload and a visit to the guide, and are gone
// when the tab is closed. Not in localStorage, which would keep them on the disk and give them to every tab; and not in a cookie,
// which the browser would add to requests that other sites cause. Scripts of other hosts, which could read sessionStorage, are
// kept out by the content security policy of the page.
//
// A refresh token works once: the server ends a session whose token comes twice. But a browser copies sessionStorage when a tab is
// duplicated. So a page holds a lock named after its session for as long as it is open, and a page that does not get the lock
// drops its copy. Browsers have locks on https and on localhost only; elsewhere the tokens stay in memory.
"use strict";

const STORED_SESSION = "broadsheet-session";
const RETRY_MS = 5000;

class Session extends EventTarget {
  #session = null;
  #renewal = null;
  #timer = 0;
  #release = () => {};

  /** The account, or null. */
  get user() {
    return this.#session?.user ?? null;
  }

  /** Continues the session that this tab had before it was reloaded. */
  async restore() {
    const stored = navigator.locks && JSON.parse(sessionStorage.getItem(STORED_SESSION));
    if (!stored) return;
    if (await this.#lock(stored.id)) {
      this.#session = stored;
      this.#changed();
    } else {
      sessionStorage.removeItem(STORED_SESSION);
      this.#changed("You are signed in in another tab. Sign in here to use this tab too.");
    }
  }

  /** Signs in. Throws an error with a message for the person. */
  async signIn(email, password) {
    const response = await send("/v1/auth/login", { email, password });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.detail);
    this.#forget();
    const id = navigator.locks && crypto.randomUUID();
    if (id) await this.#lock(id);
    this.#keep(answer, id);
  }

  /** Ends the session on the server, too. Without the server it is only forgotten here. */
  async signOut() {
    const authorization = await this.authorization();
    this.#forget();
    this.#changed("You are signed out.");
    if (authorization) {
      await fetch("/v1/auth/logout", { method: "POST", headers: { authorization } }).catch(() => {});
    }
  }

  /** The value for `Authorization`, or null without a session. */
  async authorization() {
    if (this.#session && Date.now() >= this.#session.renewAt) await this.#renew();
    return this.#session && `Bearer ${this.#session.accessToken}`;
  }

  /** Gets new tokens. Callers at the same time share one exchange. */
  #renew() {
    this.#renewal ??= this.#exchange().finally(() => {
      this.#renewal = null;
    });
    return this.#renewal;
  }

  async #exchange() {
    const { id, refreshToken } = this.#session;
    const response = await send("/v1/auth/refresh", { refresh_token: refreshToken }).catch(() => null);
    if (this.#session?.refreshToken !== refreshToken) return;
    if (response?.ok) {
      this.#keep(await response.json(), id);
    } else if (response?.status === 401) {
      this.#forget();
      this.#changed("Your session has ended. Sign in again.");
    } else {
      this.#timer = setTimeout(() => this.#renew(), RETRY_MS);
    }
  }

  #keep(answer, id) {
    const seconds = Math.max(answer.expires_in - 60, answer.expires_in / 2);
    this.#session = {
      id,
      user: answer.user,
      accessToken: answer.access_token,
      refreshToken: answer.refresh_token,
      renewAt: Date.now() + seconds * 1000,
    };
    if (id) sessionStorage.setItem(STORED_SESSION, JSON.stringify(this.#session));
    this.#changed();
  }

  #forget() {
    clearTimeout(this.#timer);
    this.#session = null;
    this.#release();
    sessionStorage.removeItem(STORED_SESSION);
  }

  /** Renews in time, and tells the page. */
  #changed(message = "") {
    clearTimeout(this.#timer);
    if (this.#session) {
      this.#timer = setTimeout(() => this.#renew(), Math.max(0, this.#session.renewAt - Date.now()));
    }
    this.dispatchEvent(new CustomEvent("change", { detail: message }));
  }

  /** Whether this page now holds the lock of the session. A page that is being reloaded may hold it a moment longer. */
  #lock(id) {
    return new Promise((resolve) => {
      const hold = () => {
        resolve(true);
        return new Promise((release) => {
          this.#release = release;
        });
      };
      const options = { signal: AbortSignal.timeout(1000) };
      navigator.locks.request(`${STORED_SESSION} ${id}`, options, hold).catch(() => resolve(false));
    });
  }
}

function send(path, body) {
  const headers = { "Content-Type": "application/json" };
  return fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
}
