// Chromium without Electron has no custom schemes, so a page of app://waypost lives at https://waypost.app.invalid.
// Everything the application sees is mapped back.

const schemes = new Set<string>()

/** Makes a scheme known; only then are its addresses mapped. */
export const addScheme = (scheme: string): void => {
  schemes.add(scheme)
}

/** Answers the address Chromium uses for an address of the application. */
export const toBrowser = (url: string): string => {
  const parsed = URL.parse(url)
  const scheme = parsed?.protocol.slice(0, -1) ?? ''
  if (!parsed || !schemes.has(scheme)) return url
  return `https://${parsed.host}.${scheme}.invalid${parsed.pathname || '/'}${parsed.search}${parsed.hash}`
}

/** Answers the address of the application for an address Chromium uses. */
export const toApplication = (url: string): string => {
  const parsed = URL.parse(url)
  if (parsed?.protocol !== 'https:') return url
  const match = /^(.+)\.([a-z][a-z0-9+.-]*)\.invalid$/.exec(parsed.host)
  const [host, scheme] = [match?.[1], match?.[2]]
  if (!host || !scheme || !schemes.has(scheme)) return url
  return `${scheme}://${host}${parsed.pathname}${parsed.search}${parsed.hash}`
}
