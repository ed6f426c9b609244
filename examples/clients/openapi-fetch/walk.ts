// Reads and writes articles with `openapi-fetch`, whose types `openapi-typescript` makes from the document.

import assert from 'node:assert/strict';
import createClient from 'openapi-fetch';
import type { components, paths } from './build/api.js';

const { BROADSHEET_URL = 'http://127.0.0.1:8080', BROADSHEET_EMAIL = '', BROADSHEET_PASSWORD = '' } = process.env;
const client = createClient<paths>({ baseUrl: BROADSHEET_URL });

/** The data of a successful response. Throws with the problem of any other. */
function required<T>(result: { data?: T; error?: components['schemas']['Problem'] }): T {
  if (result.data === undefined) throw new Error(JSON.stringify(result.error));
  return result.data;
}

// A list, page by page.
const headlines: string[] = [];
let cursor: string | undefined;
do {
  const page = required(
    await client.GET('/v1/articles', {
      params: {
        query: { section: ['harbour', 'town'], fields: ['id', 'headline'], limit: 5, ...(cursor && { cursor }) },
      },
    }),
  );
  headlines.push(...page.data.map((article) => article.headline));
  cursor = page.page.next_cursor ?? undefined;
} while (cursor);
assert(headlines.length > 5);

// One article, with typed blocks.
const article = required(
  await client.GET('/v1/articles/{article}', {
    params: { path: { article: '1' }, query: { body: ['html', 'blocks'] } },
  }),
);
const { html, blocks } = article.body ?? {};
assert(html?.startsWith('<p>'));
const paragraphs = blocks?.filter((block) => block.type === 'paragraph') ?? [];
assert(paragraphs.some((block) => block.content.some((inline) => inline.type === 'text')));

// A search.
const found = required(await client.GET('/v1/search', { params: { query: { q: 'ferry' } } }));
assert(found.data.length > 0);

// Sign in. Later requests send the token.
const login = { email: BROADSHEET_EMAIL, password: BROADSHEET_PASSWORD };
const session = required(await client.POST('/v1/auth/login', { body: login }));
client.use({
  onRequest({ request }) {
    request.headers.set('Authorization', `Bearer ${session.access_token}`);
    return request;
  },
});

// Write a draft, and publish the version that was returned.
const created = await client.POST('/v1/editorial/articles', {
  body: {
    headline: 'The pier lamps stay lit',
    body: { format: 'markdown', value: 'The lamps on the *east pier* are **kept**.' },
    section_id: 1,
    authors: [{ id: 1 }],
  },
});
const { id } = required(created);
const header = { 'If-Match': created.response.headers.get('ETag') ?? '' };
const published = await client.POST('/v1/editorial/articles/{id}/transitions', {
  params: { path: { id }, header },
  body: { to: 'publish' },
});
assert.equal(required(published).status, 'published');

// A merge patch of the version before the publication is refused.
const stale = await client.PATCH('/v1/editorial/articles/{id}', {
  params: { path: { id }, header },
  body: { kicker: 'Harbour', summary: null },
});
assert.equal(stale.error?.code, 'version-mismatch');

// A comment of a reader, which waits for a moderator.
const comment = await client.POST('/v1/articles/{article}/comments', {
  params: { path: { article: String(id) } },
  body: { author_name: 'A reader', body: 'Well said.' },
});
assert.equal(required(comment).status, 'pending');

// What the compiler must refuse.
export const wrong: components['schemas']['CreateArticle'][] = [
  // @ts-expect-error an unknown member
  { headline: 'x', nonsense: 1 },
  // @ts-expect-error no headline
  { section_id: 1 },
  // @ts-expect-error Markdown is a string
  { headline: 'x', body: { format: 'markdown', value: [] } },
];
console.log('openapi-fetch: all steps succeeded');
