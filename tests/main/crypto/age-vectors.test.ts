import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { inflateSync } from 'node:zlib'
import * as vectors from 'cctv-age'
import { afterAll, describe, expect, test } from 'vitest'
import { openEnvelope } from '../../../src/main/bundles/format/envelope.ts'
import { ageDecrypt, type AgeSecret } from '../../../src/main/crypto/age.ts'
import { BundleError } from '../../../src/shared/bundle/v1/errors.ts'

/*
 * The published test vectors of the age format (C2SP/CCTV, npm cctv-age): what the specification says opens, opens to
 * the right bytes, and all else is refused, by the reader of bundles and by the small values of the key files.
 */
const folder = mkdtempSync(path.join(tmpdir(), 'waypost-vectors-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Vector {
  readonly name: string
  readonly expect: string
  readonly payload: string | undefined
  readonly secret: AgeSecret
  readonly armored: boolean
  readonly file: Buffer
}

const all: Vector[] = Object.entries(vectors as Record<string, unknown>).flatMap(([name, content]) => {
  if (!(content instanceof Uint8Array)) return []
  const bytes = Buffer.from(content)
  const end = bytes.indexOf('\n\n')
  const lines = bytes
    .toString('utf8', 0, end)
    .split('\n')
    .map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)] as const)
  const of = (key: string) => lines.find(([one]) => one === key)?.[1]
  const rest = bytes.subarray(end + 2)
  const passphrase = of('passphrase')
  const identities = lines.filter(([key]) => key === 'identity').map(([, value]) => value)
  return {
    name,
    expect: of('expect') ?? '',
    payload: of('payload'),
    secret: passphrase === undefined ? { identities } : { passphrase },
    armored: of('armored') === 'yes',
    file: of('compressed') === 'zlib' ? inflateSync(rest) : rest,
  }
})

/** Bundles and key files are never armoured, so every such file is refused, whatever it holds. */
const opens = (vector: Vector): boolean => vector.expect === 'success' && !vector.armored

const readAll = async ({ name, file, secret }: Vector): Promise<string> => {
  const at = path.join(folder, name)
  writeFileSync(at, file)
  const handle = await open(at, 'r')
  const hash = createHash('sha256')
  try {
    const watch = { onKey: () => undefined, onBytes: () => undefined }
    for await (const piece of openEnvelope(handle, secret, null, watch)) hash.update(piece)
    return hash.digest('hex')
  } finally {
    await handle.close()
  }
}

test('the collection is the one that was looked through', () => {
  expect(all).toHaveLength(143)
  expect(all.filter(opens).map(({ name }) => name)).toMatchSnapshot()
})

describe('the envelope of a bundle', () => {
  test.each(all.map((vector) => [vector.name, vector] as const))('%s', async (_name, vector) => {
    if (opens(vector)) expect(await readAll(vector)).toBe(vector.payload)
    else await expect(readAll(vector)).rejects.toBeInstanceOf(BundleError)
  })
})

describe('a small value', () => {
  test.each(all.map((vector) => [vector.name, vector] as const))('%s', async (_name, vector) => {
    const opened = ageDecrypt(vector.file, vector.secret)
    if (opens(vector))
      expect(
        createHash('sha256')
          .update(await opened)
          .digest('hex'),
      ).toBe(vector.payload)
    else await expect(opened).rejects.toThrow()
  })
})
