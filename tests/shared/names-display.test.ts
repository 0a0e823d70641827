import { expect, test } from 'vitest'
import { fullName, nameForms, shownText, type NameParts } from '../../src/shared/names/display.ts'

const both: NameParts = {
  given: { ar: 'علي', la: 'Ali' },
  father: { ar: 'حسن', la: 'Hassan' },
  grandfather: null,
  family: { ar: 'الجبوري', la: 'Al-Jubouri' },
}

test('shows the chain in the script of the reader', () => {
  expect(fullName(both, 'en')).toBe('Ali Hassan Al-Jubouri')
  expect(fullName(both, 'ar')).toBe('علي حسن الجبوري')
  expect(fullName(both, 'ckb')).toBe('علي حسن الجبوري')
})

test('prefers Kurdish spelling for a Kurdish reader', () => {
  const name: NameParts = { given: { ckb: 'ئەحمەد', ar: 'احمد', la: 'Ahmed' }, father: { ckb: 'عومەر', ar: 'عمر' } }
  expect(fullName(name, 'ckb')).toBe('ئەحمەد عومەر')
  expect(fullName(name, 'ar')).toBe('احمد عمر')
})

test('falls back to a script that has every part before it mixes scripts', () => {
  expect(fullName({ given: { ar: 'علي', la: 'Ali' }, father: { ar: 'حسن' } }, 'en')).toBe('علي حسن')
  expect(fullName({ given: { la: 'Ali' }, father: { ar: 'حسن' } }, 'en')).toBe('Ali حسن')
})

test('an empty or blank spelling is no spelling', () => {
  expect(fullName({ given: { ar: ' ', la: 'Ali' }, father: { ar: '' } }, 'ar')).toBe('Ali')
  expect(shownText({ ar: '', la: 'x' }, 'ar')).toBe('x')
  expect(shownText(null, 'en')).toBe('')
  expect(fullName({ given: null }, 'en')).toBe('')
})

test('gives one form per script for the index', () => {
  expect(nameForms({ given: { ar: 'علي', la: 'Ali' }, father: { ar: 'حسن' }, family: null })).toEqual([
    { script: 'ar', text: 'علي حسن' },
    { script: 'la', text: 'Ali' },
  ])
})
