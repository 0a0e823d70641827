/** What a file name inside a bundle stands for. */
export type FileKind =
  | 'bagit'
  | 'header'
  | 'roster'
  | 'checkpoints'
  | 'ops'
  | 'audit'
  | 'chunk'
  | 'bagInfo'
  | 'manifest'
  | 'tagManifest'
  | 'signature'

/** The fixed names, in the order in which they stand. */
export const names = {
  bagit: 'bag/bagit.txt',
  header: 'bag/data/header.json',
  roster: 'bag/data/roster.json',
  checkpoints: 'bag/data/checkpoints.json',
  bagInfo: 'bag/bag-info.txt',
  manifest: 'bag/manifest-sha256.txt',
  tagManifest: 'bag/tagmanifest-sha256.txt',
  signature: 'bag/signature.json',
} as const

const order: FileKind[] = [
  'bagit',
  'header',
  'roster',
  'checkpoints',
  'ops',
  'audit',
  'chunk',
  'bagInfo',
  'manifest',
  'tagManifest',
  'signature',
]

/** The place of a kind in the required order. */
export const rank = (kind: FileKind): number => order.indexOf(kind)

/** The name of the i-th (from 1) operations or audit part. */
export const partName = (kind: 'ops' | 'audit', i: number): string =>
  `bag/data/${kind}/${String(i).padStart(6, '0')}.ndjson.zst`

/** The name of an attachment chunk. */
export const chunkName = (sha256: string): string => `bag/data/chunks/${sha256}`

/** What a name stands for, or null when no file of a bundle has it. Names never become paths. */
export function kindOf(name: string): FileKind | null {
  for (const kind of order) if (kind in names && Reflect.get(names, kind) === name) return kind
  if (/^bag\/data\/ops\/[0-9]{6}\.ndjson\.zst$/.test(name)) return 'ops'
  if (/^bag\/data\/audit\/[0-9]{6}\.ndjson\.zst$/.test(name)) return 'audit'
  if (/^bag\/data\/chunks\/[0-9a-f]{64}$/.test(name)) return 'chunk'
  return null
}

/** The file name of a volume on a stick: nothing about people or places. All of a set begin alike. */
export const volumeName = (set: string, volume: { i: number; n: number }): string =>
  `wp-${set.slice(0, 8)}-${volume.i}of${volume.n}.bundle`
