import path from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { messages } from './src/platform/i18n/vite-plugin.ts'

/** The staff application: `index.html` and everything under `src/web` and the modules' `ui` folders, built to `dist/web`. */
export default defineConfig({
  plugins: [react(), messages()],
  publicDir: path.resolve(import.meta.dirname, 'src/web/public'),
  // the server puts each answer's own in its place
  html: { cspNonce: '__NONCE__' },
  build: {
    outDir: 'dist/web',
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 1200,
    // one sheet of style for the whole application: screens are small and share it
    cssCodeSplit: false,
  },
  server: { port: 5173, proxy: { '/api': 'http://127.0.0.1:3000', '/r/': 'http://127.0.0.1:3000' } },
})
