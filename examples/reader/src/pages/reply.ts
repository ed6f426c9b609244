// What a page returns to the server.

import type { Html } from '../html.js';

export interface Reply {
  status: number;
  /** HTML, or JSON for the script of the comment form. */
  body: Html | { json: unknown } | null;
  location?: string;
  retryAfter?: string | null;
}

export function page(body: Html, status = 200): Reply {
  return { status, body };
}

export function redirect(location: string, status: 301 | 303): Reply {
  return { status, body: null, location };
}
