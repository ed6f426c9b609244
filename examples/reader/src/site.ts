// Which page an address leads to.

import { connect, pathOf, Refusal, required } from './api.js';
import { loadShell, type Shell } from './parts/layout.js';
import { articlePage } from './pages/article.js';
import { freshForm, sendComment } from './pages/comments.js';
import { frontPage } from './pages/front.js';
import { authorPage, sectionPage, tagPage } from './pages/listing.js';
import { problemPage } from './pages/problem.js';
import { redirect, type Reply } from './pages/reply.js';
import { searchPage } from './pages/search.js';

export interface Visit {
  method: 'GET' | 'POST';
  url: URL;
  form: URLSearchParams;
  /** Whether the script of the page asks, and not the browser. */
  wantsJson: boolean;
  address: string;
  userAgent: string;
}

export async function visit(request: Visit): Promise<Reply> {
  const { pathname } = request.url;
  const api = connect(request.address, request.userAgent);
  const input = /^\/-\/(comments|views)\/(\d{1,16})$/.exec(pathname);
  if (request.method === 'POST' && input?.[1] === 'views') {
    await api.POST('/v1/articles/{article}/views', { params: { path: { article: input[2] ?? '' } } });
    return { status: 204, body: null };
  }
  const shell = await loadShell(api, pathname);
  try {
    if (request.method === 'POST') return await receiveComment(shell, request, input?.[2] ?? '');
    return await show(shell, request.url);
  } catch (error) {
    if (error instanceof Refusal) return problemPage(shell, error);
    throw error;
  }
}

async function show(shell: Shell, url: URL): Promise<Reply> {
  const { pathname, searchParams } = url;
  const cursor = searchParams.get('cursor') ?? undefined;
  if (pathname === '/') return frontPage(shell);
  if (pathname === '/search') return searchPage(shell, searchParams.get('q') ?? '', cursor);

  // The API knows every address that the site has or had, in whatever form its operator gave to them.
  const found = required(await shell.api.GET('/v1/resolve', { params: { query: { url: pathname } } }));
  const target = new URL(found.url, shell.site.url);
  const isHere = target.origin === new URL(shell.site.url).origin;
  if (!isHere) return redirect(target.href, 301);
  if (target.pathname !== pathname) return redirect(target.pathname + (target.search || url.search), 301);
  const slug = decodeURIComponent(pathOf(found.url).split('/').at(-1) ?? '');
  switch (found.kind) {
    case 'article':
      return articlePage(shell, String(found.id), freshForm(searchParams), searchParams);
    case 'section':
      return sectionPage(shell, found.id, cursor);
    case 'author':
      return authorPage(shell, slug, cursor);
    case 'tag':
      return tagPage(shell, slug, cursor);
    case 'redirect':
      return redirect(target.pathname + target.search, 301);
  }
}

/** The script gets JSON. Without it the browser is sent back to the article, or gets the article with the form as it was. */
async function receiveComment(shell: Shell, request: Visit, article: string): Promise<Reply> {
  const { api } = shell;
  const sent = await sendComment(api, article, request.form);
  if (request.wantsJson) {
    const state = 'outcome' in sent ? freshForm(new URLSearchParams({ comment: sent.outcome })) : sent.state;
    const { status, retryAfter } = 'outcome' in sent ? { status: 200, retryAfter: null } : sent;
    return { status, retryAfter, body: { json: state } };
  }
  if ('outcome' in sent) {
    const answer = await api.GET('/v1/articles/{article}', {
      params: { path: { article }, query: { fields: ['url'] } },
    });
    const { url } = required(answer);
    return redirect(`${pathOf(url)}?comment=${sent.outcome}#answer`, 303);
  }
  const parent = new URLSearchParams({ reply: request.form.get('parent_id') ?? '' });
  const page = await articlePage(shell, article, sent.state, parent);
  return { ...page, status: sent.status, retryAfter: sent.retryAfter };
}
