import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foldTokens } from '../../src/shared/names/fold.ts'
import { nameSkeletons, tokenSkeletons } from '../../src/shared/names/skeleton.ts'
import { anyText } from './any-text.ts'

const fixture = (name: string): string[][] =>
  readFileSync(new URL(`../fixtures/names/${name}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(/[,\t]/))

const agree = (left: string, right: string): boolean => {
  const keys = new Set(nameSkeletons(left))
  return nameSkeletons(right).some((key) => keys.has(key))
}

describe('consonant skeleton', () => {
  const triples = fixture('sorani-triples.csv')

  test('has 40 Sorani names to show', () => {
    expect(triples).toHaveLength(40)
  })

  test.each(triples)('%s, %s and %s share a key', (sorani = '', arabic = '', latin = '') => {
    const others = [new Set(nameSkeletons(arabic)), new Set(nameSkeletons(latin))]
    expect(nameSkeletons(sorani).filter((key) => others.every((keys) => keys.has(key)))).not.toEqual([])
  })

  test('common Iraqi names agree across scripts, weighted by how often each spelling is attested', () => {
    let total = 0
    let agreeing = 0
    for (const [latin = '', arabic = '', count = ''] of fixture('core-pairs.tsv')) {
      total += Number(count)
      if (agree(latin, arabic)) agreeing += Number(count)
    }
    expect(total).toBeGreaterThan(5000)
    expect(agreeing / total).toBeGreaterThanOrEqual(0.98)
  })

  test.each([
    ['محمد', ['MHMD']],
    ['طه', ['TH']],
    ['فاطمه', ['FTM']],
    ['وليد', ['WLD']],
    ['يوسف', ['YSF']],
    ['نوري', ['NR']],
    ['علي', ['L']],
    ['عاي', ['A']],
    ['شكشك', ['CKCK']],
  ])('of Arabic %s', (token, keys) => {
    expect(tokenSkeletons(token)).toEqual(keys)
  })

  test.each([
    ['saleh', 'SLH'],
    ['othman', 'TMN'],
    ['reza', 'RD'],
    ['gasim', 'KSM'],
    ['khalil', 'KL'],
    ['javad', 'JD'],
    ['max', 'MKS'],
    ['murat', 'MRD'],
    ['yassin', 'YSN'],
  ])('%s may be read %s', (token, key) => {
    expect(tokenSkeletons(token)).toContain(key)
  })

  test('the usual reading comes first', () => {
    expect(tokenSkeletons('othman')[0]).toBe('SMN')
    expect(tokenSkeletons('saleh')[0]).toBe('SL')
  })

  test('a Kurdish name that opens with o agrees with its Arabic and Latin spelling', () => {
    expect(agree('ئومێد', 'اوميد')).toBe(true)
    expect(agree('ئومێد', 'omed')).toBe(true)
    expect(agree('ئۆمێد', 'Omeed')).toBe(true)
  })

  test('different names do not agree', () => {
    expect(agree('محمد', 'ahmed')).toBe(false)
    expect(agree('سليم', 'salman')).toBe(false)
    expect(agree('خالد', 'hamid')).toBe(false)
  })

  test('is never empty and never explodes', () => {
    const word = fc.oneof(fc.string({ unit: fc.constantFrom(...Array.from('tghcxdjvz')), maxLength: 40 }), anyText)
    fc.assert(
      fc.property(word, (text) =>
        foldTokens(text).every((token) => {
          const keys = tokenSkeletons(token)
          return keys.length > 0 && keys.length <= 24 && keys.every((key) => /^[A-Z0-9]+$/.test(key))
        }),
      ),
    )
  })
})
