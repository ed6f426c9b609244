// The addresses of the script and style sheet: the sources in development, the bundled files after a build.

import { readFileSync } from 'node:fs';

interface Assets {
  scripts: string[];
  styles: string[];
  icon: string;
}

let bundled: Assets | undefined;

export function assets(): Assets {
  if (import.meta.env.DEV) {
    return { scripts: ['/@vite/client', '/src/client.ts'], styles: ['/src/style.css'], icon: '/icon.svg' };
  }
  bundled ??= readManifest();
  return bundled;
}

function readManifest(): Assets {
  const text = readFileSync('build/client/.vite/manifest.json', 'utf8');
  const manifest = JSON.parse(text) as Record<string, { file: string }>;
  const file = (source: string) => `/${manifest[source]?.file ?? ''}`;
  return { scripts: [file('src/client.ts')], styles: [file('src/style.css')], icon: '/icon.svg' };
}
