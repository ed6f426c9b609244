// What the newsroom does during the walk, by the same generated client as the site.

import createClient from 'openapi-fetch';
import type { components, paths } from '../build/api.js';

type Draft = components['schemas']['CreateArticle'];
type Step = components['schemas']['TransitionInput'];

const { BROADSHEET_URL = '', BROADSHEET_EMAIL = '', BROADSHEET_PASSWORD = '' } = process.env;
export const admin = 'admin@demo.example.org';

function data<T>(result: { data?: T; error?: components['schemas']['Problem'] }): T {
  if (result.data === undefined) throw new Error(JSON.stringify(result.error));
  return result.data;
}

export async function signIn(email = BROADSHEET_EMAIL) {
  const login = { email, password: BROADSHEET_PASSWORD };
  const { access_token } = data(await createClient<paths>({ baseUrl: BROADSHEET_URL }).POST('/v1/auth/login', { body: login }));
  const headers = { Authorization: `Bearer ${access_token}` };
  const client = createClient<paths>({ baseUrl: BROADSHEET_URL, headers });

  async function step(id: number, body: Step): Promise<void> {
    const params = { path: { id } };
    const current = await client.GET('/v1/editorial/articles/{id}', { params });
    const header = { 'If-Match': current.response.headers.get('ETag') ?? '' };
    data(await client.POST('/v1/editorial/articles/{id}/transitions', { params: { ...params, header }, body }));
  }

  return {
    step,

    /** A published article of the demo. */
    async find(slug: string): Promise<{ id: number; path: string }> {
      const { id, url } = data(await client.GET('/v1/articles/{article}', { params: { path: { article: slug } } }));
      return { id, path: new URL(url).pathname };
    },

    /** Writes an article and publishes it. Returns its News ID and the path of its page. */
    async publish(article: Draft): Promise<{ id: number; path: string }> {
      const { id } = data(await client.POST('/v1/editorial/articles', { body: article }));
      await step(id, { to: 'publish' });
      return this.find(String(id));
    },

    /** Changes the headline of a published article, and publishes it with a correction. */
    async correct(id: number, headline: string, text: string): Promise<void> {
      const params = { path: { id } };
      const current = await client.GET('/v1/editorial/articles/{id}', { params });
      const header = { 'If-Match': current.response.headers.get('ETag') ?? '' };
      const body = { headline, slug: 'corrected-slug' };
      data(await client.PATCH('/v1/editorial/articles/{id}', { params: { ...params, header }, body }));
      await step(id, { to: 'publish', correction: { kind: 'correction', text } });
    },

    /** The picture of a published article, if it has one. */
    async pictureOf(slug: string) {
      const { data } = await client.GET('/v1/articles/{article}', {
        params: { path: { article: slug }, query: { body: ['none'] } },
      });
      const image = data?.lead_image;
      if (!image) return null;
      const url = new URL(image.url, BROADSHEET_URL).href;
      return { url, width: image.width, height: image.height, credit: image.credit };
    },

    async createSection(name: string, slug: string, description: string): Promise<number> {
      return data(await client.POST('/v1/editorial/sections', { body: { name, slug, description } })).id;
    },

    async createAuthor(name: string, slug: string): Promise<number> {
      return data(await client.POST('/v1/editorial/authors', { body: { name, slug } })).id;
    },

    /** Approves the comment with this text, which must be waiting. */
    async approve(text: string): Promise<void> {
      const query = { status: ['pending' as const] };
      const queue = data(await client.GET('/v1/editorial/comments', { params: { query } }));
      const comment = queue.data.find(({ body }) => body === text);
      if (!comment) throw new Error(`no comment \`${text}\` is waiting`);
      const params = { path: { id: comment.id }, header: { 'If-Match': `"${comment.version}"` } };
      data(await client.PATCH('/v1/editorial/comments/{id}', { params, body: { status: 'approved' } }));
    },

    /** The texts of the comments that were taken for spam. */
    async spam(): Promise<string[]> {
      const query = { status: ['spam' as const] };
      return data(await client.GET('/v1/editorial/comments', { params: { query } })).data.map(({ body }) => body);
    },
  };
}
