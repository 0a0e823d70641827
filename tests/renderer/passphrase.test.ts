import { expect, test } from 'vitest'
import { makePassphrase, strengthOf } from '../../src/renderer/shell/passphrase.ts'

test('made-up passphrases are words that can be said, differ, and count as strong', () => {
  const made = Array.from({ length: 200 }, () => makePassphrase(4))
  for (const passphrase of made) {
    expect(passphrase).toMatch(/^([b-z][aeiou][b-z][aeiou][b-z]-){3}[b-z][aeiou][b-z][aeiou][b-z]$/)
    expect(strengthOf(passphrase)).not.toBe('short')
    expect(strengthOf(passphrase)).not.toBe('weak')
  }
  expect(new Set(made).size).toBe(200)
})

test('a long row of one key or of neighbours is weak however long, and eleven characters are too short', () => {
  expect(strengthOf('aaaaaaaaaaaaaaaaaaaaaaaa')).toBe('weak')
  expect(strengthOf('abcdefghijklmnopqrst')).toBe('weak')
  expect(strengthOf('kR7!vb0ZqLm')).toBe('short')
  expect(strengthOf('نهر قديم يمر تحت جسر')).toBe('strong')
})
