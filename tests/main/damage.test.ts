import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { stateHash } from '../../src/main/oplog/read.ts'
import type { Result } from '../../src/shared/errors.ts'
import { evacuation, member, registration } from './drafts.ts'
import { ended } from './imports-run.ts'
import { openOffice, type TestOffice } from './open-office.ts'

/** How many places of each file are spoiled; `WAYPOST_FLIPS` for a long run. */
const flips = Number(process.env['WAYPOST_FLIPS'] ?? 12)

const home = mkdtempSync(path.join(tmpdir(), 'waypost-damage-'))
const whole = path.join(home, 'whole')
const crashed = path.join(home, 'crashed')
let expected: readonly string[] = []

const hashesOf = ({ app }: TestOffice): string[] => {
  const { registry, medical } = app.stores()
  return [stateHash(registry).hash, medical ? stateHash(medical).hash : 'none']
}

beforeAll(async () => {
  const office = await openOffice({ folder: whole })
  for (let at = 0; at < 12; at++) {
    const head = member({ relationship: 'HEAD' })
    const draft = registration({ place: null, placeUnknown: 'Mosul', phone: `0770${at}` }, [head])
    await office.get('households.register', { ...draft, displacements: [] })
  }
  await office.get('cases.create', evacuation({}, {}))
  await ended(office, (await office.get('backup.start', { folder: null })).jobId)
  // A backup writes both logs back into their stores; what comes after it stands in the logs alone.
  await office.get('cases.create', evacuation({}, {}))
  expected = hashesOf(office)
  // The witness is written once the answer of the last save is on its way.
  await new Promise((resolve) => setImmediate(resolve))
  // As a crash leaves it: the last changes stand in the log beside the store and nowhere else.
  cpSync(whole, crashed, { recursive: true })
  await office.close()
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

/** Opens an office that was spoiled: what it answers, and whether its backup puts it right. */
const opened = async (
  spoil: (folder: string) => void,
  from = whole,
): Promise<{ answer: string; repaired: boolean }> => {
  const folder = path.join(home, 'spoiled')
  rmSync(folder, { recursive: true, force: true })
  cpSync(from, folder, { recursive: true })
  spoil(folder)
  const office = await openOffice({ folder, setUp: false })
  try {
    const { name, passphrase } = office
    const answer = await answered(office)
    if (answer === 'whole' || answer === 'another state') return { answer, repaired: answer === 'whole' }
    const [kept] = await office.get('backup.list', {})
    const source = { kind: 'kept', id: kept?.id ?? '' } as const
    const { stage } = await office.get('backup.inspect', { source, name, passphrase })
    await office.get('backup.restore', { stage, bringBack: false })
    const households = (await office.get('home.summary', {})).households
    return { answer, repaired: households === 12 }
  } finally {
    await office.close()
  }
}

async function answered(office: TestOffice): Promise<string> {
  const { name, passphrase } = office
  const result: Result<unknown> = await office.call('accounts.unlock', { name, passphrase })
  if (!result.ok) {
    // A wrong passphrase is what a spoiled sealed key looks like; waiting for the next try is not what this is about.
    rmSync(path.join(office.folder, 'sign-in.json'), { force: true })
    const { error } = result
    return error.kind === 'refused' || error.kind === 'storage' ? `${error.kind} ${error.reason}` : error.kind
  }
  const hashes = hashesOf(office)
  return hashes.every((hash, at) => hash === expected[at]) ? 'whole' : 'another state'
}

/** A fair sample that is the same in each run: places spread over the file, the bit changing with each. */
const places = (bytes: number): { at: number; bit: number }[] =>
  Array.from({ length: flips }, (_, n) => ({ at: Math.floor(((n + 0.37) / flips) * bytes), bit: n % 8 }))

describe.each(['registry.db', 'medical.db', 'slots.json', 'registry.keys.json', 'medical.keys.json'])('%s', (name) => {
  it('with a flipped bit is noticed or does not matter, and the backup is the way out', async () => {
    for (const { at, bit } of places(readFileSync(path.join(whole, name)).length)) {
      const { answer, repaired } = await opened((folder) => {
        const content = readFileSync(path.join(folder, name))
        content.writeUInt8(content.readUInt8(at) ^ (1 << bit), at)
        writeFileSync(path.join(folder, name), content)
        if (name.endsWith('.json')) rmSync(path.join(folder, `${name}.copy`))
      })
      expect(['whole', 'storage damaged', 'storage wrong_key', 'refused wrong_passphrase'], `byte ${at}`).toContain(
        answer,
      )
      expect(repaired, `byte ${at}, ${answer}`).toBe(true)
    }
  })

  it('cut short is noticed, and the backup is the way out', async () => {
    const { length } = readFileSync(path.join(whole, name))
    for (const share of [0, 0.1, 0.5, 0.9]) {
      const { answer, repaired } = await opened((folder) => {
        truncateSync(path.join(folder, name), Math.floor(length * share))
        if (name.endsWith('.json')) rmSync(path.join(folder, `${name}.copy`))
      })
      expect(answer, `cut to ${share}`).not.toBe('whole')
      expect(answer, `cut to ${share}`).not.toBe('another state')
      expect(repaired, `cut to ${share}, ${answer}`).toBe(true)
    }
  })
})

describe.each(['registry.db-wal', 'medical.db-wal'])('%s after a crash', (name) => {
  it('with a flipped bit is noticed or does not matter, and the backup is the way out', async () => {
    const answers = new Set<string>()
    for (const { at, bit } of places(readFileSync(path.join(crashed, name)).length)) {
      const { answer, repaired } = await opened((folder) => {
        const content = readFileSync(path.join(folder, name))
        content.writeUInt8(content.readUInt8(at) ^ (1 << bit), at)
        writeFileSync(path.join(folder, name), content)
      }, crashed)
      expect(['whole', 'storage behind', 'storage damaged'], `byte ${at}`).toContain(answer)
      expect(repaired, `byte ${at}, ${answer}`).toBe(true)
      answers.add(answer)
    }
    expect([...answers]).toContain('storage behind')
  })

  it('cut short or gone is noticed, and the backup is the way out', async () => {
    const { length } = readFileSync(path.join(crashed, name))
    for (const share of [0, 0.1, 0.5, 0.9]) {
      const { answer, repaired } = await opened(
        (folder) => truncateSync(path.join(folder, name), Math.floor(length * share)),
        crashed,
      )
      expect(answer, `cut to ${share}`).toMatch(/^storage (behind|damaged)$/)
      expect(repaired, `cut to ${share}, ${answer}`).toBe(true)
    }
  })
})

test('a witness with a flipped bit, cut short or gone loses nothing', async () => {
  const name = 'registry.witness'
  const { length } = readFileSync(path.join(whole, name))
  for (const at of [...places(length).map((place) => place.at), -1, -2]) {
    const { answer } = await opened((folder) => {
      const file = path.join(folder, name)
      const content = readFileSync(file)
      if (at === -1) rmSync(file)
      else if (at === -2) truncateSync(file, 700)
      else {
        content.writeUInt8(content.readUInt8(at) ^ 1, at)
        writeFileSync(file, content)
      }
    })
    // A new life of the store is an entry more, and changes no record.
    expect(['whole', 'another state'], `byte ${at}`).toContain(answer)
  }
})
