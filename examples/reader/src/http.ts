// HTTP around the pages: limits, headers, validators, and what to say when the API cannot be reached.

import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal } from './api.js';
import { Html, html } from './html.js';
import type { Reply } from './pages/reply.js';
import { settings } from './settings.js';
import { visit } from './site.js';
import { strings } from './strings/index.js';

const maxBytes = 64 * 1024;
const media = `'self' https: ${new URL(settings.api).origin}`;
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  // Pictures and sound come from where the newsroom keeps them.
  `img-src ${media}`,
  `media-src ${media}`,
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader('Content-Security-Policy', policy);
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'strict-origin-when-cross-origin');
  try {
    send(request, response, await replyTo(request));
  } catch (error) {
    const isRefusal = error instanceof Refusal;
    if (!isRefusal) console.error(error);
    const retryAfter = (isRefusal && error.retryAfter) || '10';
    send(request, response, { status: 503, body: failurePage(), retryAfter });
  }
}

async function replyTo(request: IncomingMessage): Promise<Reply> {
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  if (!URL.canParse(`http://site${request.url}`)) return { status: 400, body: failurePage() };
  const url = new URL(`http://site${request.url}`);
  const isInput = url.pathname.startsWith('/-/');
  if (method !== (isInput ? 'POST' : 'GET')) return { status: 405, body: failurePage() };
  const form = method === 'POST' ? await readForm(request) : new URLSearchParams();
  if (!form) return { status: 413, body: failurePage() };
  const before = request.headers['x-forwarded-for'];
  return visit({
    method,
    url,
    form,
    wantsJson: request.headers.accept === 'application/json',
    // The API trusts as much of this as its `BROADSHEET_TRUSTED_PROXIES` allows.
    address: [before, request.socket.remoteAddress].flat().filter(Boolean).join(', '),
    userAgent: request.headers['user-agent'] ?? '',
  });
}

/** The fields of a form, or null if they are too long. */
async function readForm(request: IncomingMessage): Promise<URLSearchParams | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) return null;
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}

function send(request: IncomingMessage, response: ServerResponse, reply: Reply): void {
  response.statusCode = reply.status;
  if (reply.location) response.setHeader('Location', reply.location);
  if (reply.retryAfter) response.setHeader('Retry-After', reply.retryAfter);
  if (reply.status === 405) response.setHeader('Allow', request.url?.startsWith('/-/') ? 'POST' : 'GET, HEAD');
  const { body } = reply;
  const isHtml = body instanceof Html;
  const text = isHtml ? body.text : body ? JSON.stringify(body.json) : '';
  if (body) response.setHeader('Content-Type', isHtml ? 'text/html; charset=utf-8' : 'application/json');
  if (request.method === 'POST' || reply.status >= 500 || reply.status === 429) {
    response.setHeader('Cache-Control', 'no-store');
  } else {
    // Browsers ask again each time; a proxy in front of this server spares it most of the work.
    response.setHeader('Cache-Control', 'public, max-age=0, s-maxage=10, stale-while-revalidate=30');
    const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
    response.setHeader('ETag', etag);
    if (reply.status === 200 && request.headers['if-none-match']?.includes(etag)) {
      response.statusCode = 304;
      response.removeHeader('Content-Type');
      response.end();
      return;
    }
  }
  response.end(request.method === 'HEAD' ? undefined : text);
}

/** A page that needs nothing from the API. */
function failurePage(): Html {
  const { title, text } = strings.failure;
  return html`<!doctype html>
<html lang="${settings.paper}" dir="${strings.dir}"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width"></head><body><main><h1>${title}</h1><p>${text}</p></main></body></html>
`;
}
