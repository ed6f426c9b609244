// Bundles the script and the style sheet of the pages. In development it also serves the pages, from the sources.

import { defineConfig, type Plugin } from 'vite';

const pages: Plugin = {
  name: 'pages',
  configureServer(vite) {
    // The function that is returned runs after Vite's own middlewares, so Vite serves its files first.
    return () => {
      vite.middlewares.use(async (request, response, next) => {
        try {
          const { answer } = (await vite.ssrLoadModule('/src/http.ts')) as typeof import('./src/http.js');
          request.url = request.originalUrl;
          await answer(request, response);
        } catch (error) {
          next(error);
        }
      });
    };
  },
};

export default defineConfig(({ isSsrBuild }) => ({
  appType: 'custom',
  plugins: [pages],
  server: { host: '127.0.0.1', port: 3000 },
  build: {
    outDir: 'build/client',
    assetsInlineLimit: 0,
    copyPublicDir: !isSsrBuild,
    modulePreload: false,
    ...(isSsrBuild ? {} : { manifest: true, rolldownOptions: { input: ['src/client.ts', 'src/style.css'] } }),
  },
}));
