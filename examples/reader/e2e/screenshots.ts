// Pictures of the site for its README.

import { mkdir } from 'node:fs/promises';
import { withPage } from './browser.js';
import type { Context } from './context.js';

export async function takeScreenshots({ browser, en, fa, persianPath, ferry }: Context, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const shots = [
    { name: 'front', url: `${en}/`, width: 1280, height: 1500 },
    { name: 'article', url: en + ferry.path, width: 1280, height: 1500 },
    { name: 'front-rtl', url: `${fa}/`, width: 1280, height: 1300 },
    { name: 'article-rtl-phone', url: fa + persianPath, width: 390, height: 1200, isDark: true },
  ];
  for (const { name, url, width, height, isDark } of shots) {
    await withPage(browser, url, { width, isDark }, async (page) => {
      await page.setViewport({ width, height });
      await page.waitForNetworkIdle();
      await page.screenshot({ path: `${folder}/${name}.webp`, type: 'webp', quality: 72 });
    });
  }
}
