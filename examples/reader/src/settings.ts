// What the environment says about this server.

export type PaperCode = 'en' | 'fa';

const { env } = process;

function paperCode(value: string): PaperCode {
  if (value === 'en' || value === 'fa') return value;
  throw new Error(`PAPER is \`${value}\`. Use \`en\` or \`fa\`.`);
}

export const settings = {
  /** Where the API is. */
  api: (env.BROADSHEET_URL || 'http://127.0.0.1:8080').replace(/\/+$/, ''),
  /** Which paper this server shows: its language, direction and words. */
  paper: paperCode(env.PAPER || 'en'),
  /** The name in the masthead, if it differs from the one of the API: an installation has one name for all its languages. */
  name: env.SITE_NAME || null,
  /** The address of this site for readers, if it differs from the public URL of the API. */
  url: env.SITE_URL?.replace(/\/+$/, '') || null,
  host: env.HOST || '127.0.0.1',
  port: Number(env.PORT || 3000),
};
