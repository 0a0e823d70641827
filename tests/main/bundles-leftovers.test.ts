import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { family } from '../../scripts/demo-people.ts'
import { opsBeyond } from '../../src/main/bundles/selection.ts'
import { isSkeleton, type BundleOp } from '../../src/shared/bundle/v1/operation.ts'
import { beginNewLife } from '../../src/main/oplog/new-life.ts'
import { erase } from '../../src/main/oplog/redact.ts'
import { change } from '../../src/main/oplog/save.ts'
import { household } from '../../src/shared/records/household.ts'
import { choose, ended } from './imports-run.ts'
import type { TestOffice } from './open-office.ts'
import { check, openOffices, take } from './two-offices.ts'

let world: Awaited<ReturnType<typeof openOffices>>
let erbil: TestOffice
let baghdad: TestOffice

beforeEach(async () => {
  world = await openOffices(['EBL', 'BGD'], true)
  const [one, other] = world.offices
  if (!one || !other) throw new Error('no offices')
  erbil = one
  baghdad = other
})
afterEach(() => world.close())

const storeOf = (office: TestOffice) => office.app.stores().registry
const eraseIn = async (office: TestOffice, type: string, entity: string) => {
  await office.ctx.write('registry', async (trx) => {
    await Promise.resolve(erase(trx, { type, entity, number: null }))
  })
}

describe('records that are erased while a bundle is written', () => {
  it('leave with their erasure: nobody gets an emptied operation without the reason', async () => {
    const { id: before } = await erbil.get('households.register', family)
    // More than are read at a time.
    await erbil.ctx.write('registry', async (trx) => {
      for (let at = 0; at < 2000; at++) await change(trx, household, before, { notes: `note ${at}` })
    })
    const { id } = await erbil.get('households.register', family)
    const store = storeOf(erbil)
    const hex = String(store.prepare("select value from storeMeta where key = 'replica'").pluck().get())
    let paused = 0
    const tools = {
      progress: () => undefined,
      pause: async () => {
        paused += 1
        if (paused === 1) await eraseIn(erbil, 'household', id)
      },
    }
    const theirs = new Map([[hex, [{ first: 1, last: 1 }]]])
    const lines: BundleOp[] = []
    const selection = { where: () => '1 = 1', has: () => true }
    for await (const run of opsBeyond(store, { selection, theirs, total: 1 }, tools))
      if (Buffer.isBuffer(run))
        for (const line of run.toString().trim().split('\n')) lines.push(JSON.parse(line) as BundleOp)
    const own = lines.filter(({ entity }) => entity === id)
    expect(paused).toBeGreaterThan(1)
    expect(own.some((op) => op.kind !== 'erase' && isSkeleton(op))).toBe(true)
    expect(own.at(-1)?.kind).toBe('erase')
  })
})

describe('what was said of a bundle before it was taken in', () => {
  it('keeps no name of somebody who is erased, also where a record was called after them', async () => {
    const { id } = await erbil.get('households.register', family)
    await take(baghdad, (await world.write(erbil, baghdad)).file)
    await take(erbil, (await world.write(baghdad, erbil)).file)
    await erbil.get('households.update', { id, patch: { notes: 'written in Erbil' } })
    const { changed } = await check(baghdad, (await world.write(erbil, baghdad, { content: 'lacking' })).file)
    const name = String(Object.values(changed.samples[0]?.name ?? {})[0])
    expect(name.length).toBeGreaterThan(3)
    const said = () => JSON.stringify(storeOf(baghdad).prepare('select details from bundleJournal').all())
    expect(said()).toContain(name)
    const head = storeOf(baghdad).prepare('select head from household where id = ?').pluck().get(id)
    await eraseIn(baghdad, 'person', String(head))
    expect(said()).not.toContain(name)
  })
})

describe('a bundle whose copy is gone, as after a restored backup', () => {
  it('asks for the file again, and goes on with it', async () => {
    const { file } = await world.write(erbil, baghdad)
    const { bundle } = await check(baghdad, file)
    const inbox = path.join(baghdad.folder, 'inbox')
    mkdirSync(inbox, { recursive: true })
    storeOf(baghdad).prepare("update bundleJournal set details = json_set(details, '$.inbox', 'aa.bundle')").run()
    const job = await ended(baghdad, (await baghdad.get('bundles.apply', { bundle })).jobId)
    expect(job.error).toMatchObject({ kind: 'refused', reason: 'bundle_file_gone' })
    await take(baghdad, file)
  })
})

describe('a stick that is pulled out while it is read', () => {
  it('is named, and not the disk with the records', async () => {
    const { file } = await world.write(erbil, baghdad)
    const gone = { kind: 'storage', reason: 'gone' }
    const [there, here] = [choose(baghdad, file), choose(erbil, file)]
    const folder = choose(erbil, path.join(world.stick, 'not-there'))
    rmSync(file)
    const read = await ended(baghdad, (await baghdad.get('bundles.verify', { file: there })).jobId)
    expect(read.error).toMatchObject(gone)
    const again = await ended(erbil, (await erbil.get('bundles.recheck', { file: here })).jobId)
    expect(again.error).toMatchObject(gone)
    expect(await erbil.call('roster.invite', { folder, name: 'Desk', medical: false })).toMatchObject({ error: gone })
    expect((await erbil.get('roster.status', {})).invitations).toEqual([])
  })
})

describe('files that a crash left', () => {
  it('go at the next sign-in, and those of a bundle that waits stay', async () => {
    const { bundle } = await check(baghdad, (await world.write(erbil, baghdad)).file)
    const inbox = path.join(baghdad.folder, 'inbox')
    const waiting = readdirSync(inbox)
    expect(waiting.length).toBeGreaterThan(0)
    writeFileSync(path.join(inbox, `${'ab'.repeat(12)}.bundle`), 'cut off')
    const staged = path.join(baghdad.folder, 'waypost-packing-aB3xYz')
    mkdirSync(staged)
    writeFileSync(path.join(staged, 'stage-00.tmp'), 'cut off')
    await baghdad.lock()
    await baghdad.unlock()
    await expect.poll(() => existsSync(staged)).toBe(false)
    expect(readdirSync(inbox)).toEqual(waiting)
    expect((await ended(baghdad, (await baghdad.get('bundles.apply', { bundle })).jobId)).error).toBeNull()
    expect(readdirSync(inbox)).toEqual([])
  })
})

describe('the code of a receipt', () => {
  it('does not say that records arrived which the receipt does not hold', async () => {
    await baghdad.get('households.register', family)
    const { preview } = await take(erbil, (await world.write(baghdad, erbil, { content: 'receipt' })).file)
    const { code } = await erbil.get('bundles.receiptCode', { bundle: preview.bundle })
    const standing = async () =>
      (await baghdad.get('bundles.standing', {})).find(({ store }) => store === 'registry')?.changes
    const before = await standing()
    expect(before).toBeGreaterThan(0)
    await baghdad.get('bundles.confirm', { bundle: preview.bundle, code })
    expect(await standing()).toBe(before)
  })

  it('of a life before a restore says nothing of what the laptop holds now', async () => {
    await erbil.get('households.register', family)
    const { preview } = await take(baghdad, (await world.write(erbil, baghdad)).file)
    const { code } = await baghdad.get('bundles.receiptCode', { bundle: preview.bundle })
    await baghdad.ctx.write('registry', async (trx) => {
      await Promise.resolve(beginNewLife(trx.session))
    })
    await take(erbil, (await world.write(baghdad, erbil)).file)
    await expect(erbil.get('bundles.confirm', { bundle: preview.bundle, code })).rejects.toMatchObject({
      error: { reason: 'wrong_receipt_code' },
    })
  })
})
