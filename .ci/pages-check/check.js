// Opens the server's pages in Chromium and checks what people meet: accessibility, errors, requests to other hosts, and the sign-in.
//
// BROADSHEET_URL is the address of a demo server whose access tokens live for six seconds, and BROADSHEET_PASSWORD its password.
// The first argument is a folder for screenshots; without it none are taken.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import axe from "axe-core";
import puppeteer from "puppeteer-core";
import { checkSignIn } from "./sign-in.js";

const url = process.env.BROADSHEET_URL;
const folder = process.argv[2];
const LOOKS = [{ width: 390 }, { width: 1280 }, { width: 1280, dark: true }];
const PAGES = {
  front: "/",
  problems: "/problems",
  problem: "/problems/slug-taken",
  guide: "/docs/guide",
  "guide-writing": "/docs/guide/writing",
  reference: "/docs",
};

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});

/** A page of its own browser context, and what went wrong in it. */
async function open(path, { width = 1280, dark = false, scripts = true } = {}) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const faults = [];
  page.on("console", (message) => {
    if (["error", "warn"].includes(message.type())) faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(`${url}/`) && !request.url().startsWith("data:")) {
      faults.push(`request to another host: ${request.url()}`);
    }
  });
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }]);
  await page.setJavaScriptEnabled(scripts);
  await page.goto(url + path, { waitUntil: "networkidle0" });
  if (scripts && path.startsWith("/docs") && !path.includes("guide")) await page.waitForSelector("h1");
  return { page, faults, close: () => context.close() };
}

async function screenshot(page, name) {
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
}

/** The number of findings of axe by impact, and of pages. */
const counts = { minor: 0, moderate: 0, serious: 0, critical: 0, pages: 0 };

/** Axe finds nothing serious but what is known. The rest is printed. */
async function assertAccessible(page, label, known = []) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run());
  counts.pages += 1;
  let isAccessible = true;
  for (const { id, impact, nodes } of violations.filter(({ id }) => !known.includes(id))) {
    counts[impact] += 1;
    if (["serious", "critical"].includes(impact)) isAccessible = false;
    console.log(`${label}: ${impact}: ${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
  }
  assert.ok(isAccessible, label);
}

/** No part of a page is wider than the window. */
async function assertFits(page, name) {
  const [inside, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(inside <= window, `${name} is ${inside} pixels wide in a window of ${window}`);
}

async function checkLooks() {
  for (const [name, path] of Object.entries(PAGES)) {
    for (const look of LOOKS) {
      const label = `${name}-${look.width}${look.dark ? "-dark" : ""}`;
      const { page, faults, close } = await open(path, look);
      await screenshot(page, label);
      await assertAccessible(page, label);
      await assertFits(page, label);
      assert.deepEqual(faults, [], label);
      await close();
    }
  }
}

/** The first press of Tab shows a link that skips the navigation. */
async function checkKeyboard() {
  for (const path of ["/", "/docs"]) {
    const { page, close } = await open(path, { width: 390 });
    await page.keyboard.press("Tab");
    const box = await page.evaluate(() => {
      const { left, top } = document.activeElement.getBoundingClientRect();
      const { outlineStyle } = getComputedStyle(document.activeElement);
      return { text: document.activeElement.textContent, left, top, outlineStyle };
    });
    assert.deepEqual(box, { text: "Skip to the content", left: 0, top: 0, outlineStyle: "solid" });
    await page.keyboard.press("Enter");
    assert.equal(new URL(page.url()).hash, "#content");
    await close();
  }
}

async function checkWithoutScripts() {
  const { page, faults, close } = await open("/docs", { width: 390, scripts: false });
  await screenshot(page, "reference-without-scripts");
  const text = await page.$eval("noscript", (element) => element.textContent);
  assert.match(text, /needs JavaScript/);
  const isVisible = (selector) => page.$eval(selector, (element) => element.getClientRects().length > 0);
  assert.equal(await isVisible("noscript a[href='/docs/guide']"), true);
  assert.equal(await isVisible("#account"), false);
  assert.deepEqual(faults, []);
  await close();
}

try {
  if (folder) await mkdir(folder, { recursive: true });
  await checkLooks();
  await checkKeyboard();
  await checkWithoutScripts();
  await checkSignIn({ open, screenshot, assertAccessible, password: process.env.BROADSHEET_PASSWORD });
  console.log(`axe's findings: ${JSON.stringify(counts)}`);
  console.log("the pages are in order");
} finally {
  await browser.close();
}
