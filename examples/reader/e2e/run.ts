// The site from end to end: a demo newsroom writes, and readers of two papers see it in a browser.
// With a folder as argument, four screenshots are written into it.

import { launch } from './browser.js';
import { commentChecks } from './comments.js';
import { signIn } from './desk.js';
import { pageChecks } from './pages.js';
import { fillPersianPaper } from './persian.js';
import { publishingChecks } from './publishing.js';
import { startReader, stopReaders } from './readers.js';
import { takeScreenshots } from './screenshots.js';

const started = Date.now();
const desk = await signIn();
const persianPath = await fillPersianPaper(desk);
const ferry = await desk.find('ferry-annis-tew-anchors-off-tansy-point');
const en = await startReader('en');
const fa = await startReader('fa', 'وسینگ پکت');
const browser = await launch();
let failed = false;
try {
  const context = { browser, desk, en, fa, persianPath, ferry };
  const folder = process.argv[2];
  if (folder) await takeScreenshots(context, folder);
  const checks = { ...pageChecks(context), ...commentChecks(context), ...publishingChecks(context) };
  for (const [name, check] of Object.entries(checks)) {
    await check();
    console.log(`  ok: ${name}`);
  }
  console.log(`reader: all checks passed in ${Math.round((Date.now() - started) / 1000)} s`);
} catch (error) {
  console.error(error);
  failed = true;
} finally {
  await browser.close();
  stopReaders();
}
process.exit(failed ? 1 : 0);
