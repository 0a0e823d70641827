import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Row } from './measure.ts'

/** The JavaScript a window loads before it shows anything: what index.html names, compressed. */
export const firstLoadRow = async (renderer: string): Promise<Row> => {
  const page = await readFile(path.join(renderer, 'index.html'), 'utf8')
  const files = new Set([...page.matchAll(/(?:src|href)="\.?\/?([^"]+\.m?js)"/g)].map(([, file]) => file ?? ''))
  if (files.size === 0) throw new Error('index.html names no script')
  let bytes = 0
  for (const file of files) bytes += gzipSync(await readFile(path.join(renderer, file))).length
  return {
    measure: `first load, ${files.size} scripts, gzip`,
    value: bytes / 1_000_000,
    unit: 'MB',
    target: { kind: 'value', most: 1.2 },
  }
}
