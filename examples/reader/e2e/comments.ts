// Readers' comments: held, approved, answered, refused.

import assert from 'node:assert/strict';
import type { Page } from 'puppeteer-core';
import { barriers, textOf, until, withPage } from './browser.js';
import type { Checks, Context } from './context.js';

export function commentChecks({ browser, desk, en, fa, persianPath, ferry: { id: ferryId, path: ferry } }: Context): Checks {
  const write = async (page: Page, text: string, name = 'A reader') => {
    await page.$eval('#author_name', (field) => ((field as HTMLInputElement).value = ''));
    await page.type('#author_name', name);
    await page.type('#body', text);
  };
  const shows = (url: string, text: string) =>
    until(`${url} shows the comment`, async () => (await (await fetch(url)).text()).includes(text));
  const send = (path: string, fields: Record<string, string>, address: string) =>
    fetch(en + path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { 'X-Forwarded-For': address },
      redirect: 'manual',
    });

  return {
    async 'a comment is held, approved and seen, and then answered'() {
      const text = 'I can see her lights from the kitchen window.';
      await withPage(browser, en + ferry, {}, async (page) => {
        await write(page, text);
        await page.click('.comment-form button');
        await page.waitForFunction(() => document.querySelector('#answer')?.textContent);
        assert.match(await textOf(page, '#answer'), /will appear when a moderator has approved it/);
        assert.equal(await page.$eval('#body', (field) => (field as HTMLTextAreaElement).value), '');
        assert(!(await textOf(page, '.thread')).includes(text));
        assert.deepEqual(await barriers(page), []);
      });
      await desk.approve(text);
      await shows(en + ferry, text);
      const reply = 'So can I, and the tea bar is lit.';
      await withPage(browser, en + ferry, { hasScript: false }, async (page) => {
        await Promise.all([page.waitForNavigation(), page.click('.thread a[href*=reply]')]);
        await write(page, reply);
        await Promise.all([page.waitForNavigation(), page.click('.comment-form button')]);
      });
      await desk.approve(reply);
      await shows(en + ferry, reply);
      await withPage(browser, en + ferry, { width: 390 }, async (page) => {
        assert.match(await textOf(page, '.thread .thread'), /tea bar is lit/);
      });
    },

    async 'without script a comment is sent, and a faulty one comes back with what was written'() {
      const text = 'The last bus has left already.';
      const url = fa + persianPath;
      await withPage(browser, url, { hasScript: false, refused: '/-/comments/' }, async (page) => {
        await write(page, text, '   ');
        await Promise.all([page.waitForNavigation(), page.click('.comment-form button')]);
        assert.equal(await textOf(page, '#author_name-fault'), 'لطفاً این خانه را پر کنید.');
        assert.equal(await page.$eval('#body', (field) => (field as HTMLTextAreaElement).value), text);
        await page.type('#author_name', 'خواننده');
        await Promise.all([page.waitForNavigation(), page.click('.comment-form button')]);
        assert.equal(new URL(page.url()).pathname, persianPath);
        assert.match(await textOf(page, '#answer'), /پس از تأیید/);
      });
      await desk.approve(text);
      await shows(url, text);
    },

    async 'with script a faulty comment is marked where it was written'() {
      await withPage(browser, en + ferry, { refused: '/-/comments/' }, async (page) => {
        await write(page, 'x', ' ');
        await page.click('.comment-form button');
        await page.waitForSelector('#author_name[aria-invalid=true]');
        assert.equal(await textOf(page, '#author_name-fault'), 'Please fill in this field.');
        assert.deepEqual(await barriers(page), []);
      });
    },

    async 'a program that fills the hidden field is thanked, and nobody reads it'() {
      const fields = { author_name: 'Bot', body: 'Cheap ropes for sale.', website: 'https://example.com' };
      const answer = await send(`/-/comments/${ferryId}`, fields, '198.51.100.7');
      assert.equal(answer.status, 303);
      assert((await desk.spam()).includes(fields.body));
    },

    async 'too many comments are refused in words, for their sender alone'() {
      const fields = { author_name: 'Hasty', body: 'Again.' };
      let answer = await send(`/-/comments/${ferryId}`, fields, '203.0.113.9');
      for (let i = 0; i < 12 && answer.status !== 429; i++) answer = await send(`/-/comments/${ferryId}`, fields, '203.0.113.9');
      assert.equal(answer.status, 429);
      assert(Number(answer.headers.get('Retry-After')) > 0);
      assert.match(await answer.text(), /You can try again in \d+ seconds/);
      assert.equal((await send(`/-/comments/${ferryId}`, fields, '203.0.113.10')).status, 303);
    },

    async 'an article with closed comments says so'() {
      const { id, path } = await desk.publish({
        headline: 'A notice without comments',
        lead: 'Nothing to add.',
        body: { format: 'markdown', value: 'The office is closed on Friday.' },
        section_id: 4,
        authors: [{ id: 1 }],
        comments: { policy: 'closed' },
      });
      const page = await (await fetch(en + path)).text();
      assert.match(page, /Comments on this article are closed/);
      assert(!page.includes('<form id="comment-form"'));
      const answer = await send(`/-/comments/${id}`, { author_name: 'A', body: 'B' }, '203.0.113.10');
      assert.equal(answer.status, 409);
      assert.match(await answer.text(), /takes no more comments/);
    },
  };
}
