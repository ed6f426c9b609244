// The API, by the client that is generated from its document.

import createClient from 'openapi-fetch';
import type { components, paths } from '../build/api.js';
import { settings } from './settings.js';

type Schemas = components['schemas'];
export type Article = Schemas['Article'];
export type Comment = Schemas['Comment'];
export type CommentInput = Schemas['CommentInput'];
export type Correction = Schemas['Correction'];
export type Problem = Schemas['Problem'];
export type Section = Schemas['SectionNode'];
export type Site = Schemas['Site'];
export type ArticleType = Schemas['ArticleType'];
export type CorrectionKind = Schemas['CorrectionKind'];
export type TagType = Schemas['TagType'];

/** The members of an article that lists show. Requests for lists send them as `fields`. */
const teaserFields = [
  'id', 'url', 'type', 'language', 'dir', 'headline', 'kicker', 'lead', 'summary', 'lead_image', 'section',
  'authors', 'byline', 'published_at', 'is_breaking',
] as const satisfies readonly (keyof Article)[];
export type Teaser = Pick<Article, (typeof teaserFields)[number]>;

/** The filter and members that every list of this paper has. */
export const teasers = { language: [settings.paper], fields: [...teaserFields] };

/** A refused request. */
export class Refusal extends Error {
  constructor(
    readonly problem: Problem,
    readonly retryAfter: string | null,
  ) {
    super(problem.detail);
  }
}

/** A client that asks in the name of the reader at `address`, so that the API's limits count readers and not this server. */
export function connect(address: string, userAgent: string) {
  return createClient<paths>({
    baseUrl: settings.api,
    headers: { 'X-Forwarded-For': address, 'User-Agent': userAgent },
    fetch: (request) => fetch(request, { signal: AbortSignal.timeout(10_000) }),
  });
}
export type Api = ReturnType<typeof connect>;

/** The data of a successful response. Throws the problem of any other. */
export function required<T>(result: { data?: T; error?: Problem; response: Response }): T {
  if (result.error) throw new Refusal(result.error, result.response.headers.get('Retry-After'));
  if (result.data === undefined) throw new Error(`the API answers ${result.response.status} without data`);
  return result.data;
}

/** The path of a page on this site, from the `url` of a resource. */
export function pathOf(url: string): string {
  return new URL(url).pathname;
}
