import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  buildPlaceIndex,
  isWithin,
  type PlaceAliasEntry,
  type PlaceEntry,
  placePath,
  resolvePlace,
} from '../../src/shared/places/codes.ts'
import { searchPlaces } from '../../src/shared/places/search.ts'
import { anyText } from './any-text.ts'

const place = (code: string, level: number, parent: string | null, nameEn: string, nameAr: string): PlaceEntry => ({
  code,
  level,
  parent,
  nameEn,
  nameAr,
  nameKu: code === 'IQG15' ? 'نەینەوا' : null,
  dtmCode: level < 3 ? `IRQ-${code.slice(2)}` : null,
})
const alias = (system: string, codeOrName: string, of: string): PlaceAliasEntry => ({
  system,
  codeOrName,
  place: of,
  validFrom: null,
  validTo: null,
  note: null,
})

// Real codes and names: the cases that go wrong in Iraq.
const index = buildPlaceIndex(
  [
    place('IQG01', 1, null, 'Al-Anbar', 'الانبار'),
    place('IQG01Q01', 2, 'IQG01', 'Al-Falluja', 'الفلوجة'),
    place('IQG04', 1, null, 'Al-Najaf', 'النجف'),
    place('IQG04Q03', 2, 'IQG04', 'Al-Najaf', 'النجف'),
    place('IQG05', 1, null, 'Al-Qadissiya', 'القادسية'),
    place('IQG12', 1, null, 'Karbala', 'كربلاء'),
    place('IQG12Q03', 2, 'IQG12', 'Kerbela', 'كربلاء'),
    place('IQG15', 1, null, 'Ninewa', 'نينوى'),
    place('IQG18', 1, null, 'Wassit', 'واسط'),
    place('IQG18Q06N03', 3, 'IQG18', 'Wasit', 'واسط'),
    place('IQG13Q01', 2, 'IQG13', 'Al-Hawiga', 'الحويجة'),
  ],
  [
    alias('OCHA-2014', 'IQ-G01', 'IQG01'),
    alias('OCHA-2014', 'IQ-G04', 'IQG05'),
    alias('OCHA-2014', 'IQ-D002', 'IQG01Q01'),
    alias('ISO-3166-2', 'IQ-AN', 'IQG01'),
    alias('NAME-EN', 'Wasit', 'IQG18'),
    alias('NAME-EN', 'Kerbela', 'IQG12'),
    alias('NAME-EN', 'Nowhere', 'IQG99'),
  ],
)

describe('codes', () => {
  test.each([
    ['IQG04', 'IQG04'],
    ['iqg04', 'IQG04'],
    [' IQG٠٤ ', 'IQG04'],
    ['IQ-G04', 'IQG05'],
    ['IRQ-G04', 'IQG04'],
    ['IRQ-G01Q01', 'IQG01Q01'],
    ['IQ-D002', 'IQG01Q01'],
    ['IQ-AN', 'IQG01'],
  ])('%s is %s', (text, code) => {
    expect(resolvePlace(index, text, {})).toEqual({ place: code })
  })

  test('a bare number is asked about', () => {
    expect(resolvePlace(index, 'G04', {})).toEqual({ ambiguous: ['IQG04', 'IQG05'] })
    expect(resolvePlace(index, '04', {})).toEqual({ ambiguous: ['IQG04', 'IQG05'] })
    expect(resolvePlace(index, '4', {})).toEqual({ ambiguous: ['IQG04', 'IQG05'] })
    expect(resolvePlace(index, 'G01', {})).toEqual({ ambiguous: ['IQG01'] })
    expect(resolvePlace(index, 'G77', {})).toEqual({ unknown: true })
  })

  test('hyphens are neither added nor removed', () => {
    expect(resolvePlace(index, 'IQD002', {})).toEqual({ unknown: true })
    expect(resolvePlace(index, 'IQG01-Q01', {})).toEqual({ unknown: true })
    expect(resolvePlace(index, 'IRQG04', {})).toEqual({ unknown: true })
  })

  test('a code counts at its level only, when a level is asked for', () => {
    expect(resolvePlace(index, 'IQG01Q01', { level: 1 })).toEqual({ unknown: true })
    expect(resolvePlace(index, 'IQG01Q01', { level: 2 })).toEqual({ place: 'IQG01Q01' })
  })

  test('codes of other countries are unknown', () => {
    expect(resolvePlace(index, 'AF01', {})).toEqual({ unknown: true })
    expect(resolvePlace(index, '', {})).toEqual({ unknown: true })
  })
})

describe('names', () => {
  test('in any script, with or without article', () => {
    expect(resolvePlace(index, 'Anbar', {})).toEqual({ place: 'IQG01' })
    expect(resolvePlace(index, 'أنبار', {})).toEqual({ place: 'IQG01' })
    expect(resolvePlace(index, 'نەینەوا', {})).toEqual({ place: 'IQG15' })
    expect(resolvePlace(index, 'al falluja', {})).toEqual({ place: 'IQG01Q01' })
  })

  test('a name counts only at its level', () => {
    expect(resolvePlace(index, 'Wasit', { level: 1 })).toEqual({ place: 'IQG18' })
    expect(resolvePlace(index, 'Wasit', { level: 3 })).toEqual({ place: 'IQG18Q06N03' })
    expect(resolvePlace(index, 'Wasit', { level: 2 })).toEqual({ unknown: true })
    expect(resolvePlace(index, 'Kerbela', { level: 1 })).toEqual({ place: 'IQG12' })
    expect(resolvePlace(index, 'Kerbela', { level: 2 })).toEqual({ place: 'IQG12Q03' })
  })

  test('without a level a name borne twice is asked about', () => {
    expect(resolvePlace(index, 'النجف', {})).toEqual({ ambiguous: ['IQG04', 'IQG04Q03'] })
    expect(resolvePlace(index, 'النجف', { level: 2, within: 'IQG04' })).toEqual({ place: 'IQG04Q03' })
    expect(resolvePlace(index, 'Falluja', { level: 2, within: 'IQG04' })).toEqual({ unknown: true })
  })

  test('an alias of a place that is not on the list leads nowhere', () => {
    expect(resolvePlace(index, 'Nowhere', {})).toEqual({ unknown: true })
  })
})

test('the tree', () => {
  expect(isWithin(index, 'IQG01Q01', 'IQG01')).toBe(true)
  expect(isWithin(index, 'IQG01', 'IQG01Q01')).toBe(false)
  expect(placePath(index, 'IQG01Q01').map(({ code }) => code)).toEqual(['IQG01', 'IQG01Q01'])
  expect(placePath(index, 'IQG99')).toEqual([])
  const ring = buildPlaceIndex([place('A', 1, 'B', 'A', 'A'), place('B', 1, 'A', 'B', 'B')], [])
  expect(isWithin(ring, 'A', 'C')).toBe(false)
  expect(placePath(ring, 'A')).toHaveLength(10)
})

const found = (query: string): string[] => searchPlaces(index, query, 5).map(({ code }) => code)

describe('searching while typing', () => {
  test('by the start of a name in any script', () => {
    expect(found('naj')).toEqual(['IQG04', 'IQG04Q03'])
    expect(found('النج')).toEqual(['IQG04', 'IQG04Q03'])
    expect(found('nin')).toEqual(['IQG15'])
    expect(found('نەین')).toEqual(['IQG15'])
    expect(found('الحو')).toEqual(['IQG13Q01'])
  })

  test('by the start of a code of any system', () => {
    expect(found('IQG12')).toEqual(['IQG12', 'IQG12Q03'])
    expect(found('irq-g01')).toEqual(['IQG01', 'IQG01Q01'])
    expect(found('IQ-D00')).toEqual(['IQG01Q01'])
  })

  test('a whole name comes before the start of one, and the limit holds', () => {
    expect(found('wasit')[0]).toBe('IQG18')
    expect(searchPlaces(index, 'iqg', 3)).toHaveLength(3)
    expect(searchPlaces(index, 'iqg', 0)).toEqual([])
    expect(found('')).toEqual([])
  })
})

test('no text breaks look-up or search', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const answer = resolvePlace(index, text, {})
      expect(Object.keys(answer)).toHaveLength(1)
      expect(searchPlaces(index, text, 3).length).toBeLessThanOrEqual(3)
    }),
  )
})

const rows = (name: string): string[][] =>
  readFileSync(new URL(`../../resources/places/${name}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))

describe('the published list', () => {
  const places = rows('iraq-places.csv').map(
    ([level, code = '', parent = '', nameEn = '', nameAr = '', dtm]): PlaceEntry => ({
      code,
      level: Number(level),
      parent: parent === 'IQ' ? null : parent,
      nameEn,
      nameAr,
      dtmCode: dtm === undefined || dtm === '' ? null : dtm,
    }),
  )
  const aliases = rows('iraq-place-aliases.csv').map(([system = '', name = '', of = '']) => alias(system, name, of))
  const iraq = buildPlaceIndex(places, aliases)

  test('has 413 places, each found by its own code and by its name at its level within its parent', () => {
    expect(places).toHaveLength(413)
    for (const { code, level, parent, nameEn } of places) {
      expect(resolvePlace(iraq, code, {})).toEqual({ place: code })
      const byName = resolvePlace(iraq, nameEn, { level, ...(parent === null ? {} : { within: parent }) })
      if ('ambiguous' in byName) expect(byName.ambiguous).toContain(code)
      else expect(byName).toEqual({ place: code })
    }
  })

  test('every alias leads to its place at its level', () => {
    expect(aliases.length).toBe(252)
    for (const { codeOrName, place: of } of aliases) {
      const level = places.find(({ code }) => code === of)?.level ?? 0
      const answer = resolvePlace(iraq, codeOrName, { level })
      expect('ambiguous' in answer ? answer.ambiguous : 'place' in answer ? [answer.place] : []).toContain(of)
    }
  })

  test('nine governorate numbers mean another place in the 2014 list', () => {
    const differing = Array.from({ length: 18 }, (_, i) => String(i + 1).padStart(2, '0')).filter(
      (n) => JSON.stringify(resolvePlace(iraq, `IQ-G${n}`, {})) !== JSON.stringify(resolvePlace(iraq, `IQG${n}`, {})),
    )
    expect(differing).toHaveLength(9)
  })
})
