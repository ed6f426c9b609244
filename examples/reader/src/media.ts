// Where pictures and sound are. The API may deliver a path for them, which is meant on the public site that it names.

import type { Site } from './api.js';

export function mediaUrl(site: Site, url: string): string {
  return URL.canParse(url, site.url) ? new URL(url, site.url).href : url;
}

/** Does the same in the HTML of a body. The API escapes `<` in all texts, so only elements match. */
export function withMediaUrls(site: Site, html: string): string {
  return html.replace(/<(?:img|audio|video|source)\b[^>]*>/g, (element) =>
    element.replace(/ (src|poster)="(?=\/(?!\/))/g, `$&${new URL(site.url).origin}`),
  );
}
