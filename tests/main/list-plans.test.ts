import type { RawBuilder } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { conditionsOf, countQuery, pageQuery, pickedQuery } from '../../src/main/households/list.ts'
import { relatedQuery } from '../../src/main/households/repository.ts'
import { peoplePage } from '../../src/main/people/repository.ts'
import { openOffice, type TestOffice } from './open-office.ts'
import { registration, zahra, answer } from './drafts.ts'

let office: TestOffice
beforeAll(async () => {
  office = await openOffice()
  await answer(office, 'households.register', {
    ...registration({ place: null, placeUnknown: 'Camp', rationCard: 'A-1234' }, zahra()),
    displacements: [],
  })
})
afterAll(() => office.close())

const plan = (query: RawBuilder<unknown>): string[] => {
  const { raw, db } = office.app.stores().registry
  const { sql, parameters } = query.compile(db)
  return raw
    .prepare<unknown[], { detail: string }>(`explain query plan ${sql}`)
    .all(...parameters)
    .map(({ detail }) => detail)
}

// A scan of a covering index reads a few megabytes; a scan of the table opens every record.
const opensEveryRow = (lines: readonly string[]): string[] =>
  lines.filter(
    (line) => /^SCAN (household|person|capProject|place)\b/.test(line) && !line.includes('USING COVERING INDEX'),
  )

const where = (filter: Parameters<typeof conditionsOf>[1]) => conditionsOf(office.app.stores().registry.db, filter)
const page = { descending: true, offset: 0, limit: 100 } as const

describe('the plans of the long lists', () => {
  it.each(['number', 'registered', 'updatedAt'] as const)(
    'walk the index of the order by %s without sorting',
    async (sort) => {
      for (const filter of [
        {},
        { status: ['verified' as const], residenceStatus: ['HOST' as const] },
        { shelter: ['camp' as const] },
      ]) {
        const lines = plan(pageQuery(await where(filter), { ...page, sort }))
        expect(lines.join('\n')).toMatch(/USING COVERING INDEX household/)
        expect(lines.filter((line) => line.includes('TEMP B-TREE'))).toEqual([])
      }
    },
  )

  it('count without opening a record', async () => {
    for (const filter of [
      {},
      { residenceStatus: ['HOST' as const] },
      { status: ['draft' as const] },
      { registeredFrom: '2020-01-01' },
    ]) {
      const lines = plan(countQuery(await where(filter)))
      expect(lines.filter((line) => !line.includes('USING COVERING INDEX'))).toEqual([])
    }
  })

  it('find a place and everything below by the range of its code', async () => {
    const lines = plan(pickedQuery(await where({ place: 'IQG01' }), { ...page, sort: 'registered' }))
    expect(lines.join('\n')).toMatch(/SEARCH household USING INDEX \w+ \(place>\? AND place<\?\)/)
    expect(opensEveryRow(lines)).toEqual([])
  })

  it.each([
    ['a number', 'bgd hh 2026', 'householdNumber'],
    ['a phone', '0770 123 4567', 'householdPhone'],
    ['a card', 'a1234', 'householdRation'],
    ['a paper', '1984007712', 'personPaper'],
    ['a name', 'Mustafa', 'nameSearch'],
  ])('find %s by its index', async (_what, text, index) => {
    const lines = plan(pickedQuery(await where({ text }), { ...page, sort: 'registered' }))
    expect(lines.join('\n')).toContain(index)
    expect(opensEveryRow(lines)).toEqual([])
  })

  it('list everybody in the order of an index', () => {
    const lines = plan(peoplePage(0, 100))
    expect(lines).toEqual(['SCAN person USING COVERING INDEX personNumber'])
  })

  it('find the households related to one without looking at the others', () => {
    const { raw, db } = office.app.stores().registry
    const { sql, parameters } = relatedQuery(db, { id: 'a', mergedInto: 'b', splitFrom: null }).compile()
    const lines = raw.prepare<unknown[], { detail: string }>(`explain query plan ${sql}`).all(...parameters)
    const details = lines.map(({ detail }) => detail)
    expect(opensEveryRow(details)).toEqual([])
    expect(details.join()).toContain('householdMergedInto')
  })
})
