/// <reference types="vitest/config" />
import vue from '@vitejs/plugin-vue'
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { constants, gzipSync } from 'node:zlib'
import { defineConfig, type Plugin } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const out = process.env.WANGGE_WEB_OUT ?? here('../build/web')
const server = process.env.WANGGE_SERVER ?? 'http://127.0.0.1:8080'

function files(dir: string): string[] {
  return readdirSync(dir).flatMap((name) => {
    const path = join(dir, name)
    return statSync(path).isDirectory() ? files(path) : [path]
  })
}

/** The server sends `x.gz` instead of `x` where it stands; made once here, never while serving. */
function gzip(): Plugin {
  return {
    name: 'wangge-gzip',
    apply: 'build',
    closeBundle() {
      for (const path of files(out).filter((f) => /\.(js|css|html|svg|json)$/.test(f))) {
        const body = readFileSync(path)
        if (body.length >= 512) writeFileSync(`${path}.gz`, gzipSync(body, { level: constants.Z_BEST_COMPRESSION }))
      }
    },
  }
}

/** Files that the pages of those who work outside are made of: their chunks with all that these load, and their words. */
const outside = /^(index\.html|src\/field\/.*|src\/public\/(HomePage|SignInPage|SettingsPage)\.vue|src\/(i18n|public|case|ledger)\/locales\/[\w-]+\.json)$/

/** Writes sw.js with the list of those files (worker/sw.js). */
function serviceWorker(): Plugin {
  return {
    name: 'wangge-service-worker',
    apply: 'build',
    closeBundle() {
      const manifest = JSON.parse(readFileSync(join(out, '.vite/manifest.json'), 'utf8')) as Record<string, { file: string; css?: string[]; imports?: string[] }>
      const found = new Set(['/index.html', '/mark.svg'])
      const add = (key: string) => {
        const chunk = manifest[key]
        if (!chunk || found.has(`/${chunk.file}`)) return
        for (const file of [chunk.file, ...(chunk.css ?? [])]) found.add(`/${file}`)
        chunk.imports?.forEach(add)
      }
      Object.keys(manifest).filter((key) => outside.test(key)).forEach(add)
      const list = [...found].sort()
      const version = createHash('sha256')
      for (const file of list) version.update(file).update(readFileSync(join(out, file)))
      const text = readFileSync(here('worker/sw.js'), 'utf8')
      writeFileSync(join(out, 'sw.js'), text.replace('self.__FILES', JSON.stringify(list)).replace('${self.__VERSION}', version.digest('hex').slice(0, 16)))
    },
  }
}

/** The dev server answers deep links of the office with its own page. */
function officePages(): Plugin {
  return {
    name: 'wangge-office-pages',
    configureServer(dev) {
      dev.middlewares.use((req, _res, next) => {
        if (/^\/office(\/[^.]*)?(\?.*)?$/.test(req.url ?? '')) req.url = '/office/index.html'
        next()
      })
    },
  }
}

export default defineConfig({
  plugins: [vue(), officePages(), serviceWorker(), gzip()],
  define: { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false' },
  build: {
    outDir: out,
    emptyOutDir: true,
    manifest: true,
    target: ['chrome87', 'safari14', 'firefox78'],
    rolldownOptions: {
      input: { phone: here('index.html'), office: here('office/index.html') },
      checks: { pluginTimings: false },
      output: {
        // Few files on the first load: old phones and plain HTTP/1.1 pay for each one.
        codeSplitting: {
          groups: [
            { name: 'vue', test: /node_modules\/(vue|@vue|vue-router)\// },
            { name: 'kit', test: /src\/(wg|api|i18n\/[^/]+\.ts|prefs|routing)/ },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': server, '/tiles': server } },
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts', 'tests/**/*.test.mjs'] },
})
