// From the newsroom's desk to the reader's page, and away again.

import assert from 'node:assert/strict';
import { barriers, textOf, until, widths, withPage } from './browser.js';
import type { Checks, Context } from './context.js';
import { admin, signIn } from './desk.js';

const headline = 'Lamps <b>& bells</b> come back to the "east pier"';

export function publishingChecks({ browser, desk, en }: Context): Checks {
  let article = { id: 0, path: '' };
  const bodyOf = async (path: string) => (await fetch(en + path)).text();
  return {
    async 'an editor publishes, and the page shows it'() {
      const value = 'The lamps on the *east pier* are **kept**.\n\n<script>alert(1)</script>';
      article = await desk.publish({
        headline,
        kicker: 'Pier',
        lead: 'The council has found the money.',
        body: { format: 'markdown', value },
        section_id: 2,
        authors: [{ id: 1 }],
        tag_ids: [1],
      });
      await until('the front page shows the article', async () => (await bodyOf('/')).includes(article.path));
      await withPage(browser, en + article.path, {}, async (page) => {
        assert.equal(await textOf(page, 'h1'), headline);
        assert.equal(await textOf(page, '.story .kicker'), 'Pier');
        assert.equal(await textOf(page, '.news-id'), String(article.id));
        assert.match(await textOf(page, '.breadcrumb'), /^Home ?Harbour ?Ferries$/);
        assert.equal(await textOf(page, '.text em'), 'east pier');
        assert.equal(await textOf(page, '.byline a'), 'Marisol Tennick');
        const schema = await page.$eval('script[type="application/ld+json"]', (script) => script.textContent ?? '');
        assert.equal((JSON.parse(schema) as { headline: string }).headline, headline);
        const canonical = await page.$eval('link[rel=canonical]', (link) => link.getAttribute('href') ?? '');
        assert.equal(new URL(canonical).pathname, article.path);
      });
    },

    async 'a reading is counted'() {
      await withPage(browser, `${en}/`, {}, async (page) => {
        const counted = page.waitForResponse((response) => response.url() === `${en}/-/views/${article.id}`);
        await page.goto(en + article.path);
        assert.equal((await counted).status(), 204);
      });
    },

    async 'a correction is shown, and the former address leads to the present one'() {
      const former = article.path;
      await desk.correct(article.id, 'Lamps come back to the west pier', 'It is the west pier, not the east pier.');
      const location = async () => (await fetch(en + former, { redirect: 'manual' })).headers.get('Location');
      await until('the former address redirects', async () => (await location()) !== null);
      article.path = (await location()) ?? '';
      assert(article.path.endsWith('/corrected-slug'));
      await withPage(browser, en + former, {}, async (page) => {
        assert.equal(new URL(page.url()).pathname, article.path);
        assert.match(await textOf(page, '.corrections'), /Correction .*It is the west pier/);
        assert.match(await textOf(page, '.is-updated'), /^Updated ?\d/);
      });
    },

    async 'a list goes on to older articles and back'() {
      for (let night = 1; night <= 11; night++) {
        await desk.publish({
          headline: `Bowls, night ${night}`,
          type: 'brief',
          lead: 'A short report.',
          body: { format: 'markdown', value: 'The green was slow and the light was poor.' },
          section_id: 11,
          authors: [{ id: 1 }],
        });
      }
      await withPage(browser, `${en}/sport`, { width: 390 }, async (page) => {
        const first = await textOf(page, '.river h2');
        await Promise.all([page.waitForNavigation(), page.click('.pager [rel=next]')]);
        assert.notEqual(await textOf(page, '.river h2'), first);
        await Promise.all([page.waitForNavigation(), page.click('.pager [rel=prev]')]);
        assert.equal(await textOf(page, '.river h2'), first);
      });
    },

    async 'a killed article is gone, with the reason that the newsroom gives'() {
      const reason = 'The report was wrong in its substance. We apologise.';
      const chief = await signIn(admin);
      await chief.step(article.id, { to: 'kill', reason });
      await until('the article is gone', async () => (await fetch(en + article.path)).status === 410);
      for (const width of widths) {
        await withPage(browser, en + article.path, { width, refused: article.path }, async (page) => {
          assert.equal(await textOf(page, 'h1'), 'This article was withdrawn');
          assert.equal(await textOf(page, 'blockquote'), reason);
          assert.deepEqual(await barriers(page), []);
        });
      }
      assert(!(await bodyOf('/')).includes(article.path));
    },
  };
}
