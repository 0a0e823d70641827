import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { pdf } from '../../scripts/fixtures/pictures.ts'
import { answer, asRole, member, registration } from './drafts.ts'
import type { TestOffice } from './open-office.ts'
import { accept, check, openOffices, take } from './two-offices.ts'

let world: Awaited<ReturnType<typeof openOffices>>
let erbil: TestOffice
let baghdad: TestOffice

const family = (name: string, birth?: string) => ({
  ...registration({ place: null, placeUnknown: 'Mosul' }, [
    member({
      given: { la: name, ar: 'كاروان' },
      family: { la: 'Barzinji' },
      relationship: 'HEAD',
      ...(birth ? { birth } : {}),
    }),
  ]),
  displacements: [],
})
const gaps = (office: TestOffice) => office.get('bundles.gaps', {})
const attention = async (office: TestOffice) =>
  (await office.get('home.summary', {})).attention.find((one) => one.kind === 'bundles.missing')

beforeEach(async () => {
  world = await openOffices(['EBL', 'BGD'])
  const [one, other] = world.offices
  if (!one || !other) throw new Error('no offices')
  erbil = one
  baghdad = other
})
afterEach(() => world.close())

describe('what a bundle would do', () => {
  it('is said by record, with samples, and is still there after a lock', async () => {
    const { id } = await erbil.get('households.register', family('Karwan'))
    await take(baghdad, (await world.write(erbil, baghdad)).file)
    await erbil.get('households.update', { id, patch: { notes: 'written in Erbil', rationCard: '7' } })
    await erbil.get('households.register', family('Zhiyan'))
    await baghdad.get('households.update', { id, patch: { notes: 'written in Baghdad' } })
    const preview = await check(baghdad, (await world.write(erbil, baghdad)).file)
    const kinds = Object.fromEntries(preview.records.map(({ record, ...counts }) => [record, counts]))
    expect(kinds['person']).toEqual({ added: 1, changed: 0, same: 1 })
    expect(kinds['household']).toEqual({ added: 1, changed: 1, same: 0 })
    expect(preview.changed).toMatchObject({ count: 1, samples: [{ record: 'household', id }] })
    expect(preview.added.samples.map(({ record }) => record)).toContain('person')
    expect(preview.missing).toEqual({ operations: 0, bundles: 0 })
    await baghdad.lock()
    await baghdad.unlock()
    const { preview: kept } = await baghdad.get('bundles.preview', { bundle: preview.bundle })
    expect(kept).toEqual(preview)
    expect(await accept(baghdad, preview.bundle)).toMatchObject({
      conflicts: preview.conflicts.count,
      newer: 0,
      setAside: 0,
    })
  })

  it('names people who may be here already, of the same sex and year', async () => {
    await baghdad.get('households.register', family('Karwan', '1985'))
    await erbil.get('households.register', family('Karwan', '1985-02'))
    await erbil.get('households.register', family('Karwan', '1971'))
    const preview = await check(baghdad, (await world.write(erbil, baghdad)).file)
    expect(preview.duplicates).toMatchObject({ count: 1, compared: 2, all: 2 })
    const [found] = preview.duplicates.samples
    expect(found?.name?.la).toBe('Karwan Barzinji')
    expect(found?.like.number).toMatch(/^BGD-PE-/)
    expect(found?.like.id).not.toBe(found?.id)
  })

  it('names them also where the name of the father is known on one side only, but not where it is another', async () => {
    const named = (father: string | null) => {
      const { household, members, ...rest } = family('Karwan', '1985')
      return { household, ...rest, members: members.map((one) => ({ ...one, father: father ? { la: father } : null })) }
    }
    const like = async (here: string | null, there: string | null) => {
      await baghdad.get('households.register', named(here))
      await erbil.get('households.register', named(there))
      return (await check(baghdad, (await world.write(erbil, baghdad)).file)).duplicates
    }
    expect(await like('Rebwar', 'Hemin')).toMatchObject({ count: 0, compared: 1 })
    expect(await like('-', null)).toMatchObject({ count: 2, compared: 2 })
    expect(await like('Hemin', 'Shirwan')).toMatchObject({ count: 3, compared: 3 })
  })

  it('keeps names and values from those who may not see them', async () => {
    await erbil.get('households.register', family('Karwan'))
    const { bundle } = await check(baghdad, (await world.write(erbil, baghdad)).file)
    const { preview } = await answer(asRole(baghdad, 'administrator'), 'bundles.preview', { bundle })
    expect(preview?.added.samples.some(({ name }) => name !== null)).toBe(true)
    expect((await asRole(baghdad, 'registrar').call('bundles.preview', { bundle })).ok).toBe(false)
  })
})

describe('gaps', () => {
  it('are remembered until what is missing has come', async () => {
    await erbil.get('households.register', family('Karwan'))
    await take(baghdad, (await world.write(erbil, baghdad)).file)
    await take(erbil, (await world.write(baghdad, erbil)).file)
    await erbil.get('households.register', family('Zhiyan'))
    // This one is lost on the way.
    await world.write(erbil, baghdad, { content: 'lacking' })
    await erbil.get('households.register', family('Rawand'))
    const receipt = await world.write(erbil, baghdad, { content: 'receipt' })
    await take(baghdad, receipt.file)
    const [gap] = await gaps(baghdad)
    expect(gap).toMatchObject({ store: 'registry', code: 'EBL', bundles: 1, lost: true })
    expect(gap?.operations).toBeGreaterThan(1)
    expect((await attention(baghdad))?.count).toBe(1)
    await take(baghdad, (await world.write(erbil, baghdad)).file)
    expect(await gaps(baghdad)).toEqual([])
    expect(await attention(baghdad)).toBeUndefined()
  })

  it('name the file of a set that has not come', async () => {
    const { id } = await erbil.get('households.register', family('Karwan'))
    for (let at = 1; at <= 4; at++)
      await world.attach(erbil, { type: 'household', id }, Buffer.concat([pdf(at), Buffer.alloc(700 * 1024, at)]))
    const { result } = await world.write(erbil, baghdad, { volumeBytes: 6_000_000 })
    const [one, two] = result.files.map(({ file }) => path.join(world.stick, file))
    expect((await take(baghdad, one ?? '')).preview).toMatchObject({ volume: 1, volumes: 2 })
    expect(await gaps(baghdad)).toMatchObject([{ parts: [{ volume: 2, volumes: 2 }], lost: true }])
    await take(baghdad, two ?? '')
    expect(await gaps(baghdad)).toEqual([])
    // Both files are one import, and go again as one.
    const rows = (await baghdad.get('bundles.history', {})).filter((row) => row.direction === 'in')
    expect(rows.map((row) => row.undo)).toEqual([
      { can: true, why: null },
      { can: true, why: null },
    ])
    expect(await baghdad.get('bundles.undoPlan', { bundle: rows[0]?.bundle ?? '' })).toMatchObject({ bundles: 2 })
  })
})
