import { execFileSync } from 'node:child_process'
import { copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkWritten } from '../../../src/main/bundles/format/safe-file.ts'
import { readAudit, readChunks, readOps, verifyBundle } from '../../../src/main/bundles/format/read.ts'
import { checkpointHolds, receiptCode, statementHolds } from '../../../src/main/bundles/format/statements.ts'
import { writeBundle } from '../../../src/main/bundles/format/write.ts'
import { generateAgeKey } from '../../../src/main/crypto/age.ts'
import { sha256Hex } from '../../../src/main/crypto/hash.ts'
import { randomBytes } from '../../../src/main/crypto/random.ts'
import type { BundleOp } from '../../../src/shared/bundle/v1/operation.ts'
import {
  checkpoints,
  header,
  makeOps,
  newFolder,
  readInput,
  receiver,
  roster,
  stream,
  widen,
  writeInput,
} from './sample.ts'

const allOps = async (file: string, verified: Awaited<ReturnType<typeof verifyBundle>>, limit: number) => {
  const out: BundleOp[] = []
  for await (const batch of readOps(file, verified, limit)) {
    expect(batch.length).toBeLessThanOrEqual(limit)
    out.push(...batch)
  }
  return out
}

describe('a bundle', () => {
  test('gives back its operations, roster and checkpoints', async () => {
    const folder = await newFolder()
    const ops = [...makeOps(500)]
    const stages: string[] = []
    const written = await writeBundle({ ...writeInput(folder, ops), onProgress: ({ stage }) => stages.push(stage) })
    expect(path.basename(written.file)).toBe('wp-b2b2b2b2-1of1.bundle')
    expect(written.ops).toBe(500)
    expect(written.bytes).toBe((await stat(written.file)).size)
    expect(new Set(stages)).toEqual(new Set(['write', 'check']))
    expect((await readdir(folder)).toSorted()).toEqual(['wp-b2b2b2b2-1of1.bundle', 'wp-b2b2b2b2-1of1.bundle.sha256'])

    const before = await readFile(written.file)
    const verified = await verifyBundle(written.file, readInput)
    expect(verified.header).toMatchObject(header)
    expect(verified.roster).toEqual(roster)
    expect(verified.checkpoints).toEqual(checkpoints)
    expect(verified.counts).toMatchObject({ ops: 500, opsFiles: 1, chunks: 0 })
    expect(await allOps(written.file, verified, 70)).toEqual(ops)
    expect((await readFile(written.file)).equals(before)).toBe(true)
    expect(await checkWritten(written.file, written.sha256)).toBe(true)
  })

  test('carries attachment chunks and, as a backup, the audit log', async () => {
    const folder = await newFolder()
    const bodies = new Map(
      [1, 1000, 1024 * 1024].map((size) => {
        const body = randomBytes(size)
        return [sha256Hex(body), body] as const
      }),
    )
    const { file } = await writeBundle({
      ...writeInput(folder, makeOps(3)),
      header: { ...header, type: 'backup' },
      audit: stream(['{"action":"signIn","n":1}', '{"action":"export","n":2}']),
      chunks: {
        choose: (plan) => {
          expect(plan.mayTake(1_800_000_000)).toBe(true)
          plan.take([...bodies].map(([sha256, body]) => ({ sha256, size: body.length })))
          return Promise.resolve()
        },
        read: (sha256) => Promise.resolve(bodies.get(sha256) ?? Buffer.alloc(0)),
      },
    })
    const verified = await verifyBundle(file, readInput)
    expect(verified.counts).toMatchObject({ audit: 2, chunks: 3, chunkBytes: 1024 * 1024 + 1001 })
    for await (const { sha256, bytes } of readChunks(file, verified))
      expect(bodies.get(sha256)?.equals(bytes)).toBe(true)
    const audit: string[] = []
    for await (const line of readAudit(file, verified)) audit.push(line)
    expect(audit).toEqual(['{"action":"signIn","n":1}', '{"action":"export","n":2}'])
  })

  test('without operations is a receipt of a few kilobytes, with many fills several parts', async () => {
    const receipt = await writeBundle({ ...writeInput(await newFolder(), []), header: { ...header, type: 'receipt' } })
    expect(receipt.bytes).toBeLessThan(16 * 1024)
    expect((await verifyBundle(receipt.file, readInput)).counts.ops).toBe(0)

    const wide = [...makeOps(40)].map(widen)
    const { file } = await writeBundle(writeInput(await newFolder(), wide))
    const verified = await verifyBundle(file, readInput)
    expect(verified.counts.opsFiles).toBeGreaterThan(1)
    const read = await allOps(file, verified, 1000)
    expect(read.map((op) => op.hash)).toEqual(wide.map((op) => op.hash))
  }, 60_000)

  test('opens with a passphrase that was told by telephone', async () => {
    const folder = await newFolder()
    const passphrase = 'lantern orbit maple thirty canyon brisk'
    const { file } = await writeBundle({ ...writeInput(folder, makeOps(2)), recipients: [], passphrase })
    const verified = await verifyBundle(file, { ...readInput, identities: [], passphrase })
    expect(await allOps(file, verified, 10)).toHaveLength(2)
    await expect(verifyBundle(file, { ...readInput, passphrase: 'another' })).rejects.toMatchObject({
      code: 'WRONG_PASSPHRASE',
    })
    await expect(verifyBundle(file, readInput)).rejects.toMatchObject({ code: 'WRONG_PASSPHRASE' })
  }, 60_000)

  test('is not finished when somebody cancels, and leaves nothing', async () => {
    const folder = await newFolder()
    const staging = await newFolder()
    let asked = 0
    const job = { ...writeInput(folder, makeOps(50)), stagingFolder: staging, cancelled: () => ++asked > 2 }
    await expect(writeBundle(job)).rejects.toMatchObject({ error: { kind: 'cancelled' } })
    expect(await readdir(folder)).toEqual([])
    expect(await readdir(staging)).toEqual([])
  })

  test('replaces the partial file of an interrupted export', async () => {
    const folder = await newFolder()
    await writeFile(path.join(folder, '~wp-0000aaaa-1of1.bundle.partial'), 'half')
    await writeBundle(writeInput(folder, makeOps(1)))
    expect((await readdir(folder)).some((name) => name.endsWith('.partial'))).toBe(false)
  })

  test('names a folder that is gone', async () => {
    const folder = path.join(await newFolder(), 'unplugged')
    await expect(writeBundle(writeInput(folder, makeOps(1)))).rejects.toMatchObject({
      error: { kind: 'storage', reason: 'gone' },
    })
  })

  test('read between two readings by an exchanged file is refused', async () => {
    const folder = await newFolder()
    const first = await writeBundle({ ...writeInput(folder, makeOps(5)), name: 'first.bundle' })
    const second = await writeBundle({ ...writeInput(folder, makeOps(5)), name: 'second.bundle' })
    const verified = await verifyBundle(first.file, readInput)
    await copyFile(second.file, first.file)
    await expect(allOps(first.file, verified, 10)).rejects.toMatchObject({ code: 'DAMAGED' })
  })
})

describe('statements', () => {
  test('hold as signed and fail when a word changes', () => {
    const [statement] = roster.statements
    const [checkpoint] = checkpoints
    if (!statement || !checkpoint) throw new Error('sample is empty')
    expect(statementHolds(statement)).toBe(true)
    expect(statementHolds({ ...statement, version: 2 })).toBe(false)
    expect(checkpointHolds(checkpoint)).toBe(true)
    expect(checkpointHolds({ ...checkpoint, size: 21 })).toBe(false)
  })

  test('a receipt code depends on set and receiver', () => {
    const code = receiptCode('ef'.repeat(32), header.set, 'aa'.repeat(16))
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{12}$/)
    expect(receiptCode('ef'.repeat(32), header.set, 'ab'.repeat(16))).not.toBe(code)
  })
})

const installed = (program: string) => {
  try {
    execFileSync('which', [program], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const run = (program: string, args: string[], cwd: string) => execFileSync(program, args, { cwd, encoding: 'utf8' })

describe.runIf(['age', 'tar', 'zstd', 'sha256sum'].every(installed))('the standard programs', () => {
  test('open and verify a bundle', async () => {
    const folder = await newFolder()
    const { file, sha256 } = await writeBundle(writeInput(folder, makeOps(20)))
    expect(run('sha256sum', ['-c', '--warn', `${path.basename(file)}.sha256`], folder)).toContain('OK')
    expect(run('sha256sum', [file], folder)).toContain(sha256)
    const bare = path.join(folder, 'bare')
    await mkdir(bare)
    await writeFile(path.join(bare, 'key.txt'), `${receiver.identity}\n`, { mode: 0o600 })
    run('age', ['-d', '-i', 'key.txt', '-o', 'bundle.tar', file], bare)
    run('tar', ['xf', 'bundle.tar'], bare)
    const bag = path.join(bare, 'bag')
    run('sha256sum', ['-c', '--strict', '--quiet', 'manifest-sha256.txt'], bag)
    run('sha256sum', ['-c', '--strict', '--quiet', 'tagmanifest-sha256.txt'], bag)
    const lines = run('zstd', ['-dc', 'data/ops/000001.ndjson.zst'], bag).trimEnd().split('\n')
    expect(lines).toHaveLength(20)
    await rm(bare, { recursive: true })
  })

  test('make an envelope this reader takes', async () => {
    const folder = await newFolder()
    const { file } = await writeBundle(writeInput(folder, makeOps(4)))
    const other = await generateAgeKey()
    await writeFile(path.join(folder, 'key.txt'), `${receiver.identity}\n`, { mode: 0o600 })
    run('age', ['-d', '-i', 'key.txt', '-o', 'plain.tar', file], folder)
    run('age', ['-r', other.recipient, '-o', 'again.bundle', 'plain.tar'], folder)
    const again = path.join(folder, 'again.bundle')
    expect((await verifyBundle(again, { ...readInput, identities: [other.identity] })).counts.ops).toBe(4)
    await expect(verifyBundle(again, readInput)).rejects.toMatchObject({ code: 'WRONG_KEY' })
  })
})
