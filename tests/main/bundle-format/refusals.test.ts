import { open, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { verifyBundle } from '../../../src/main/bundles/format/read.ts'
import { writeBundle } from '../../../src/main/bundles/format/write.ts'
import { generateAgeKey } from '../../../src/main/crypto/age.ts'
import { outcomeOf as outcome } from './every-byte.ts'
import { hostileBags } from './hostile-bags.ts'
import { hostileLines, partOf } from './hostile-lines.ts'
import { forge } from './hostile.ts'
import { makeOps, newFolder, readInput, widen, writeInput } from './sample.ts'

describe('one block', () => {
  let whole = Buffer.alloc(0)
  beforeAll(async () => {
    const written = await writeBundle(writeInput(await newFolder(), makeOps(2)))
    whole = await readFile(written.file)
  })

  test('without a sidecar: a damaged last block counts as cut, a foreign file is no bundle', async () => {
    const bare = path.join(await newFolder(), 'bare.bundle')
    const flipped = Buffer.from(whole)
    flipped.writeUInt8(flipped.readUInt8(whole.length - 5) ^ 4, whole.length - 5)
    await writeFile(bare, flipped)
    expect(await outcome(bare, readInput)).toBe('CUT_SHORT')
    await writeFile(bare, Buffer.concat([whole, Buffer.alloc(70_000)]))
    expect(await outcome(bare, readInput)).toBe('DAMAGED')
    await writeFile(bare, 'PK\u0003\u0004 an ordinary archive')
    expect(await outcome(bare, readInput)).toBe('NOT_A_BUNDLE')
  })
})

test('of several blocks: a flip is damage, except in the last one; every cut is a cut', async () => {
  const written = await writeBundle(writeInput(await newFolder(), [...makeOps(1)].map(widen)))
  await rm(`${written.file}.sha256`)
  const whole = await readFile(written.file)
  const start = whole.indexOf(10, whole.indexOf('\n--- ') + 1) + 1 + 16
  const blocks = Math.ceil((whole.length - start) / 65_552)
  expect(blocks).toBeGreaterThan(5)
  const inPlace = await open(written.file, 'r+')
  for (let i = 0; i < 60; i++) {
    const at = start + Math.floor(((i + 0.5) * (whole.length - start)) / 60)
    await inPlace.write(Buffer.of(whole.readUInt8(at) ^ (1 << (i % 8))), 0, 1, at)
    const last = Math.floor((at - start) / 65_552) === blocks - 1
    expect([await outcome(written.file, readInput), at]).toEqual([last ? 'CUT_SHORT' : 'DAMAGED', at])
    await inPlace.write(whole, at, 1, at)
  }
  expect(await outcome(written.file, readInput)).toBe('accepted')
  const edges = Array.from({ length: blocks }, (_, i) => start + i * 65_552).flatMap((at) => [
    at - 1,
    at,
    at + 1,
    at + 16,
  ])
  for (const size of [...edges, whole.length - 1].toSorted((a, b) => b - a)) {
    if (size >= whole.length) continue
    await inPlace.truncate(size)
    expect([await outcome(written.file, readInput), size]).toEqual(['CUT_SHORT', size])
  }
  await inPlace.close()
}, 120_000)

describe('keys and senders', () => {
  test('each has its own class', async () => {
    const { file } = await writeBundle(writeInput(await newFolder(), makeOps(1)))
    const stranger = await generateAgeKey()
    expect(await outcome(file, { ...readInput, identities: [stranger.identity] })).toBe('WRONG_KEY')
    expect(await outcome(file, { ...readInput, identities: [] })).toBe('WRONG_KEY')
    expect(await outcome(file, { ...readInput, passphrase: 'some words' })).toBe('WRONG_KEY')
    const retired = [stranger.identity, ...readInput.identities]
    expect(await outcome(file, { ...readInput, identities: retired })).toBe('accepted')
    expect(await outcome(file, { ...readInput, office: 'KEN' })).toBe('NOT_FOR_THIS_OFFICE')
    expect(await outcome(file, { ...readInput, trust: () => 'unknown' })).toBe('UNKNOWN_SENDER')
    expect(await outcome(file, { ...readInput, trust: () => 'revoked' })).toBe('REVOKED_SENDER')
  })
})

describe('a bundle made and signed by an enrolled office', () => {
  test('is accepted when it keeps every rule', async () => {
    expect(await outcome(await forge(await newFolder(), {}), readInput)).toBe('accepted')
    expect(await outcome(await forge(await newFolder(), { parts: [partOf({})], counts: { ops: 1 } }), readInput)).toBe(
      'accepted',
    )
    const skeleton = partOf({ fields: {}, salt: '', phash: 'ab'.repeat(32) })
    expect(await outcome(await forge(await newFolder(), { parts: [skeleton], counts: { ops: 1 } }), readInput)).toBe(
      'accepted',
    )
  })

  test.each([...hostileBags, ...hostileLines])('%s', async (_name, forgery, message) => {
    await expect(verifyBundle(await forge(await newFolder(), forgery), readInput)).rejects.toThrow(message)
  })
})
