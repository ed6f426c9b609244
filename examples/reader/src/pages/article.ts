// An article with everything that belongs to it.

import { type Article, pathOf, required, type Site } from '../api.js';
import { date } from '../dates.js';
import { html, type Html, jsonLd, trusted } from '../html.js';
import { mediaUrl, withMediaUrls } from '../media.js';
import { absolute, layout, type Shell } from '../parts/layout.js';
import { kicker, mostRead, picture, teaser } from '../parts/teaser.js';
import { number, strings } from '../strings/index.js';
import { commentSection, type FormState, loadComments } from './comments.js';
import { loadRanking } from './front.js';
import { breadcrumb } from './listing.js';
import { page, type Reply } from './reply.js';

export async function articlePage(shell: Shell, id: string, form: FormState, query: URLSearchParams): Promise<Reply> {
  const { api, site } = shell;
  const path = { article: id };
  const [article, schema, related, comments, ranking] = await Promise.all([
    api.GET('/v1/articles/{article}', { params: { path } }).then(required),
    // The same address has schema.org's form of the article, which the page embeds as it is.
    api
      .GET('/v1/articles/{article}', { params: { path }, headers: { Accept: 'application/ld+json' }, parseAs: 'text' })
      .then(required<string>),
    api.GET('/v1/articles/{article}/related', { params: { path, query: { limit: 4 } } }).then(required),
    loadComments(api, id, query),
    loadRanking(api),
  ]);
  const timeZone = site.time_zone;
  const canonical = article.seo.canonical_url ?? absolute(shell, pathOf(article.url));
  const description = article.seo.description ?? article.summary ?? article.lead;
  const main = html`${breadcrumb(article.breadcrumb)}
<article class="story" data-news-id="${article.id}" lang="${article.language}" dir="${article.dir}">
<header class="story-head">
${kicker(article)}
<h1>${article.headline}</h1>
${article.lead && html`<p class="standfirst">${article.lead}</p>`}
</header>
${facts(article, timeZone)}
${leadPicture(article, site)}
<div class="text">${article.dateline && html`<p class="dateline">${article.dateline}</p>`}
${trusted(withMediaUrls(site, article.body?.html ?? ''))}</div>
${corrections(article, timeZone)}
${tags(article)}
</article>
<aside class="rail">${mostRead(ranking)}</aside>
${
    related.data.length > 0 &&
    html`<section class="related" aria-labelledby="related">
<h2 id="related">${strings.related}</h2>
<div class="columns">${related.data.map((other) => teaser(other, { level: 3, hasPicture: true, site }))}</div></section>`
  }
${commentSection(article, comments, form, query, timeZone)}`;
  const title = article.seo.title ?? article.headline;
  const head = html`${openGraph(article, site)}${jsonLd(schema)}`;
  return page(layout(shell, { title, description, canonical, head, className: 'article', main }));
}

/** Authors, times and the News ID: what the paper says about the article, in the paper's language. */
function facts(article: Article, timeZone: string): Html {
  const authors = article.authors.map(
    ({ slug, name, role }) =>
      html`<li><a rel="author" href="${encodeURI(`/authors/${slug}`)}"><bdi>${name}</bdi></a>
<bdi class="role">${role}</bdi></li>`,
  );
  const isUpdated = article.updated_at !== article.published_at;
  return html`<div class="facts" lang="${strings.locale}" dir="${strings.dir}">
${
    article.byline
      ? html`<p class="byline" dir="auto">${article.byline}</p>`
      : authors.length > 0 && html`<ul class="byline">${authors}</ul>`
  }
${article.source && html`<p dir="auto">${article.source}</p>`}
<dl>
<div><dt>${strings.published}</dt><dd>${date(article.published_at, timeZone, 'stamp')}</dd></div>
${
    isUpdated &&
    html`<div class="is-updated">
<dt>${strings.updated}</dt><dd>${date(article.updated_at, timeZone, 'stamp')}</dd></div>`
  }
<div><dt>${strings.newsId}</dt><dd class="news-id">${number(article.id)}</dd></div>
</dl>
</div>`;
}

function leadPicture(article: Article, site: Site): Html {
  const image = article.lead_image;
  if (!image) return html``;
  const credit = image.credit && html`<span class="credit"><bdi>${image.credit}</bdi></span>`;
  return html`<figure class="lead-picture">${picture(site, image, true)}
${(image.caption || credit) && html`<figcaption>${image.caption} ${credit}</figcaption>`}</figure>`;
}

function corrections(article: Article, timeZone: string): Html {
  if (!article.corrections.length) return html``;
  return html`<section class="corrections" aria-labelledby="corrections">
<h2 id="corrections">${strings.corrections}</h2>
<ul>${article.corrections.map(
    (correction) => html`<li><p class="meta"><strong>${strings.correctionKinds[correction.kind]}</strong>
${date(correction.published_at, timeZone, 'stamp')}</p><p>${correction.text}</p></li>`,
  )}</ul></section>`;
}

function tags(article: Article): Html {
  if (!article.tags.length) return html``;
  const links = article.tags.map(
    ({ slug, name }) => html`<li><a rel="tag" href="${encodeURI(`/tags/${slug}`)}"><bdi>${name}</bdi></a></li>`,
  );
  return html`<ul class="chips" aria-label="${strings.tags}">${links}</ul>`;
}

function openGraph(article: Article, site: Site): Html {
  const image = article.lead_image;
  return html`<meta property="og:type" content="article">
<meta property="article:published_time" content="${article.published_at}">
<meta property="article:modified_time" content="${article.updated_at}">
<meta property="article:section" content="${article.section.name}">
${article.tags.map(({ name }) => html`<meta property="article:tag" content="${name}">`)}
${
    image &&
    html`<meta property="og:image" content="${mediaUrl(site, image.url)}">
<meta property="og:image:alt" content="${image.alt}">
<meta name="twitter:card" content="summary_large_image">`
  }`;
}
