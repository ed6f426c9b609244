// What all checks share.

import type { Browser } from 'puppeteer-core';
import type { signIn } from './desk.js';

export interface Context {
  browser: Browser;
  desk: Awaited<ReturnType<typeof signIn>>;
  /** The addresses of the English and the Persian paper. */
  en: string;
  fa: string;
  persianPath: string;
  /** The demo's lead story. */
  ferry: { id: number; path: string };
}

/** Checks by name, in their order. */
export type Checks = Record<string, () => Promise<void>>;
