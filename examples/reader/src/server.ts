// The server of the built site: the bundled files, and the pages.

import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { answer } from './http.js';
import { settings } from './settings.js';

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The bundled files by path. They are few and small, so they stay in memory, and no request reaches the disk. */
async function readFiles(): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for (const folder of ['', 'assets/']) {
    for (const entry of await readdir(`build/client/${folder}`, { withFileTypes: true })) {
      if (entry.isFile()) files.set(`/${folder}${entry.name}`, await readFile(`build/client/${folder}${entry.name}`));
    }
  }
  return files;
}

const files = await readFiles();
const server = createServer((request, response) => {
  const path = request.url?.split('?')[0] ?? '';
  const file = files.get(path);
  if (!file) return void answer(request, response);
  // The names of bundled files change with their content.
  const age = path.startsWith('/assets/') ? 'max-age=31536000, immutable' : 'max-age=3600';
  response.setHeader('Cache-Control', `public, ${age}`);
  response.setHeader('Content-Type', types[extname(path)] ?? 'application/octet-stream');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.end(request.method === 'HEAD' ? undefined : file);
});
server.listen(settings.port, settings.host, () => {
  const { port } = server.address() as AddressInfo;
  console.log(`listening on http://${settings.host}:${port}`);
});
