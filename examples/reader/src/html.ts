// HTML as a type of its own: a string can only become HTML by being escaped, or by `trusted`.

export class Html {
  constructor(readonly text: string) {}
}

type Value = Html | string | number | null | undefined | false | readonly Value[];

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function render(value: Value): string {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return value.map(render).join('');
  return String(value).replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** A template whose values are escaped unless they are HTML already. Attribute values in it need quotation marks. */
export function html(parts: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(parts.map((part, i) => part + (i < values.length ? render(values[i]) : '')).join(''));
}

/**
 * HTML that the API delivers: `body.html` and `highlights`. The API promises that it is safe: bodies hold only elements and
 * attributes of a short list (no scripts, styles, frames or event handlers), highlights hold only `<mark>` and escaped text.
 * Nothing else may be passed to this function. The pages' Content-Security-Policy is the second line of defence.
 */
export function trusted(text: string): Html {
  return new Html(text);
}

/** JSON-LD for a page. Without `<`, no text in it can end the script element. */
export function jsonLd(json: string): Html {
  return new Html(`<script type="application/ld+json">${json.replace(/</g, '\\u003c')}</script>`);
}

/** The URL if a link may lead there, else null. Escaping alone does not stop `javascript:`. */
export function webUrl(url: string): string | null {
  return /^(https?:\/\/|mailto:|\/(?!\/))/i.test(url) ? url : null;
}
