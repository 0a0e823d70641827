import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { builtInTexts } from '../../src/main/imports/builtin.ts'
import { parseAliases, parseFigures, parsePlaces, placeFigures } from '../../src/main/imports/places.ts'
import { answer, issues, openOfficeToday, registration, zahra } from './drafts.ts'
import type { TestOffice } from './open-office.ts'

let office: TestOffice
beforeAll(async () => {
  office = await openOfficeToday()
})
afterAll(() => office.close())

describe('the built-in places', () => {
  it('are all loaded at set-up', async () => {
    expect(await answer(office, 'places.count', {})).toEqual({ places: 413, aliases: 252, figures: 0 })
  })

  it('are found by any name, code or spelling', async () => {
    const first = async (text: string) => (await answer(office, 'places.search', { text, limit: 5 }))[0]?.place.id
    expect(await first('IQ-G04')).toBe('IQG05')
    expect(await first('iqg04')).toBe('IQG04')
    expect(await first('IRQ-G01Q01')).toBe('IQG01Q01')
    expect(await first('الموصل')).toBe(await first('Mosul'))
    const [hit] = await answer(office, 'places.search', { text: 'IQG01Q01N01', limit: 1 })
    expect(hit?.above.map(({ id }) => id)).toEqual(['IQG01Q01', 'IQG01'])
    expect(await answer(office, 'places.search', { text: ' ', limit: 100 })).toHaveLength(18)
  })

  it('tell what lies above and below and who is on record there', async () => {
    await answer(office, 'households.register', registration({}, zahra()))
    const place = await answer(office, 'places.get', { id: 'IQG08' })
    expect(place).toMatchObject({ households: 1, people: 3, above: [] })
    expect(place.below.every(({ parent }) => parent === 'IQG08')).toBe(true)
    expect((await answer(office, 'places.get', { id: 'IQG15' })).households).toBe(0)
    expect(await issues(office, 'places.get', { id: 'IQG99' })).toEqual(['notFound'])
  })
})

describe('lists of places', () => {
  it('are read whole, with the same ids every time', () => {
    const aliases = parseAliases(builtInTexts.aliases)
    expect([parsePlaces(builtInTexts.places).rows.length, aliases.rows.length]).toEqual([413, 252])
    expect(aliases.rows.map(({ id }) => id)).toEqual(parseAliases(builtInTexts.aliases).rows.map(({ id }) => id))
  })

  it('name every row they cannot take', () => {
    const header = 'level,pcode,parent_pcode,name_en,name_ar,dtm_pcode\n'
    const rows = [
      '1,IQG01,IQ,Al-Anbar,,',
      'x,IQG02,IQ,Basrah,,',
      '1,,IQ,No code,,',
      '2,IQG03Q01,IQG01,Wrong,,',
      '1,IQG01,IQ,Again,,',
      '1,IQG05,IQ,,,',
    ]
    const { rows: taken, problems } = parsePlaces(`${header}${rows.join('\n')}\n`)
    expect(taken.map(({ id }) => id)).toEqual(['IQG01'])
    expect(problems.map(({ row, column, code }) => [row, column, code])).toEqual([
      [3, 'level', 'invalid_type'],
      [4, 'pcode', 'required'],
      [5, 'parent_pcode', 'parent_not_in_code'],
      [6, null, 'duplicate'],
      [7, 'name_en', 'required'],
    ])
    expect(parsePlaces('a,b\n1,2\n').problems.map(({ code }) => code)).toContain('column_missing')
    expect(parsePlaces('"never closed').problems.map(({ code }) => code)).toEqual(['not_csv'])
  })

  it('take DTM figures as estimates and map their codes', () => {
    const text = [
      'id,admin2Pcode,numPresentIdpInd,reportingDate,roundNumber',
      ',#adm2+code,#affected+idps+ind,#date+reported,#round+code',
      '1,IRQ-G01Q01,96978,2014-04-01T00:00:00,1',
      '2,IRQ-G01Q01,510,2016-04-01T00:00:00,48',
      '3,IRQ-G01Q01,520,2016-06-01T00:00:00,48',
      '4,IRQ-G99Q01,5,2016-06-01T00:00:00,48',
      '5,IRQ-G01Q01,many,2016-06-01T00:00:00,49',
    ].join('\n')
    const { rows, problems } = placeFigures(parseFigures(text), new Map([['IRQ-G01Q01', 'IQG01Q01']]))
    expect(rows.map(({ id }) => id)).toEqual([
      'dtm-IRQ-G01Q01-1-2014-04-01',
      'dtm-IRQ-G01Q01-48-2016-04-01',
      'dtm-IRQ-G01Q01-48-2016-06-01',
    ])
    expect(rows[0]?.values).toMatchObject({
      place: 'IQG01Q01',
      reported: '2014-04-01',
      round: 1,
      individuals: 96978,
      basis: 'estimated',
    })
    expect(problems.map(({ row, code }) => [row, code])).toEqual([
      [7, 'invalid_type'],
      [6, 'unknown_place'],
    ])
  })

  it('carry their origin and licence beside them', () => {
    const readme = readFileSync(new URL('../../resources/places/README.md', import.meta.url), 'utf8')
    expect(readme).toMatch(/Licence/)
  })
})
