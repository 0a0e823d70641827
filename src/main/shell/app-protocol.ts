import { randomBytes } from '../crypto/random.ts'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { protocol, type Session } from 'electron'

export const appOrigin = 'app://waypost'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
}

/** The policy every page gets (architecture, section 8). The nonce is new for each load. */
const contentSecurityPolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

/** Must run before the app is ready. */
export const declareScheme = (): void => {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Serves the renderer build at app://waypost, and nothing outside its folder. */
export const serveRenderer = (session: Session, folder: string): void => {
  session.protocol.handle('app', async (request) => {
    const url = new URL(request.url)
    if (url.host !== 'waypost' || request.method !== 'GET') return new Response(null, { status: 404 })
    const file = path.normalize(path.join(folder, decodeURIComponent(url.pathname)))
    const type = types[path.extname(file)]
    if (!file.startsWith(folder + path.sep) || type === undefined) return new Response(null, { status: 404 })
    let body: Buffer
    try {
      body = await readFile(file)
    } catch {
      return new Response(null, { status: 404 })
    }
    const nonce = randomBytes(16).toString('base64')
    const content = type.startsWith('text/html')
      ? Buffer.from(body.toString('utf8').replaceAll('__CSP_NONCE__', nonce))
      : body
    return new Response(new Uint8Array(content), {
      headers: {
        'content-type': type,
        'content-security-policy': contentSecurityPolicy(nonce),
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      },
    })
  })
}
