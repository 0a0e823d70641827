/**
 * Makes the pair of functions that carry a value between main and the preload as text: JSON, `undefined`, dates and
 * bytes. It is self-contained because its source also runs in the preload's world. Anything else throws, as Electron
 * does for what cannot be cloned; Electron clones more than this (maps, sets), which the contract does not allow.
 */
export const makeCarrier = () => {
  const toBase64 = (bytes: Uint8Array): string =>
    typeof Buffer === 'undefined'
      ? (bytes as unknown as { toBase64(): string }).toBase64()
      : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
  const fromBase64 = (text: string): Uint8Array =>
    typeof Buffer === 'undefined'
      ? (Uint8Array as unknown as { fromBase64(text: string): Uint8Array }).fromBase64(text)
      : new Uint8Array(Buffer.from(text, 'base64'))
  const isRecord = (value: object): value is Record<string, unknown> => {
    const prototype: unknown = Object.getPrototypeOf(value)
    return prototype === null || Object.getPrototypeOf(prototype) === null
  }
  const isJson = (value: unknown): boolean => {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
    if (typeof value === 'number') return Number.isFinite(value)
    if (typeof value !== 'object') return false
    if (Array.isArray(value)) return value.every(isJson)
    if (!isRecord(value) || '$' in value) return false
    for (const key in value) if (!isJson(value[key])) return false
    return true
  }
  const tag = (value: unknown): unknown => {
    if (isJson(value)) return value
    if (value === undefined) return { $: 'undefined' }
    if (typeof value === 'number') return { $: 'number', value: String(value) }
    if (typeof value !== 'object' || value === null) throw new Error('An object could not be cloned.')
    if (Array.isArray(value)) return value.map(tag)
    if (value instanceof Uint8Array) return { $: 'bytes', value: toBase64(value) }
    if (value instanceof Date) return { $: 'date', value: value.getTime() }
    if (isRecord(value)) return { $: 'record', value: Object.entries(value).map(([key, item]) => [key, tag(item)]) }
    throw new Error(
      `An object could not be cloned: ${value.constructor.name}. The boundary carries JSON and Uint8Array.`,
    )
  }
  const untag = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map(untag)
    const record = value as Record<string, unknown>
    switch (record['$']) {
      case 'undefined':
        return undefined
      case 'number':
        return Number(record['value'])
      case 'bytes':
        return fromBase64(String(record['value']))
      case 'date':
        return new Date(Number(record['value']))
      case 'record':
        return Object.fromEntries((record['value'] as [string, unknown][]).map(([key, item]) => [key, untag(item)]))
      default:
        return Object.fromEntries(Object.entries(record).map(([key, item]) => [key, untag(item)]))
    }
  }
  // The first character says whether there is anything to untag: most values are plain JSON and skip the walk.
  return {
    encode: (value: unknown): string =>
      isJson(value) ? `j${JSON.stringify(value)}` : `t${JSON.stringify(tag(value))}`,
    decode: (text: string): unknown => {
      const value: unknown = JSON.parse(text.slice(1))
      return text.startsWith('t') ? untag(value) : value
    },
  }
}
