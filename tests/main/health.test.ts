import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { pdf } from '../../scripts/fixtures/pictures.ts'
import type { HealthReport } from '../../src/shared/contract/health.ts'
import { answer, registration, zahra } from './drafts.ts'
import { choose, ended } from './imports-run.ts'
import { openOffice, type TestOffice } from './open-office.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let office: TestOffice
beforeEach(async () => {
  office = await openOffice({ builtInPlaces: true })
  for (let n = 0; n < 5; n += 1) await answer(office, 'households.register', registration({}, zahra()))
})
afterEach(async () => {
  await office.close()
})

const look = async (): Promise<HealthReport> => {
  const job = await ended(office, (await office.get('health.check', {})).jobId)
  expect(job.error).toBeNull()
  return job.result as HealthReport
}
const wrong = ({ lines }: HealthReport) =>
  lines.flatMap(({ store, check, sound }) => (sound ? [] : [`${store} ${check}`]))
const registry = () => office.app.stores().registry

describe('a health check', () => {
  it('finds nothing in a sound office, changes nothing, and leaves no copy behind', async () => {
    const before = await office.get('bundles.stateHash', { store: 'registry' })
    const report = await look()
    expect(report.lines).toHaveLength(10)
    expect(wrong(report)).toEqual([])
    expect(await office.get('bundles.stateHash', { store: 'registry' })).toEqual(before)
    expect(existsSync(path.join(office.folder, 'health.partial'))).toBe(false)
  })

  it('finds tables that are not what the log says, and makes them anew', async () => {
    const before = await office.get('bundles.stateHash', { store: 'registry' })
    registry().raw.exec(`update person set "deleted" = 1 where id = (select id from person limit 1)`)
    expect(wrong(await look())).toEqual(['registry tables'])
    const job = await ended(office, (await office.get('health.rebuild', { store: 'registry' })).jobId)
    expect(job).toMatchObject({ state: 'done', error: null })
    expect(wrong(await look())).toEqual([])
    expect(await office.get('bundles.stateHash', { store: 'registry' })).toEqual(before)
  })

  it('says at which entry the audit log was changed', async () => {
    registry().raw.exec(`update audit set action = 'something.else' where n = 3`)
    const report = await look()
    expect(wrong(report)).toEqual(['registry audit'])
    expect(report.lines.find(({ sound }) => !sound)?.entry).toBe(3)
  })

  it('finds a page that changed on the disk while the office is open', async () => {
    expect(wrong(await look())).toEqual([])
    registry().raw.pragma('wal_checkpoint(TRUNCATE)')
    const file = path.join(office.folder, 'registry.db')
    const bytes = readFileSync(file)
    const root = Number(registry().raw.prepare(`select rootpage from sqlite_master where name = 'audit'`).pluck().get())
    const at = (root - 1) * 4096 + 2000
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
    writeFileSync(file, bytes)
    expect(wrong(await look())).toContain('registry pages')
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
    writeFileSync(file, bytes)
  })

  it('finds a photo whose bytes changed, and going back to the backup before it heals the photo', async () => {
    const owner = {
      type: 'household',
      id: (await answer(office, 'households.register', registration({}, zahra()))).id,
    } as const
    const add = async (name: string) => {
      writeFileSync(path.join(office.folder, name), Buffer.concat([pdf(1), Buffer.from(`% ${name}`.repeat(9000))]))
      const files = [{ file: choose(office, path.join(office.folder, name)), name }]
      const added = await ended(office, (await office.get('attachments.add', { owner, kind: 'receipt', files })).jobId)
      expect(added.result).toMatchObject({ added: 1 })
    }
    const here = async () => (await office.get('attachments.list', { owner })).map(({ here: where }) => where)
    await add('Before.pdf')
    const backUp = async () => (await ended(office, (await office.get('backup.start', { folder: null })).jobId)).result
    expect(await backUp()).toMatchObject({ leftOut: 0 })
    await add('Since.pdf')
    await office.lock()
    const file = path.join(office.folder, 'registry.files.db')
    const bytes = readFileSync(file)
    // In the middle of the first paper, which takes the pages from the third on.
    const at = 3 * 16_384 + 5000
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
    writeFileSync(file, bytes)
    await office.unlock()
    const report = await look()
    expect(wrong(report)).toEqual(['registry attachments'])
    expect(report.lines.find(({ sound }) => !sound)?.damaged).toBe(1)
    expect(await backUp()).toMatchObject({ leftOut: 1 })
    const kept = await office.get('backup.list', {})
    const source = { kind: 'kept', id: kept.at(-1)?.id ?? '' } as const
    const { stage } = await office.get('backup.inspect', { source, name: office.name, passphrase: office.passphrase })
    await office.get('backup.restore', { stage, bringBack: true })
    expect(wrong(await look())).toEqual([])
    expect(await here()).toEqual(['here', 'here'])
  })
})
