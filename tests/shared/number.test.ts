import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkCharacter, checkNumber, formatNumber } from '../../src/shared/records/number.ts'

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const alphabet = `0123456789${letters}`
const word = (from: string, length: number) =>
  fc.array(fc.constantFrom(...Array.from(from)), { minLength: length, maxLength: length }).map((list) => list.join(''))
const parts = fc.record({
  office: word(letters, 3),
  type: word(letters, 2),
  year: fc.integer({ min: 1990, max: 2100 }),
  tag: word(alphabet, 2),
  counter: fc.integer({ min: 1, max: 99_999 }),
})

describe('human numbers', () => {
  test('agree with a published example of ISO 7064 MOD 37,36', () => {
    expect(checkCharacter('A12425GABC1234002')).toBe('M') // the Global Release Identifier's own example
  })

  test('are read back as they were written, in any case and with or without hyphens', () => {
    fc.assert(
      fc.property(parts, (given) => {
        const number = formatNumber(given)
        for (const typed of [number, number.toLowerCase(), number.replaceAll('-', ''), number.replaceAll('-', ' ')])
          expect(checkNumber(typed)).toEqual({ ok: true, number, parts: given })
      }),
    )
  })

  test('with one wrong character are refused', () => {
    fc.assert(
      fc.property(parts, fc.nat(), fc.constantFrom(...Array.from(alphabet)), (given, at, other) => {
        const compact = formatNumber(given).replaceAll('-', '')
        const place = at % compact.length
        fc.pre(compact[place] !== other)
        expect(checkNumber(compact.slice(0, place) + other + compact.slice(place + 1)).ok).toBe(false)
      }),
    )
  })

  test('say whether the form or the check character is wrong', () => {
    const number = formatNumber({ office: 'BGD', type: 'HH', year: 2026, tag: 'A3', counter: 127 })
    expect(number).toMatch(/^BGD-HH-2026-A300127-[0-9A-Z]$/)
    expect(checkNumber(number.slice(0, -2))).toEqual({ ok: false, problem: 'shape' })
    expect(checkNumber(number.replace('127', '172'))).toEqual({ ok: false, problem: 'check' })
  })

  test.each([
    { counter: 0 },
    { counter: 100_000 },
    { counter: 1.5 },
    { office: 'bgd' },
    { office: 'BGDX' },
    { type: 'H1' },
    { tag: 'A' },
    { year: 20_260 },
  ])('are not made of %o', (wrong) => {
    expect(() => formatNumber({ office: 'BGD', type: 'HH', year: 2026, tag: 'A3', counter: 127, ...wrong })).toThrow()
  })
})
