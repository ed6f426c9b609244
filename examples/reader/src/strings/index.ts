// The words of a paper.

import type { ArticleType, CorrectionKind, TagType } from '../api.js';
import { settings, type PaperCode } from '../settings.js';
import { en } from './en.js';
import { fa } from './fa.js';

export interface Strings {
  /** The locale of dates and numbers. */
  locale: string;
  dir: 'ltr' | 'rtl';
  skip: string;
  home: string;
  sections: string;
  breadcrumb: string;
  updated: string;
  published: string;
  newsId: string;
  mostRead: string;
  latest: string;
  tags: string;
  related: string;
  corrections: string;
  breaking: string;
  types: Partial<Record<ArticleType, string>>;
  tagTypes: Record<TagType, string>;
  correctionKinds: Record<CorrectionKind, string>;
  pages: string;
  older: string;
  newer: string;
  nothingYet: string;
  search: {
    title: string;
    label: string;
    submit: string;
    results: (query: string) => string;
    nothing: (query: string) => string;
    didYouMean: string;
  };
  comments: {
    title: string;
    none: string;
    removed: string;
    likes: (count: string) => string;
    reply: string;
    replyTo: (name: string) => string;
    moreReplies: string;
    older: string;
    newer: string;
    form: string;
    name: string;
    email: string;
    emailHint: string;
    text: string;
    website: string;
    submit: string;
    held: string;
    shown: string;
    closed: string;
    orphan: string;
    moderated: string;
    /** What is wrong with a field, by the code of the fault. Other faults are told in the words of the API. */
    faults: Record<string, string>;
  };
  /** What a page says about a problem, by its code. */
  problems: Record<string, { title: string; text: string }>;
  failure: { title: string; text: string };
  retry: (seconds: string) => string;
  feed: (format: string) => string;
  footer: string;
}

const papers: Record<PaperCode, Strings> = { en, fa };
export const strings = papers[settings.paper];

export function number(value: number): string {
  return new Intl.NumberFormat(strings.locale, { useGrouping: false }).format(value);
}
