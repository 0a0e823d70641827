import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bundlePreview, exportResult } from '../../src/shared/contract/exchange.ts'
import type { Input, Output } from '../../src/shared/contract/index.ts'
import { answer, asRole, evacuation, issues, project, registration, zahra } from './drafts.ts'
import { choose, ended } from './imports-run.ts'
import { openOffice, type TestOffice } from './open-office.ts'

let stick = ''
let hq: TestOffice
let basra: TestOffice
let mosul: TestOffice
let offices: TestOffice[] = []

const opened = (code: string, minute: number) =>
  openOffice({ code, builtInPlaces: true, now: () => new Date(`2026-11-24T12:0${String(minute)}:00Z`) })

beforeEach(async () => {
  stick = mkdtempSync(path.join(tmpdir(), 'waypost-stick-'))
  hq = await opened('BGD', 1)
  basra = await opened('BAS', 2)
  mosul = await opened('MOS', 3)
  offices = [hq, basra, mosul]
  for (const from of offices)
    for (const to of offices)
      if (from !== to) await answer(to, 'bundles.addOffice', { card: await answer(from, 'bundles.card', {}) })
})
afterEach(async () => {
  for (const one of offices) await one.close()
  rmSync(stick, { recursive: true, force: true })
})

type Store = Input<'bundles.stateHash'>['store']

const carry = async (from: TestOffice, to: TestOffice, store: Store = 'registry') => {
  const office = (await answer(to, 'bundles.card', {})).office
  const asked = { store, office, folder: choose(from, stick) } as const
  const sent = exportResult.parse((await ended(from, (await answer(from, 'bundles.export', asked)).jobId)).result)
  const file = choose(to, path.join(stick, sent.file))
  const read = bundlePreview.parse((await ended(to, (await answer(to, 'bundles.verify', { file })).jobId)).result)
  await ended(to, (await answer(to, 'bundles.apply', { bundle: read.bundle })).jobId)
}
const meet = async (one: TestOffice, other: TestOffice, store: Store = 'registry') => {
  await carry(one, other, store)
  await carry(other, one, store)
}

const everything = { record: null, field: null, offset: 0, limit: 100 } as const
const open = async (office: TestOffice) => {
  const { rows } = await answer(office, 'conflicts.list', everything)
  return rows.map(({ record, field }) => `${record}.${field}`)
}
type At = Input<'conflicts.get'>
const seen = (office: TestOffice, at: At) => answer(office, 'conflicts.get', at)
const values = (one: Output<'conflicts.get'>) => one.options.map(({ value }) => value)
const keep = async (office: TestOffice, at: At, value: unknown) => {
  const now = await seen(office, at)
  const option = now.options.find((one) => JSON.stringify(one.value) === JSON.stringify(value))
  return answer(office, 'conflicts.decide', { ...at, version: now.version, choice: { keep: option?.id ?? '' } })
}
const hash = async (office: TestOffice, store: Store = 'registry') =>
  (await answer(office, 'bundles.stateHash', { store })).hash
const alike = async (list: readonly TestOffice[], store: Store = 'registry') => {
  const [first, ...rest] = await Promise.all(list.map((office) => hash(office, store)))
  for (const other of rest) expect(other).toBe(first)
}
const shelterOf = async (office: TestOffice, id: string) =>
  (await answer(office, 'households.get', { id })).household.shelter

/** A family that both offices hold, with a note and a shelter that each then wrote its own way. */
const torn = async () => {
  const { id, people } = await answer(hq, 'households.register', registration({ notes: 'first' }, zahra()))
  await carry(hq, basra)
  await answer(hq, 'households.update', { id, patch: { notes: 'from headquarters', shelter: 'camp' } })
  await answer(basra, 'households.update', { id, patch: { notes: 'from Basra', shelter: 'own_property' } })
  await meet(hq, basra)
  const notes: At = { record: 'household', id, field: 'notes' }
  return { id, people, notes, shelter: { ...notes, field: 'shelter' } satisfies At }
}

describe('a field that two offices changed', () => {
  it('is shown side by side with who, when and where, and what both had seen, alike in both offices', async () => {
    const { notes } = await torn()
    expect((await open(hq)).toSorted()).toEqual(['household.notes', 'household.shelter'])
    const here = await seen(hq, notes)
    expect(here).toMatchObject({
      kind: 'field',
      title: { ar: 'زهراء علي كاظم الجبوري' },
      page: { record: 'household', id: notes.id },
      ancestor: { value: 'first', by: { user: 'Test User', here: true } },
      withheld: false,
      mayDecide: true,
      mayWrite: true,
    })
    expect(here.options.map(({ value, shown, by }) => ({ value, shown, here: by.map((one) => one.here) }))).toEqual([
      { value: 'from headquarters', shown: false, here: [true] },
      { value: 'from Basra', shown: true, here: [false] },
    ])
    const there = await seen(basra, notes)
    expect(there.version).toBe(here.version)
    expect(values(there)).toEqual(values(here))
    for (const office of [hq, basra])
      expect((await answer(office, 'households.get', { id: notes.id })).household.notes).toBe('from Basra')
  })

  it('is settled everywhere by one decision, also for the value that is shown already', async () => {
    const { id, notes, shelter } = await torn()
    await keep(hq, notes, 'from Basra')
    await keep(hq, shelter, 'camp')
    expect(await open(hq)).toEqual([])
    expect(await issues(hq, 'conflicts.get', notes)).toEqual(['refused:decided_already'])
    expect((await answer(basra, 'conflicts.list', everything)).total).toBe(2)
    // The third office learns of all of it at once, and the second through the third.
    await carry(hq, mosul)
    await carry(mosul, basra)
    await carry(mosul, hq)
    for (const office of offices) {
      expect(await open(office)).toEqual([])
      expect(await shelterOf(office, id)).toBe('camp')
    }
    await alike(offices)
  })

  it('takes another value instead, by the rules of the record', async () => {
    const { id, notes } = await torn()
    const { version } = await seen(hq, notes)
    const decide = (value: Input<'history.restoreField'>['field'] | null) =>
      ({ ...notes, version, choice: { value } }) as const
    expect(await issues(hq, 'conflicts.decide', decide('x'.repeat(100_000)))).toEqual(['value:too_long'])
    await answer(hq, 'conflicts.decide', decide('both together'))
    await carry(hq, basra)
    expect((await answer(basra, 'households.get', { id })).household.notes).toBe('both together')
    expect(await open(basra)).toEqual(['household.shelter'])
    await alike([hq, basra])
  })

  it('is taken back by new writes that stand beside each other again in every office', async () => {
    const { notes } = await torn()
    const before = await seen(hq, notes)
    const decision = await keep(hq, notes, 'from headquarters')
    await carry(hq, basra)
    expect(await open(basra)).toEqual(['household.shelter'])
    await answer(hq, 'conflicts.undo', { decisions: [decision] })
    const again = await seen(hq, notes)
    // Those who wrote the values are named, not the one who took the decision back.
    expect(again.options.map(({ value, shown, by }) => ({ value, shown, by }))).toEqual(
      before.options.map(({ value, shown, by }) => ({ value, shown, by })),
    )
    expect(again.ancestor).toEqual(before.ancestor)
    await carry(hq, basra)
    expect(values(await seen(basra, notes))).toEqual(values(before))
    await alike([hq, basra])
    // The third office gets every one of these writes at once, and what it decides is decided everywhere.
    await carry(basra, mosul)
    await keep(mosul, notes, 'from Basra')
    await carry(mosul, hq)
    await carry(mosul, basra)
    await alike(offices)
    expect(await open(hq)).toEqual(['household.shelter'])
    expect(await issues(hq, 'conflicts.undo', { decisions: [decision] })).toEqual(['refused:decided_since'])
  })

  it('asks again when two offices decide differently, and takes three values', async () => {
    const { id, notes } = await torn()
    await carry(hq, mosul)
    await keep(hq, notes, 'from headquarters')
    await keep(basra, notes, 'from Basra')
    await answer(mosul, 'households.update', { id, patch: { notes: 'from Mosul' } })
    await carry(basra, hq)
    await carry(mosul, hq)
    expect(new Set(values(await seen(hq, notes)))).toEqual(new Set(['from Basra', 'from Mosul', 'from headquarters']))
    await keep(hq, notes, 'from Mosul')
    await carry(hq, basra)
    await carry(hq, mosul)
    await alike(offices)
    expect(await open(mosul)).toEqual(['household.shelter'])
  })

  it('is not decided by somebody who has not seen all that stands there', async () => {
    const { id, notes } = await torn()
    const { version, options } = await seen(hq, notes)
    const late = { ...notes, version, choice: { keep: options[0]?.id ?? '' } } as const
    await carry(hq, mosul)
    await answer(mosul, 'households.update', { id, patch: { notes: 'later' } })
    await carry(mosul, hq)
    // Mosul had seen both values, so its change settled them.
    expect(await issues(hq, 'conflicts.decide', late)).toEqual(['refused:decided_already'])
    const shelter: At = { ...notes, field: 'shelter' }
    const stale = await seen(hq, shelter)
    expect(
      await issues(hq, 'conflicts.decide', {
        ...shelter,
        version: 'something else',
        choice: { keep: stale.options[0]?.id ?? '' },
      }),
    ).toEqual(['refused:changed_since'])
  })
})

describe('who may decide', () => {
  it('is whoever may write the record and read the field', async () => {
    const { id } = await answer(hq, 'households.register', registration({}, zahra()))
    await carry(hq, basra)
    await answer(hq, 'households.update', { id, patch: { pregnantOrLactating: 1 } })
    await answer(basra, 'households.update', { id, patch: { pregnantOrLactating: 2 } })
    await meet(hq, basra)
    const at: At = { record: 'household', id, field: 'pregnantOrLactating' }
    const { version, options } = await seen(hq, at)
    const decide = { ...at, version, choice: { keep: options[0]?.id ?? '' } } as const
    const registrar = await answer(asRole(hq, 'registrar'), 'conflicts.get', at)
    expect(registrar).toMatchObject({ withheld: true, mayDecide: false, mayWrite: false, options: [], ancestor: null })
    expect(await issues(asRole(hq, 'registrar'), 'conflicts.decide', decide)).toEqual(['forbidden'])
    const all = { record: 'household', field: 'pregnantOrLactating', rule: 'newest' } as const
    // Sensitive values are looked at one by one, whoever asks.
    expect(await issues(hq, 'conflicts.decideAll', all)).toEqual(['refused:one_by_one'])
    expect(await issues(asRole(hq, 'viewer'), 'conflicts.decideAll', all)).toEqual(['forbidden'])
    expect(await issues(asRole(hq, 'viewer'), 'conflicts.decide', decide)).toEqual(['forbidden'])
    expect(await issues(asRole(hq, 'auditor'), 'conflicts.get', at)).toEqual(['forbidden'])
    expect((await answer(asRole(hq, 'auditor'), 'conflicts.list', everything)).total).toBe(0)
    const made = await answer(asRole(hq, 'dataManager'), 'conflicts.decide', decide)
    expect(await issues(asRole(hq, 'registrar'), 'conflicts.undo', { decisions: [made] })).toEqual(['forbidden'])
  })

  it('needs medical rights for a case', async () => {
    const { id } = await answer(hq, 'cases.create', evacuation({}, { facility: null }))
    await carry(hq, basra)
    await carry(hq, basra, 'medical')
    await answer(hq, 'cases.update', { id, patch: { diagnosis: 'Valve disease, severe' } })
    await answer(basra, 'cases.update', { id, patch: { diagnosis: 'Aortic stenosis' } })
    await meet(hq, basra, 'medical')
    const at: At = { record: 'evacuationCase', id, field: 'diagnosis' }
    for (const role of ['registrar', 'dataManager', 'programmeOfficer'] as const) {
      expect(await issues(asRole(hq, role), 'conflicts.get', at)).toEqual(['forbidden'])
      expect((await answer(asRole(hq, role), 'conflicts.list', everything)).total).toBe(0)
      expect((await answer(asRole(hq, role), 'home.summary', {})).attention.map(({ kind }) => kind)).not.toContain(
        'conflicts.open',
      )
    }
    expect((await seen(hq, at)).ancestor?.value).toBe('Valve disease')
    await keep(hq, at, 'Aortic stenosis')
    await carry(hq, basra, 'medical')
    await alike([hq, basra], 'medical')
    expect(await open(basra)).toEqual([])
  })
})

describe('deciding several at once', () => {
  it('gives the newest value to all of a field, and takes all of it back', async () => {
    const ids: string[] = []
    for (let n = 0; n < 3; n++) ids.push((await answer(hq, 'households.register', registration({}, zahra()))).id)
    await carry(hq, basra)
    for (const id of ids) {
      await answer(hq, 'households.update', { id, patch: { shelter: 'camp', notes: 'a' } })
      await answer(basra, 'households.update', { id, patch: { shelter: 'own_property', notes: 'b' } })
    }
    await meet(hq, basra)
    const { groups } = await answer(hq, 'conflicts.list', everything)
    expect(groups).toEqual(
      expect.arrayContaining([
        { record: 'household', field: 'shelter', count: 3, rule: true },
        { record: 'household', field: 'notes', count: 3, rule: false },
      ]),
    )
    const { decisions, left } = await answer(hq, 'conflicts.decideAll', {
      record: 'household',
      field: 'shelter',
      rule: 'newest',
    })
    expect([decisions.length, left]).toEqual([3, 0])
    expect(await Promise.all(ids.map((id) => shelterOf(hq, id)))).toEqual([
      'own_property',
      'own_property',
      'own_property',
    ])
    // Notes were written by hand: each is looked at.
    const notes = { record: 'household', field: 'notes', rule: 'newest' } as const
    expect(await issues(hq, 'conflicts.decideAll', notes)).toEqual(['refused:one_by_one'])
    await answer(hq, 'conflicts.undo', { decisions })
    expect((await answer(hq, 'conflicts.list', { ...everything, field: 'shelter' })).total).toBe(3)
    await carry(hq, basra)
    await alike([hq, basra])
  })

  it('takes the only value that says something, and leaves the rest', async () => {
    const { id } = await answer(hq, 'households.register', registration({}, zahra()))
    const other = await answer(hq, 'households.register', registration({}, zahra()))
    await carry(hq, basra)
    await answer(hq, 'households.update', { id, patch: { shelter: null } })
    await answer(basra, 'households.update', { id, patch: { shelter: 'camp' } })
    await answer(hq, 'households.update', { id: other.id, patch: { shelter: 'own_property' } })
    await answer(basra, 'households.update', { id: other.id, patch: { shelter: 'camp' } })
    await meet(hq, basra)
    const done = await answer(basra, 'conflicts.decideAll', { record: 'household', field: 'shelter', rule: 'filled' })
    expect([done.decisions.map((one) => one.id), done.left]).toEqual([[id], 1])
    expect(await shelterOf(basra, id)).toBe('camp')
  })
})

describe('a removal against a change', () => {
  const removed = async () => {
    const { id, people } = await answer(hq, 'households.register', registration({}, zahra()))
    const child = people[2] ?? ''
    await carry(hq, basra)
    await answer(hq, 'people.remove', { id: child, undo: false })
    await answer(basra, 'people.update', { id: child, patch: { occupation: 'pupil' } })
    await meet(hq, basra)
    return { id, at: { record: 'person', id: child, field: 'deleted' } as At }
  }
  const members = async (office: TestOffice, id: string) =>
    (await answer(office, 'households.get', { id })).members.length

  it('keeps the record in view and shows what the other had not seen', async () => {
    const { id, at } = await removed()
    for (const office of [hq, basra]) expect(await members(office, id)).toBe(3)
    const shown = await seen(hq, at)
    expect(shown).toMatchObject({ kind: 'removal', mayDecide: true, mayWrite: false, ancestor: null })
    expect(shown.options).toMatchObject([
      { value: true, shown: false, by: [{ here: true }], edits: [] },
      {
        value: false,
        shown: true,
        by: [{ here: false }],
        edits: [{ field: 'occupation', before: null, after: 'pupil', withheld: false }],
      },
    ])
  })

  it.each([
    ['removes it everywhere', true, 2],
    ['keeps it everywhere', false, 3],
  ] as const)('%s, and the decision can be taken back', async (_name, value, count) => {
    const { id, at } = await removed()
    const before = await seen(hq, at)
    const decision = await keep(hq, at, value)
    await carry(hq, basra)
    for (const office of [hq, basra]) {
      expect(await members(office, id)).toBe(count)
      expect(await open(office)).toEqual([])
    }
    await alike([hq, basra])
    await answer(hq, 'conflicts.undo', { decisions: [decision] })
    await carry(hq, basra)
    for (const office of [hq, basra]) expect(await members(office, id)).toBe(3)
    await alike([hq, basra])
    const again = await seen(hq, at)
    expect(again.options.map(({ value: of, by, edits }) => ({ of, by, edits }))).toEqual(
      before.options.map(({ value: of, by, edits }) => ({ of, by, edits })),
    )
    await keep(basra, at, value)
    await carry(basra, hq)
    expect(await members(hq, id)).toBe(count)
    await alike([hq, basra])
  })
})

describe('steps of a workflow against each other', () => {
  it('keeps both steps, and leads the line to the status that was decided', async () => {
    const { id } = await answer(hq, 'projects.create', project({}))
    await carry(hq, basra)
    await answer(hq, 'projects.setStatus', { id, to: 'recommended', date: '2026-11-24' })
    const stop = { id, to: 'cancelled', date: '2026-11-24', reason: 'The council withdrew' } as const
    await answer(basra, 'projects.setStatus', stop)
    await meet(hq, basra)
    const at: At = { record: 'capProject', id, field: 'status' }
    expect(await seen(hq, at)).toMatchObject({ kind: 'status', mayWrite: false, ancestor: { value: 'identified' } })
    const { version } = await seen(hq, at)
    expect(await issues(hq, 'conflicts.decide', { ...at, version, choice: { value: 'closed' } })).toEqual([
      'refused:choose_one',
    ])
    const line = async (office: TestOffice) =>
      (await answer(office, 'projects.get', { id })).steps.map(({ status }) => status)
    await carry(hq, mosul)
    const decision = await keep(mosul, at, 'recommended')
    await carry(mosul, hq)
    await carry(mosul, basra)
    for (const office of offices) {
      expect(await line(office)).toEqual(['identified', 'recommended', 'cancelled', 'recommended'])
      const file = await answer(office, 'projects.get', { id })
      expect(file.project.status).toBe('recommended')
      expect(file.next).toContain('assessed')
    }
    await alike(offices)
    await answer(mosul, 'conflicts.undo', { decisions: [decision] })
    expect(await line(mosul)).toEqual(['identified', 'recommended', 'cancelled'])
    // The last step leads to this one already.
    await keep(mosul, at, 'cancelled')
    await carry(mosul, hq)
    await carry(mosul, basra)
    expect(await line(basra)).toEqual(['identified', 'recommended', 'cancelled'])
    await alike(offices)
  })
})
