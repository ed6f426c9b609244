// Pages and sentences for what went wrong, in the words of the paper.

import type { Refusal } from '../api.js';
import { html } from '../html.js';
import { layout, searchForm, type Shell } from '../parts/layout.js';
import { number, strings } from '../strings/index.js';
import { page, type Reply } from './reply.js';

/** What to tell a reader about a refused request. The code of a problem is stable; its detail is English for developers. */
export function explain(refusal: Refusal): { title: string; text: string } {
  const { code } = refusal.problem;
  const { title, text } = strings.problems[code] ?? strings.failure;
  const seconds = Number(refusal.retryAfter);
  return { title, text: seconds > 0 ? `${text} ${strings.retry(number(seconds))}` : text };
}

export function problemPage(shell: Shell, refusal: Refusal): Reply {
  const { problem } = refusal;
  const { title, text } = explain(refusal);
  const isKilled = problem.code === 'killed';
  const main = html`<div class="notice">
<p class="kicker">${number(problem.status)}</p>
<h1>${title}</h1>
<p class="standfirst">${text}</p>
${
    // The detail of this problem is written by the newsroom, for readers.
    isKilled && html`<blockquote dir="auto">${problem.detail}</blockquote>`
  }
${searchForm('', 'search-instead')}
</div>`;
  const reply = page(layout(shell, { title, className: 'problem', isIndexed: false, main }), problem.status);
  return { ...reply, retryAfter: refusal.retryAfter };
}
