// What surrounds every page: head, masthead, sections and footer.

import { type Api, pathOf, required, type Section, type Site, teasers } from '../api.js';
import { assets } from '../assets.js';
import { date, today } from '../dates.js';
import { type Html, html } from '../html.js';
import { settings } from '../settings.js';
import { strings } from '../strings/index.js';

/** What all pages need: the API in the name of one reader, the site, and the top sections that this paper fills. */
export interface Shell {
  api: Api;
  site: Site;
  sections: Section[];
  name: string;
  /** The path of the page that is asked for. */
  path: string;
}

export async function loadShell(api: Api, path: string): Promise<Shell> {
  const [site, tree] = await Promise.all([
    api.GET('/v1/site').then(required),
    api.GET('/v1/sections', { params: { query: { depth: 0 } } }).then(required),
  ]);
  // The API does not say which languages a section has. One short request for each section finds out.
  const isFilled = async (section: Section) => {
    const answer = await api.GET('/v1/articles', {
      params: { query: { language: teasers.language, section: [section.path], fields: ['id'], limit: 1 } },
    });
    return required(answer).data.length > 0;
  };
  const filled = await Promise.all(tree.data.map(isFilled));
  const sections = tree.data.filter((_, i) => filled[i]);
  return { api, site, sections, name: settings.name ?? site.name, path };
}

/** The canonical URL of a path on this site. */
export function absolute(shell: Shell, path: string): string {
  return (settings.url ?? shell.site.url) + path;
}

/** The feeds of a section, tag or author; of the newest articles without a scope. */
function feedsOf(site: Site, scope: string | null): { type: string; name: string; url: string }[] {
  const url = (extension: 'rss' | 'atom' | 'json') =>
    scope ? `${site.api_url}/v1/feeds/${scope}.${extension}` : site.feeds[extension];
  return [
    { type: 'application/rss+xml', name: 'RSS', url: url('rss') },
    { type: 'application/atom+xml', name: 'Atom', url: url('atom') },
    { type: 'application/feed+json', name: 'JSON', url: url('json') },
  ];
}

export interface Page {
  title: string;
  description?: string | null;
  canonical?: string;
  /** `sections/town`, `tags/sea`, `authors/ada`: the feeds in the head. */
  feedScope?: string;
  /** More elements of the head. */
  head?: Html;
  isIndexed?: boolean;
  className: string;
  main: Html;
}

export function layout(shell: Shell, page: Page): Html {
  const { site, name } = shell;
  const isFront = shell.path === '/';
  const canonical = page.canonical ?? absolute(shell, shell.path);
  const title = isFront ? page.title : `${page.title} · ${name}`;
  const { scripts, styles, icon } = assets();
  const feedTitle = `${name}, ${page.feedScope ? page.title : strings.latest}`;
  const feeds = feedsOf(site, page.feedScope ?? null).map(
    (feed) => html`<link rel="alternate" type="${feed.type}" title="${feedTitle} (${feed.name})" href="${feed.url}">`,
  );
  return html`<!doctype html>
<html lang="${settings.paper}" dir="${strings.dir}">
<head>
<meta charset="utf-8">
<title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${page.description && html`<meta name="description" content="${page.description}">`}
${
    page.isIndexed === false
      ? html`<meta name="robots" content="noindex">`
      : html`<link rel="canonical" href="${canonical}">`
  }
<meta property="og:site_name" content="${name}">
<meta property="og:title" content="${page.title}">
<meta property="og:url" content="${canonical}">
<meta property="og:locale" content="${strings.locale.replace('-', '_')}">
${page.description && html`<meta property="og:description" content="${page.description}">`}
${page.head ?? html`<meta property="og:type" content="website">`}
${feeds}
<link rel="icon" href="${icon}" type="image/svg+xml">
${styles.map((href) => html`<link rel="stylesheet" href="${href}">`)}
${scripts.map((src) => html`<script type="module" src="${src}"></script>`)}
</head>
<body class="${page.className}">
<a class="skip" href="#content">${strings.skip}</a>
${masthead(shell, isFront)}
<main id="content" tabindex="-1">
${page.main}
</main>
${footer(shell)}
</body>
</html>
`;
}

function masthead(shell: Shell, isFront: boolean): Html {
  const { site, sections, name, path } = shell;
  const updated = site.content_updated_at;
  const link = (section: Section) => {
    const href = pathOf(section.url);
    const isHere = path === href || path.startsWith(`${href}/`);
    const current = isHere && html` aria-current="${path === href ? 'page' : 'true'}"`;
    return html`<li><a href="${href}"${current}><bdi>${section.name}</bdi></a></li>`;
  };
  return html`<header class="masthead">
<div class="strip">
<p>${today(site.time_zone)}</p>
${updated && html`<p class="stamp">${strings.updated} ${date(updated, site.time_zone, 'stamp')}</p>`}
${searchForm('')}
</div>
${isFront ? html`<h1 class="nameplate">${name}</h1>` : html`<p class="nameplate"><a href="/">${name}</a></p>`}
<nav class="sections" aria-label="${strings.sections}"><ul>
<li><a href="/"${isFront && html` aria-current="page"`}>${strings.home}</a></li>
${sections.map(link)}
</ul></nav>
</header>`;
}

export function searchForm(query: string, id = 'search'): Html {
  return html`<form class="search" role="search" action="/search" method="get">
<label for="${id}" class="hidden">${strings.search.label}</label>
<input id="${id}" type="search" name="q" value="${query}" maxlength="256" placeholder="${strings.search.title}" required>
<button>${strings.search.submit}</button>
</form>`;
}

function footer(shell: Shell): Html {
  const feeds = feedsOf(shell.site, null).map(
    ({ name, url }) => html`<li><a href="${url}">${strings.feed(name)}</a></li>`,
  );
  return html`<footer class="foot">
<p class="nameplate">${shell.name}</p>
${shell.site.description && html`<p dir="auto">${shell.site.description}</p>`}
<ul aria-label="${strings.footer}">${feeds}</ul>
<p><small dir="auto">© ${shell.site.publisher.name}</small></p>
</footer>`;
}
