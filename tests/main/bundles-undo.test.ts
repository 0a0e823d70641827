import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { family, patientCase } from '../../scripts/demo-people.ts'
import { importOf, whyNot } from '../../src/main/bundles/undo-check.ts'
import { beginNewLife } from '../../src/main/oplog/new-life.ts'
import { erase } from '../../src/main/oplog/redact.ts'
import { undoResult } from '../../src/shared/contract/exchange.ts'
import { member } from './drafts.ts'
import { ended } from './imports-run.ts'
import type { TestOffice } from './open-office.ts'
import { accept, check, openOffices, stateOf, take } from './two-offices.ts'

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

const rowOf = async (office: TestOffice, bundle: string) =>
  (await office.get('bundles.history', {})).find((row) => row.bundle === bundle)

const takeBack = async (office: TestOffice, bundle: string) =>
  await ended(office, (await office.get('bundles.undo', { bundle })).jobId)

const bring = async () => await take(baghdad, (await world.write(erbil, baghdad)).file)

/** Everything an import could leave behind, beside the journal and the activity log. */
const tracesIn = (office: TestOffice) => {
  const { registry } = office.ctx.account.stores()
  const all = (sql: string) => registry.raw.prepare(sql).all()
  return {
    known: all('select r.hex, k.first, k.last from knownRange k join replica r on r.id = k.replica order by 1, 2'),
    heads: all('select type, entity, register, n, value from head order by 1, 2, 3, 4'),
    conflicts: all('select * from conflict order by 1, 2, 3'),
    names: all('select id, tokens, skeletons from nameEntry order by id'),
    acknowledged: all('select * from acknowledged'),
    deferred: all('select * from deferred'),
    quarantine: all('select * from quarantine'),
    runs: all('select * from bundleRun'),
  }
}

describe('taking an import back', () => {
  it('leaves the store as it was, tells so, and lets the same bundle be taken in again', async () => {
    await erbil.get('households.register', family)
    const before = { state: await stateOf(baghdad), traces: tracesIn(baghdad) }
    const { file } = await world.write(erbil, baghdad)
    const { preview } = await take(baghdad, file)
    const with_ = await stateOf(baghdad)
    expect((await rowOf(baghdad, preview.bundle))?.undo).toEqual({ can: true, why: null })
    const plan = await baghdad.get('bundles.undoPlan', { bundle: preview.bundle })
    // Both offices loaded the list of places by themselves, so that each of those is the same record twice.
    expect(plan).toMatchObject({ why: null, bundles: 1 })
    const witnessFile = path.join(baghdad.folder, 'registry.witness')
    const witness = readFileSync(witnessFile)
    const job = await takeBack(baghdad, preview.bundle)
    expect(job.error).toBeNull()
    expect(undoResult.parse(job.result)).toMatchObject({ bundles: 1, removed: plan.removed, restored: plan.restored })
    expect(await stateOf(baghdad)).toBe(before.state)
    expect(tracesIn(baghdad)).toEqual(before.traces)
    expect(await rowOf(baghdad, preview.bundle)).toMatchObject({ state: 'undone', undo: null })
    expect(readdirSync(path.join(baghdad.folder, 'inbox'))).toEqual([])
    // The log is shorter now, and opening the store does not take that for lost commits; nor when the power went before
    // that was noted beside the store.
    for (const noted of [null, witness]) {
      await baghdad.lock()
      if (noted) writeFileSync(witnessFile, noted)
      await baghdad.unlock()
    }
    expect(await stateOf(baghdad)).toBe(before.state)
    await take(baghdad, file)
    expect(await stateOf(baghdad)).toBe(with_)
    expect((await takeBack(baghdad, preview.bundle)).error).toBeNull()
    expect(await stateOf(baghdad)).toBe(before.state)
  })

  it('gives a changed record its own values back, and a disagreement goes', async () => {
    const { id } = await erbil.get('households.register', family)
    await take(baghdad, (await world.write(erbil, baghdad)).file)
    await erbil.get('households.update', { id, patch: { notes: 'written in Erbil' } })
    await baghdad.get('households.update', { id, patch: { notes: 'written in Baghdad' } })
    const before = { state: await stateOf(baghdad), traces: tracesIn(baghdad) }
    const { preview, result } = await bring()
    expect(result.conflicts).toBeGreaterThanOrEqual(0)
    expect(await baghdad.get('bundles.undoPlan', { bundle: preview.bundle })).toMatchObject({ removed: 0, restored: 1 })
    expect((await takeBack(baghdad, preview.bundle)).error).toBeNull()
    expect(await stateOf(baghdad)).toBe(before.state)
    expect(tracesIn(baghdad)).toEqual({ ...before.traces, runs: tracesIn(baghdad).runs })
    expect((await baghdad.get('households.get', { id })).household.notes).toBe('written in Baghdad')
    // The import before this one may be taken back now only if nothing was built on it, and something was.
    const first = (await baghdad.get('bundles.history', {})).find((row) => row.state === 'applied')
    expect(first?.undo).toEqual({ can: false, why: 'built_on' })
  })

  it('takes back all of an import that was cut off and went on, and nothing when it is itself cut off', async () => {
    for (let at = 0; at < 20; at++) await erbil.get('households.register', family)
    const before = { state: await stateOf(baghdad), traces: tracesIn(baghdad) }
    const { bundle } = await check(baghdad, (await world.write(erbil, baghdad)).file)
    const { jobId } = await baghdad.get('bundles.apply', { bundle })
    await ended(baghdad, jobId, async ({ step }) => {
      if (step !== 'waiting') await baghdad.get('jobs.cancel', { jobId })
    })
    await baghdad.lock()
    await baghdad.unlock()
    await expect.poll(async () => (await rowOf(baghdad, bundle))?.state, { timeout: 20_000 }).toBe('applied')
    const whole = await stateOf(baghdad)
    const undo = (await baghdad.get('bundles.undo', { bundle })).jobId
    const cut = await ended(baghdad, undo, async () => void (await baghdad.get('jobs.cancel', { jobId: undo })))
    expect(await stateOf(baghdad)).toBe(cut.state === 'cancelled' ? whole : before.state)
    if (cut.state === 'cancelled') expect((await takeBack(baghdad, bundle)).error).toBeNull()
    expect(await stateOf(baghdad)).toBe(before.state)
    expect(tracesIn(baghdad)).toEqual(before.traces)
  })

  it('works for medical records too', async () => {
    await erbil.get('cases.create', patientCase)
    const before = await stateOf(baghdad, 'medical')
    const { preview } = await take(baghdad, (await world.write(erbil, baghdad, { store: 'medical' })).file)
    expect((await takeBack(baghdad, preview.bundle)).error).toBeNull()
    expect(await stateOf(baghdad, 'medical')).toBe(before)
  })
})

describe('an import that cannot be taken back', () => {
  const refused = async (bundle: string, why: string) => {
    expect((await rowOf(baghdad, bundle))?.undo).toEqual({ can: false, why })
    const before = await stateOf(baghdad)
    const job = await takeBack(baghdad, bundle)
    expect(job.error).toEqual({ kind: 'refused', reason: `undo_${why}` })
    expect(await stateOf(baghdad)).toBe(before)
  }

  it('has been built on: a record changed, or another one refers to it', async () => {
    const { id } = await erbil.get('households.register', family)
    const { preview } = await bring()
    await baghdad.get('households.update', { id, patch: { notes: 'seen' } })
    await refused(preview.bundle, 'built_on')
  })

  it('has been referred to', async () => {
    const { id } = await erbil.get('households.register', family)
    const { preview } = await bring()
    await baghdad.get('people.add', { draft: { ...member({ given: { la: 'Karwan' } }), household: id } })
    await refused(preview.bundle, 'built_on')
  })

  it('is referred to by a medical record, or may be, for somebody who cannot see that', async () => {
    await erbil.get('households.register', family)
    const { preview } = await bring()
    const { registry } = baghdad.ctx.account.stores()
    const of = importOf(registry, preview.bundle)
    if (!of) throw new Error('no import')
    expect(whyNot({ registry }, registry, of)).toBe('medical_closed')
    const [person] = (await baghdad.get('people.list', { text: 'Rawand', offset: 0, limit: 1 })).rows
    await baghdad.get('cases.create', {
      ...patientCase,
      patient: { ...patientCase.patient, registryPerson: person?.id ?? '' },
    })
    await refused(preview.bundle, 'built_on')
  })

  it('brought an erasure', async () => {
    const { id } = await erbil.get('households.register', family)
    await bring()
    await erbil.ctx.write('registry', async (trx) => {
      await Promise.resolve(erase(trx, { type: 'household', entity: id, number: null }))
    })
    const { preview } = await bring()
    expect(preview.erased).toMatchObject({ count: 1, samples: [{ record: 'household', id }] })
    await refused(preview.bundle, 'erasure')
  })

  it('came before this store began a new life', async () => {
    await erbil.get('households.register', family)
    const { preview } = await bring()
    await baghdad.ctx.write('registry', async (trx) => {
      await Promise.resolve(beginNewLife(trx.session))
    })
    await refused(preview.bundle, 'another_life')
  })

  it('is not the last one', async () => {
    await erbil.get('households.register', family)
    const first = await bring()
    await erbil.get('households.register', family)
    const second = await bring()
    await refused(first.preview.bundle, 'another_import_since')
    expect((await takeBack(baghdad, second.preview.bundle)).error).toBeNull()
    expect((await takeBack(baghdad, first.preview.bundle)).error).toBeNull()
  })

  it('was told of by a bundle or by a code read out', async () => {
    await erbil.get('households.register', family)
    const first = await bring()
    await baghdad.get('bundles.receiptCode', { bundle: first.preview.bundle })
    await refused(first.preview.bundle, 'left_laptop')
    await erbil.get('households.register', family)
    const second = await bring()
    await world.write(baghdad, erbil)
    await refused(second.preview.bundle, 'left_laptop')
  })

  it('was not taken in, or only half: then it goes on or is taken back whole', async () => {
    await erbil.get('households.register', family)
    const { file } = await world.write(erbil, baghdad)
    const { bundle } = await check(baghdad, file)
    expect((await takeBack(baghdad, bundle)).error).toEqual({ kind: 'conflict', reason: 'bundle_not_taken' })
    await accept(baghdad, bundle)
    // Looked at once more and left aside, it stays what it was.
    await check(baghdad, file)
    await baghdad.get('bundles.discard', { bundle })
    expect(await rowOf(baghdad, bundle)).toMatchObject({ state: 'applied', undo: { can: true } })
  })
})
