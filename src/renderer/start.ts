import { z } from 'zod'

/*
 * Imported before everything else: schemas look at this when they are made, and libraries that add a <style> of their
 * own look for the nonce when they first do. The page's policy allows neither `eval` nor a style without it.
 */
z.config({ jitless: true })

/** The nonce that the page's own policy accepts for styles; new on every load. */
export const styleNonce = document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? ''

Object.assign(globalThis, { __webpack_nonce__: styleNonce })
