// A browser that notices what a reader must never meet: errors in the console, requests to strangers, barriers.

import assert from 'node:assert/strict';
import axe from 'axe-core';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';

export const widths = [390, 1280] as const;

export async function launch(): Promise<Browser> {
  return puppeteer.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    // Root cannot use Chromium's sandbox, and no name but the local address is looked up.
    args: ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  });
}

export interface Options {
  width?: number;
  hasScript?: boolean;
  isDark?: boolean;
  /** A part of the URL whose refusal the test expects. The browser writes it into the console. */
  refused?: string;
}

/** Opens a page, hands it to `use`, and fails on what the page did wrong meanwhile. */
export async function withPage(browser: Browser, url: string, options: Options, use: (page: Page) => Promise<void>) {
  const page = await browser.newPage();
  const faults: string[] = [];
  const pictures = new Set<string>();
  const own = new URL(url).origin;
  page.on('request', (request) => {
    if (new URL(request.url()).origin === own) return;
    if (['image', 'media'].includes(request.resourceType())) pictures.add(request.url());
    else faults.push(`request to ${request.url()}`);
  });
  page.on('console', (message) => {
    const { url: from = '' } = message.location();
    const isExpected = pictures.has(from) || (options.refused !== undefined && from.includes(options.refused));
    if (['error', 'warn'].includes(message.type()) && !isExpected) faults.push(`${message.text()} ${from}`);
  });
  page.on('pageerror', (error) => faults.push(String(error)));
  await page.setViewport({ width: options.width ?? 1280, height: 900 });
  await page.setJavaScriptEnabled(options.hasScript ?? true);
  if (options.isDark) await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
  await page.goto(url);
  await use(page);
  await page.close();
  assert.deepEqual(faults, [], url);
}

/** The serious and critical findings of axe on a page. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run());
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}

export async function textOf(page: Page, selector: string): Promise<string> {
  return page.$eval(selector, (element) => element.textContent?.replace(/\s+/g, ' ').trim() ?? '');
}

/** Repeats a question until the answer is yes. Fails after ten seconds. */
export async function until(what: string, ask: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await ask())) {
    assert(Date.now() < deadline, `still not true after ten seconds: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
