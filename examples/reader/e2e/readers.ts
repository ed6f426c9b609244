// The two papers, each served by the built server on a free port.

import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const running: ChildProcess[] = [];

/** Starts a paper and returns its address. */
export async function startReader(paper: 'en' | 'fa', name?: string): Promise<string> {
  const env = { ...process.env, PAPER: paper, PORT: '0', SITE_NAME: name };
  const child = spawn(process.execPath, ['build/server/server.js'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  running.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    const url = line.match(/^listening on (.*)$/)?.[1];
    if (url) return url;
  }
  throw new Error(`the ${paper} paper does not start`);
}

export function stopReaders(): void {
  for (const child of running) child.kill();
}
