// An article on a list.

import { type Article, pathOf, type Site, type Teaser } from '../api.js';
import { recently } from '../dates.js';
import { type Html, html } from '../html.js';
import { mediaUrl } from '../media.js';
import { number, strings } from '../strings/index.js';

interface Options {
  /** The level of the headline in the page's outline. */
  level: 2 | 3;
  className?: string;
  hasPicture?: boolean;
  hasLead?: boolean;
  isFirst?: boolean;
  site: Site;
}

export function teaser(article: Teaser, options: Options): Html {
  const { level, className, hasPicture, hasLead, isFirst, site } = options;
  const link = html`<a href="${pathOf(article.url)}">${article.headline}</a>`;
  return html`<article class="teaser ${className}" lang="${article.language}" dir="${article.dir}">
${hasPicture && article.lead_image && picture(site, article.lead_image, isFirst)}
${kicker(article)}
${level === 2 ? html`<h2>${link}</h2>` : html`<h3>${link}</h3>`}
${hasLead && html`<p class="standfirst">${article.summary ?? article.lead}</p>`}
<p class="meta">${names(article)} ${recently(article.published_at, site.time_zone)}</p>
</article>`;
}

/** The line above the headline: the editors' own, with the kind of article where it matters. */
export function kicker(article: Pick<Article, 'kicker' | 'type' | 'is_breaking'>): Html {
  const kind = article.is_breaking ? strings.breaking : strings.types[article.type];
  if (!kind && !article.kicker) return html``;
  const own = article.kicker === kind ? null : article.kicker;
  const label = kind && html`<span class="kind ${article.is_breaking && 'urgent'}">${kind}</span>`;
  return html`<p class="kicker">${label} ${own}</p>`;
}

/** Who wrote it, without links. */
function names(article: Teaser): Html {
  const writers = article.authors.filter(({ role }) => !isCamera(role));
  const text = article.byline ?? writers.map(({ name }) => name).join(', ');
  return text ? html`<bdi class="names">${text}</bdi>` : html``;
}

/** Lists name the writers; the article names everybody. Roles are free text. */
function isCamera(role: string): boolean {
  return /photo|illustrat|producer/i.test(role);
}

export function picture(site: Site, image: NonNullable<Article['lead_image']>, isFirst = false): Html {
  const size = image.width && image.height && html` width="${image.width}" height="${image.height}"`;
  const priority = isFirst ? html`fetchpriority="high"` : html`loading="lazy"`;
  const src = mediaUrl(site, image.url);
  return html`<img class="picture" src="${src}" alt="${image.alt ?? ''}"${size} ${priority} decoding="async">`;
}

/** A list of teasers as a column of short lines. */
export function headlines(articles: Teaser[], site: Site): Html {
  return html`<ul class="headlines">${articles.map((article) => html`<li lang="${article.language}" dir="${article.dir}">
${recently(article.published_at, site.time_zone)} <a href="${pathOf(article.url)}">${article.headline}</a></li>`)}</ul>`;
}

/** The most read articles, with their ranks. */
export function mostRead(articles: Teaser[]): Html {
  if (!articles.length) return html``;
  return html`<section class="ranking" aria-labelledby="most-read">
<h2 id="most-read">${strings.mostRead}</h2>
<ol>${articles.map((article, i) => html`<li><span class="rank" aria-hidden="true">${number(i + 1)}</span>
<a href="${pathOf(article.url)}" lang="${article.language}" dir="${article.dir}">${article.headline}</a></li>`)}</ol>
</section>`;
}
