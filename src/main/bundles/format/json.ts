import type { z } from 'zod'
import { BundleError } from '../../../shared/bundle/v1/errors.ts'
import { limits } from '../../../shared/bundle/v1/limits.ts'
import { canonical } from '../../crypto/canonical.ts'

/**
 * Parses JSON that must stand in canonical form: written again it must give the same text. That one comparison refuses
 * doubled names, spaces, fractions, unsafe numbers, odd escapes, broken UTF-8 and texts outside NFC.
 */
export function parseCanonical<T>(text: string, schema: z.ZodType<T>, name: string): T {
  if (tooDeep(text)) throw new BundleError('REFUSED_CONTENT', `${name}: nested too deeply`)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new BundleError('REFUSED_CONTENT', `${name}: not JSON`)
  }
  try {
    if (canonical(value) !== text) throw new Error('other spelling')
  } catch {
    throw new BundleError('REFUSED_CONTENT', `${name}: not canonical JSON`)
  }
  const parsed = schema.safeParse(value)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    // Only the outermost name: what lies deeper was chosen by the sender and may be a person's data.
    const where = String(issue?.path[0] ?? 'top level')
    throw new BundleError('REFUSED_CONTENT', `${name}: ${issue?.code ?? 'schema'} at ${where}`)
  }
  return parsed.data
}

/** True for text that nests deeper than a bundle may; counted before the parser recurses. */
export function tooDeep(text: string): boolean {
  let depth = 0
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (quoted) {
      if (code === 0x5c) at++
      else if (code === 0x22) quoted = false
    } else if (code === 0x22) quoted = true
    else if (code === 0x7b || code === 0x5b) {
      depth++
      if (depth > limits.depth) return true
    } else if (code === 0x7d || code === 0x5d) depth--
  }
  return false
}
