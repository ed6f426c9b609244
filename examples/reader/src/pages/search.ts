// The results of a search, with the words that were found.

import { pathOf, required, teasers } from '../api.js';
import { recently } from '../dates.js';
import { html, type Html, trusted } from '../html.js';
import { layout, searchForm, type Shell } from '../parts/layout.js';
import { kicker } from '../parts/teaser.js';
import { strings } from '../strings/index.js';
import { pager } from './listing.js';
import { page, type Reply } from './reply.js';

export async function searchPage(shell: Shell, q: string, cursor?: string): Promise<Reply> {
  const results = q.trim() ? await find(shell, q, cursor) : html``;
  const title = q.trim() ? strings.search.results(q) : strings.search.title;
  const main = html`<header class="page-head"><h1 dir="auto">${title}</h1>
${searchForm(q, 'search-again')}</header>
${results}`;
  return page(layout(shell, { title, className: 'results', isIndexed: false, main }));
}

async function find(shell: Shell, q: string, cursor?: string): Promise<Html> {
  const query = { ...teasers, q, limit: 10, cursor };
  const found = required(await shell.api.GET('/v1/search', { params: { query } }));
  const guess = found.did_you_mean;
  return html`${!found.data.length && html`<p class="empty">${strings.search.nothing(q)}</p>`}
${
    guess &&
    html`<p class="guess">${strings.search.didYouMean}
<a href="/search?q=${encodeURIComponent(guess)}" dir="auto">${guess}</a></p>`
  }
<div class="hits">${found.data.map((hit) => {
    const { headline, lead, body, summary } = hit.highlights ?? {};
    const text = lead ?? body ?? summary;
    return html`<article class="teaser" lang="${hit.language}" dir="${hit.dir}">
${kicker(hit)}
<h2><a href="${pathOf(hit.url)}">${headline ? trusted(headline) : hit.headline}</a></h2>
<p class="standfirst">${text ? trusted(text) : hit.lead}</p>
<p class="meta"><bdi class="names">${hit.section.name}</bdi> ${recently(hit.published_at, shell.site.time_zone)}</p>
</article>`;
  })}</div>
${pager(`?q=${encodeURIComponent(q)}&cursor=`, '', strings, found.page)}`;
}
