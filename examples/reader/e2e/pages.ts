// What every page promises: structure, direction, no barriers, no errors, no strangers.

import assert from 'node:assert/strict';
import { barriers, textOf, widths, withPage } from './browser.js';
import type { Checks, Context } from './context.js';

export function pageChecks({ browser, en, fa, persianPath, ferry: { id, path: ferry } }: Context): Checks {
  const papers = [
    { url: en, paths: ['/', '/harbour', ferry, '/search?q=ferry', '/authors/marisol-tennick', '/tags/fish-quay'] },
    { url: fa, paths: ['/', '/darya', persianPath, `/search?q=${encodeURIComponent('کشتی')}`] },
  ];
  return {
    async 'axe finds nothing serious, and nothing is wider than the screen'() {
      for (const { url, paths } of papers) {
        for (const path of paths) {
          for (const width of widths) {
            await withPage(browser, url + path, { width, isDark: path === '/' && width === 390 }, async (page) => {
              assert.deepEqual(await barriers(page), [], `${url}${path} at ${width}`);
              const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
              const tall = await page.$$eval('.teaser .picture', (pictures) =>
                pictures
                  .filter((picture) => picture.clientHeight > picture.clientWidth)
                  .map((picture) => `${picture.outerHTML} ${picture.clientWidth} ${picture.clientHeight}`),
              );
              assert.deepEqual(tall, [], `pictures on ${path} at ${width} keep their shape`);
              assert(overflow <= 0, `${path} is ${overflow} pixels too wide at ${width}`);
            });
          }
        }
      }
    },

    async 'the English front page has a lead story, sections, the most read and the time of the last change'() {
      await withPage(browser, `${en}/`, {}, async (page) => {
        assert.equal(await textOf(page, '.lead h2'), 'Ferry with 84 aboard anchors off Tansy Point after rope fouls propeller');
        assert.match(await textOf(page, '.stamp'), /^Updated \d/);
        assert.equal((await page.$$('.ranking li')).length, 5);
        assert((await page.$$('.block')).length >= 5);
        assert.equal((await page.$$('head link[rel=alternate]')).length, 3);
        assert.equal((await page.$$('.teaser:not([lang=en])')).length, 0);
      });
    },

    async 'the Persian paper reads from right to left, with its own words, digits and articles'() {
      await withPage(browser, `${fa}/`, {}, async (page) => {
        const { lang, dir } = await page.$eval('html', ({ lang, dir }) => ({ lang, dir }));
        assert.deepEqual({ lang, dir }, { lang: 'fa', dir: 'rtl' });
        assert.match(await textOf(page, '.stamp'), /^به‌روزرسانی [۰-۹]/);
        assert.equal(await page.$eval('body', (body) => getComputedStyle(body).direction), 'rtl');
        assert.deepEqual((await page.$$('.sections li')).length, 5, 'home, three Persian sections, and culture');
        assert.equal((await page.$$('.teaser:not([lang=fa])')).length, 0);
      });
      await withPage(browser, fa + persianPath, {}, async (page) => {
        assert.match(await textOf(page, '.news-id'), /^[۰-۹]+$/);
      });
    },

    async 'a search marks what it found, and suggests words when it finds nothing'() {
      await withPage(browser, `${en}/search?q=ferry`, {}, async (page) => {
        assert.match(await textOf(page, '.hits mark'), /^ferr/i);
      });
      await withPage(browser, `${en}/search?q=lifebaot`, {}, async (page) => {
        assert.equal(await textOf(page, '.guess a'), 'lifeboat');
      });
      await withPage(browser, `${fa}/search?q=${encodeURIComponent('کشتي')}`, {}, async (page) => {
        assert.match(await textOf(page, '.hits mark'), /کشتی/);
      });
      await withPage(browser, `${en}/search?q=${encodeURIComponent('"><img src=x>')}`, {}, async (page) => {
        assert.equal((await page.$$('main img')).length, 0);
      });
    },

    async 'without script a reader finds and reads an article'() {
      await withPage(browser, `${en}/`, { hasScript: false, width: 390 }, async (page) => {
        await Promise.all([page.waitForNavigation(), page.click('.lead h2 a')]);
        assert.equal(new URL(page.url()).pathname, ferry);
        assert.match(await textOf(page, '.text'), /Nobody has been hurt/);
        await page.type('#search', 'tide');
        await Promise.all([page.waitForNavigation(), page.click('.strip .search button')]);
        assert((await page.$$('.hits article')).length > 1);
      });
    },

    async 'unknown addresses, old forms of addresses and wrong cursors are answered in words'() {
      const ask = (path: string) => fetch(en + path, { redirect: 'manual' });
      const missing = await ask('/no/such/page');
      assert.equal(missing.status, 404);
      assert.match(await missing.text(), /This page is not here/);
      for (const path of [`/wrong/section/${id}`, `/harbour/ferries/${id}/old-slug`, `${ferry}/`]) {
        const moved = await ask(path);
        assert.deepEqual([moved.status, moved.headers.get('Location')], [301, ferry], path);
      }
      const wrong = await ask('/harbour?cursor=nonsense');
      assert.equal(wrong.status, 400);
      assert.match(await wrong.text(), /begin with the first page/);
      assert.equal((await fetch(`${en}/`, { method: 'DELETE' })).status, 405);
    },

    async 'a page that has not changed is not sent again'() {
      const first = await fetch(en + ferry);
      const etag = first.headers.get('ETag') ?? '';
      const again = await fetch(en + ferry, { headers: { 'If-None-Match': etag } });
      assert.equal(again.status, 304);
      assert.match(first.headers.get('Content-Security-Policy') ?? '', /default-src 'none'/);
    },
  };
}
