// The front page: a lead story with others beside it, the most read articles, and the sections.

import { type Api, pathOf, required, type Section, type Site, type Teaser, teasers } from '../api.js';
import { html, type Html } from '../html.js';
import { layout, type Shell } from '../parts/layout.js';
import { headlines, mostRead, teaser } from '../parts/teaser.js';
import { settings } from '../settings.js';
import { strings } from '../strings/index.js';
import { page, type Reply } from './reply.js';

const perSection = 4;

export async function frontPage(shell: Shell): Promise<Reply> {
  const { api, site } = shell;
  const [featured, latest, ranking, ...lists] = await Promise.all([
    list(api, { is_featured: true, limit: 3 }),
    list(api, { limit: 8 }),
    loadRanking(api),
    // Some of a section's articles stand at the top of the page already.
    ...shell.sections.map((section) => list(api, { section: [section.path], limit: perSection + 3 })),
  ]);
  const top = (featured.length ? featured : latest).slice(0, 3);
  const isShown = new Set(top.map((article) => article.id));
  const [lead, ...beside] = top;
  const blocks = shell.sections.map((section, i) => {
    const articles = lists[i]?.filter((article) => !isShown.has(article.id)).slice(0, perSection) ?? [];
    return sectionBlock(section, articles, site);
  });
  const main = html`<div class="top">
${lead && teaser(lead, { level: 2, className: 'lead', hasPicture: true, hasLead: true, isFirst: true, site })}
<div class="beside">${beside.map((article) => teaser(article, { level: 2, hasPicture: true, hasLead: true, site }))}</div>
<div class="rail">
${mostRead(ranking)}
<section aria-labelledby="latest"><h2 id="latest">${strings.latest}</h2>
${headlines(latest.filter((article) => !isShown.has(article.id)).slice(0, 5), site)}</section>
</div>
</div>
<div class="blocks">${blocks}</div>`;
  return page(layout(shell, { title: shell.name, description: site.description, className: 'front', main }));
}

function sectionBlock(section: Section, articles: Teaser[], site: Site): Html {
  if (!articles.length) return html``;
  const id = `section-${section.id}`;
  return html`<section class="block of-${articles.length}" aria-labelledby="${id}">
<h2 id="${id}"><a href="${pathOf(section.url)}"><bdi>${section.name}</bdi></a></h2>
<div class="columns">${articles.map((article) => teaser(article, { level: 3, hasPicture: true, hasLead: true, site }))}</div>
</section>`;
}

interface Filter {
  is_featured?: boolean;
  section?: string[];
  limit: number;
}

async function list(api: Api, filter: Filter): Promise<Teaser[]> {
  return required(await api.GET('/v1/articles', { params: { query: { ...teasers, ...filter } } })).data;
}

/** The most read articles in the language of this paper. The API ranks all languages together, so more are asked for. */
export async function loadRanking(api: Api): Promise<Teaser[]> {
  const query = { window: '24h', limit: 50 } as const;
  const all = required(await api.GET('/v1/most-read', { params: { query } })).data;
  return all.filter((article) => isOfPaper(article.language)).slice(0, 5);
}

function isOfPaper(language: string): boolean {
  return language === settings.paper || language.startsWith(`${settings.paper}-`);
}
