// The pages of sections, authors and tags: what they are, and their articles page by page.

import { type Article, pathOf, required, type Site, type Teaser, teasers } from '../api.js';
import { html, type Html, webUrl } from '../html.js';
import { mediaUrl } from '../media.js';
import { layout, type Page, type Shell } from '../parts/layout.js';
import { teaser } from '../parts/teaser.js';
import { strings } from '../strings/index.js';
import { page, type Reply } from './reply.js';

export async function sectionPage(shell: Shell, id: number, cursor?: string): Promise<Reply> {
  const params = { path: { section: String(id) }, query: { depth: 1 } };
  const section = required(await shell.api.GET('/v1/sections/{section}', { params }));
  const children = section.children.map(
    (child) => html`<li><a href="${pathOf(child.url)}"><bdi>${child.name}</bdi></a></li>`,
  );
  const head = html`${breadcrumb(section.breadcrumb)}
<h1 dir="auto">${section.name}</h1>
${section.description && html`<p class="standfirst" dir="auto">${section.description}</p>`}
${children.length > 0 && html`<ul class="chips" aria-label="${strings.sections}">${children}</ul>`}`;
  const about = { title: section.name, description: section.description, feedScope: `sections/${section.path}` };
  return listing(shell, head, about, { section: [section.path] }, cursor);
}

export async function authorPage(shell: Shell, slug: string, cursor?: string): Promise<Reply> {
  const author = required(await shell.api.GET('/v1/authors/{slug}', { params: { path: { slug } } }));
  const links = author.links.flatMap(({ label, url }) => {
    const href = webUrl(url);
    return href ? [html`<li><a href="${href}" rel="noopener"><bdi>${label}</bdi></a></li>`] : [];
  });
  const { image } = author;
  const head = html`<div class="profile">
${
    image &&
    html`<img class="portrait" src="${mediaUrl(shell.site, image.url)}" alt="${image.alt ?? ''}" width="128" height="128">`
  }
<div><h1 dir="auto">${author.name}</h1>
${author.bio && html`<p class="standfirst" dir="auto">${author.bio}</p>`}
${links.length > 0 && html`<ul class="chips">${links}</ul>`}</div>
</div>`;
  const about = { title: author.name, description: author.bio, feedScope: `authors/${author.slug}` };
  return listing(shell, head, about, { author: [author.slug] }, cursor);
}

export async function tagPage(shell: Shell, slug: string, cursor?: string): Promise<Reply> {
  const tag = required(await shell.api.GET('/v1/tags/{slug}', { params: { path: { slug } } }));
  const head = html`<p class="kicker">${strings.tagTypes[tag.type]}</p><h1 dir="auto">${tag.name}</h1>`;
  return listing(shell, head, { title: tag.name, feedScope: `tags/${tag.slug}` }, { tag: [tag.slug] }, cursor);
}

type Filter = { section: string[] } | { author: string[] } | { tag: string[] };
type About = Pick<Page, 'title' | 'description' | 'feedScope'>;

async function listing(shell: Shell, head: Html, about: About, filter: Filter, cursor?: string): Promise<Reply> {
  const query = { ...teasers, ...filter, limit: 10, cursor };
  const { data, page: info } = required(await shell.api.GET('/v1/articles', { params: { query } }));
  const main = html`<header class="page-head">${head}</header>
${data.length ? river(data, shell.site) : html`<p class="empty">${strings.nothingYet}</p>`}
${pager('?cursor=', '', strings, info)}`;
  return page(layout(shell, { ...about, className: 'listing', isIndexed: !cursor, main }));
}

function river(articles: Teaser[], site: Site): Html {
  const options = { level: 2, hasPicture: true, hasLead: true, site } as const;
  return html`<div class="river">${articles.map((article) => teaser(article, options))}</div>`;
}

/** The sections above an article or section, with their links. */
export function breadcrumb(crumbs: Article['breadcrumb']): Html {
  return html`<nav class="breadcrumb" aria-label="${strings.breadcrumb}"><ol>
<li><a href="/">${strings.home}</a></li>
${crumbs.map((crumb) => html`<li><a href="${encodeURI(`/${crumb.path}`)}"><bdi>${crumb.name}</bdi></a></li>`)}
</ol></nav>`;
}

interface Cursors {
  prev_cursor: string | null;
  next_cursor: string | null;
}

/** Links to the pages before and after this one. */
export function pager(prefix: string, suffix: string, words: { newer: string; older: string }, info: Cursors): Html {
  if (!info.prev_cursor && !info.next_cursor) return html``;
  const link = (cursor: string | null, rel: string, text: string) =>
    cursor && html`<a rel="${rel}" href="${prefix + encodeURIComponent(cursor) + suffix}">${text}</a>`;
  return html`<nav class="pager" aria-label="${strings.pages}">
${link(info.prev_cursor, 'prev', words.newer)} ${link(info.next_cursor, 'next', words.older)}</nav>`;
}
