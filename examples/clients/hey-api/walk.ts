// Reads and writes articles with a client by `@hey-api/openapi-ts`, and checks responses with its zod schemas.

import assert from 'node:assert/strict';
import { client } from './build/client/client.gen.js';
import {
  createArticle,
  getArticle,
  listArticles,
  login,
  searchArticles,
  submitComment,
  takeTransition,
  updateArticle,
} from './build/client/sdk.gen.js';
import type { CreateArticle } from './build/client/types.gen.js';
import { zArticle, zWorkingArticle } from './build/client/zod.gen.js';

const { BROADSHEET_URL = 'http://127.0.0.1:8080', BROADSHEET_EMAIL = '', BROADSHEET_PASSWORD = '' } = process.env;
const throwOnError = true;
client.setConfig({ baseUrl: BROADSHEET_URL });

// A list, page by page.
const headlines: string[] = [];
let cursor: string | undefined;
do {
  const { data } = await listArticles({
    query: { section: ['harbour', 'town'], fields: ['id', 'headline'], limit: 5, ...(cursor && { cursor }) },
    throwOnError,
  });
  headlines.push(...data.data.map((article) => article.headline));
  cursor = data.page.next_cursor ?? undefined;
} while (cursor);
assert(headlines.length > 5);

// One article, with typed blocks.
const { data: article } = await getArticle({
  path: { article: '1' },
  query: { body: ['html', 'blocks'] },
  throwOnError,
});
zArticle.parse(article);
const { html, blocks } = article.body ?? {};
assert(html?.startsWith('<p>'));
const paragraphs = blocks?.filter((block) => block.type === 'paragraph') ?? [];
assert(paragraphs.some((block) => block.content.some((inline) => inline.type === 'text')));

// A search.
const { data: found } = await searchArticles({ query: { q: 'ferry' }, throwOnError });
assert(found.data.length > 0);

// Sign in. Later requests send the token.
const body = { email: BROADSHEET_EMAIL, password: BROADSHEET_PASSWORD };
const { data: session } = await login({ body, throwOnError });
client.setConfig({ auth: session.access_token });

// Write a draft, and publish the version that was returned.
const draft: CreateArticle = {
  headline: 'The pier lamps stay lit',
  body: { format: 'markdown', value: 'The lamps on the *east pier* are **kept**.' },
  section_id: 1,
  authors: [{ id: 1 }],
};
const created = await createArticle({ body: draft, throwOnError });
const { id } = zWorkingArticle.parse(created.data);
const headers = { 'If-Match': created.response.headers.get('ETag') ?? '' };
const published = await takeTransition({ path: { id }, headers, body: { to: 'publish' }, throwOnError });
assert.equal(published.data.status, 'published');

// A merge patch of the version before the publication is refused.
const stale = await updateArticle({ path: { id }, headers, body: { kicker: 'Harbour', summary: null } });
assert.equal(stale.error?.code, 'version-mismatch');

// A comment of a reader, which waits for a moderator.
const words = { author_name: 'A reader', body: 'Well said.' };
const comment = await submitComment({ path: { article: String(id) }, body: words, throwOnError });
assert.equal(comment.data.status, 'pending');

// What the compiler must refuse.
export const wrong: CreateArticle[] = [
  // @ts-expect-error an unknown member
  { headline: 'x', nonsense: 1 },
  // @ts-expect-error no headline
  { section_id: 1 },
  // @ts-expect-error Markdown is a string
  { headline: 'x', body: { format: 'markdown', value: [] } },
];
console.log('hey-api: all steps succeeded');
