// Times as readers write them: in the paper's calendar and the site's time zone.

import { type Html, html } from './html.js';
import { strings } from './strings/index.js';

const styles = {
  stamp: { day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' },
  day: { day: 'numeric', month: 'long', year: 'numeric' },
  short: { day: 'numeric', month: 'short' },
  clock: { hour: '2-digit', minute: '2-digit' },
  weekday: { weekday: 'long' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

type Style = keyof typeof styles;

function dateText(time: string | Date, timeZone: string, style: Style): string {
  return new Intl.DateTimeFormat(strings.locale, { ...styles[style], timeZone }).format(new Date(time));
}

export function date(time: string, timeZone: string, style: Style): Html {
  return html`<time datetime="${time}">${dateText(time, timeZone, style)}</time>`;
}

/** The line above the name of the paper. */
export function today(timeZone: string): string {
  const now = new Date();
  return `${dateText(now, timeZone, 'weekday')} ${dateText(now, timeZone, 'day')}`;
}

/** The clock for articles of today, the day for older ones. */
export function recently(time: string, timeZone: string): Html {
  const isToday = dateText(time, timeZone, 'day') === dateText(new Date(), timeZone, 'day');
  return date(time, timeZone, isToday ? 'clock' : 'short');
}
