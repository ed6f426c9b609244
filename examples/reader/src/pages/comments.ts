// The comments of an article, the form for another one, and what becomes of it.

import { type Api, type Article, type Comment, type CommentInput, Refusal, required } from '../api.js';
import { date } from '../dates.js';
import { html, type Html } from '../html.js';
import { number, strings } from '../strings/index.js';
import { explain } from './problem.js';
import { pager } from './listing.js';

/** What the form holds and says. */
export interface FormState {
  values: Partial<Record<Field, string>>;
  faults: Partial<Record<Field, string>>;
  message: string | null;
}
type Field = 'author_name' | 'author_email' | 'body';
const fields: readonly Field[] = ['author_name', 'author_email', 'body'];

/** The form when the page is opened. After a successful comment the address says what became of it. */
export function freshForm(query: URLSearchParams): FormState {
  const outcome = query.get('comment');
  const message = outcome === 'held' || outcome === 'shown' ? strings.comments[outcome] : null;
  return { values: {}, faults: {}, message };
}

/** Threads; with `thread` in the address all replies to one comment. */
export async function loadComments(api: Api, article: string, query: URLSearchParams) {
  const parent = Number(query.get('thread')) || undefined;
  const params = { path: { article }, query: { parent, cursor: query.get('comments') ?? undefined } };
  return required(await api.GET('/v1/articles/{article}/comments', { params }));
}

interface Refused {
  status: number;
  retryAfter: string | null;
  state: FormState;
}

/** Sends a comment. Returns what became of it, or what the form says instead. */
export async function sendComment(
  api: Api,
  article: string,
  form: URLSearchParams,
): Promise<{ outcome: 'held' | 'shown' } | Refused> {
  const text = (name: string) => form.get(name)?.trim() || undefined;
  const body: CommentInput = {
    author_name: text('author_name') ?? '',
    body: text('body') ?? '',
    author_email: text('author_email'),
    parent_id: Number(form.get('parent_id')) || undefined,
    // People do not see this field. The API treats a comment that fills it as spam and does not tell.
    website: text('website'),
  };
  // The script makes a key, so that a comment that is sent twice appears once. A page without script cannot have one:
  // pages are cached, and all readers would have the same.
  const header = { 'Idempotency-Key': text('key') };
  const result = await api.POST('/v1/articles/{article}/comments', { params: { path: { article }, header }, body });
  if (!result.error) return { outcome: result.response.status === 201 ? 'shown' : 'held' };
  const refusal = new Refusal(result.error, result.response.headers.get('Retry-After'));
  const values = Object.fromEntries(fields.map((field) => [field, form.get(field) ?? '']));
  const isOrphan = result.error.errors?.some(({ pointer }) => pointer === '/parent_id');
  const message = isOrphan ? strings.comments.orphan : explain(refusal).text;
  const { retryAfter } = refusal;
  return { status: result.error.status, retryAfter, state: { values, faults: faultsOf(refusal), message } };
}

function faultsOf(refusal: Refusal): FormState['faults'] {
  const faults: FormState['faults'] = {};
  for (const fault of refusal.problem.errors ?? []) {
    const field = fields.find((name) => fault.pointer === `/${name}`);
    if (field) faults[field] = strings.comments.faults[fault.code] ?? fault.detail;
  }
  return faults;
}

type Comments = Awaited<ReturnType<typeof loadComments>>;

export function commentSection(
  article: Article,
  comments: Comments,
  form: FormState,
  query: URLSearchParams,
  timeZone: string,
): Html {
  const words = strings.comments;
  const { policy, closes_at, count } = article.comments;
  const isClosed = policy === 'closed' || (closes_at !== null && new Date(closes_at) <= new Date());
  return html`<section class="comments" id="comments" aria-labelledby="comments-title">
<h2 id="comments-title">${words.title} ${count > 0 && html`<span class="count">${number(count)}</span>`}</h2>
${comments.data.length ? threads(comments.data, article, timeZone) : html`<p class="empty">${words.none}</p>`}
${pager('?comments=', '#comments', words, comments.page)}
${isClosed ? html`<p class="empty" role="status">${form.message ?? words.closed}</p>` : commentForm(article, form, query)}
</section>`;
}

function threads(comments: Comment[], article: Article, timeZone: string): Html {
  return html`<ol class="thread">${comments.map((comment) => html`<li id="comment-${comment.id}">
${single(comment, article, timeZone)}
${comment.replies.length > 0 && threads(comment.replies, article, timeZone)}
${
    comment.reply_count > comment.replies.length &&
    html`<p><a href="?thread=${comment.id}#comments">${strings.comments.moreReplies}</a></p>`
  }
</li>`)}</ol>`;
}

function single(comment: Comment, article: Article, timeZone: string): Html {
  const words = strings.comments;
  if (comment.body === null) return html`<p class="empty">${words.removed}</p>`;
  const paragraphs = comment.body.split(/\n\s*\n/);
  const name = comment.author_name ?? '';
  const reply = html`<a href="?reply=${comment.id}#comment-form" aria-label="${words.replyTo(name)}">${words.reply}</a>`;
  return html`<p class="meta"><strong><bdi>${name}</bdi></strong> ${date(comment.created_at, timeZone, 'stamp')}</p>
${paragraphs.map((text) => html`<p class="said" dir="auto">${text}</p>`)}
<p class="meta">${comment.likes > 0 && html`<span>${words.likes(number(comment.likes))}</span>`}
${article.comments.policy !== 'closed' && reply}</p>`;
}

function commentForm(article: Article, form: FormState, query: URLSearchParams): Html {
  const words = strings.comments;
  const parent = Number(query.get('reply')) || null;
  const described = (field: Field, hint?: string) => {
    const ids = [form.faults[field] && `${field}-fault`, hint].filter(Boolean).join(' ');
    return html`${form.faults[field] && html` aria-invalid="true"`}${ids && html` aria-describedby="${ids}"`}`;
  };
  const fault = (field: Field) => html`<span class="fault" id="${field}-fault">${form.faults[field]}</span>`;
  const value = (field: Field) => form.values[field] ?? '';
  return html`<form id="comment-form" class="comment-form" method="post" action="/-/comments/${article.id}">
<h3>${words.form}</h3>
${article.comments.policy === 'moderated' && html`<p class="hint">${words.moderated}</p>`}
<p class="answer" id="answer" role="status" tabindex="-1">${form.message}</p>
${parent && html`<input type="hidden" name="parent_id" value="${parent}">`}
<div class="field"><label for="author_name">${words.name}</label>
<input id="author_name" name="author_name" autocomplete="name" maxlength="100" required dir="auto"
  value="${value('author_name')}"${described('author_name')}>${fault('author_name')}</div>
<div class="field"><label for="author_email">${words.email}</label>
<input id="author_email" name="author_email" type="email" autocomplete="email" dir="ltr"
  value="${value('author_email')}"${described('author_email', 'email-hint')}>
<span class="hint" id="email-hint">${words.emailHint}</span>${fault('author_email')}</div>
<div class="field wide"><label for="body">${words.text}</label>
<textarea id="body" name="body" rows="6" maxlength="5000" required dir="auto"${described('body')}>
${value('body')}</textarea>${fault('body')}</div>
<div class="trap" aria-hidden="true"><label for="website">${words.website}</label>
<input id="website" name="website" tabindex="-1" autocomplete="off"></div>
<button>${words.submit}</button>
</form>`;
}
