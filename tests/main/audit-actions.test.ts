import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { auditAction } from '../../src/shared/codes/audit.ts'
import { contract } from '../../src/shared/contract/index.ts'

/** Calls that change what a window shows and nothing that is stored. */
const storesNothing = new Set(['jobs.cancel'])
const known: readonly string[] = auditAction.codes

it('every call that changes what is stored has a name in the activity log', () => {
  const nameless = Object.entries(contract).flatMap(([name, spec]) =>
    spec.changes.length > 0 && !('shell' in spec) && !storesNothing.has(name) && !known.includes(name) ? [name] : [],
  )
  expect(nameless).toEqual([])
})

it('every name in the activity log is written somewhere, and has its words in every language', () => {
  const main = path.resolve(import.meta.dirname, '../../src/main')
  const source = readdirSync(main, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(path.join(main, file), 'utf8'))
    .join('\n')
  const dead = known.filter(
    (action) =>
      !source.includes(`'${action}'`) && !(action.startsWith('documents.') && source.includes('documents.${')),
  )
  expect(dead).toEqual([])
  for (const language of ['en', 'ar', 'ckb']) {
    const file = path.resolve(main, `../renderer/locales/labels/${language}.json`)
    const labels = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>
    expect(
      known.filter((action) => !labels[`auditAction.${action}`]),
      language,
    ).toEqual([])
  }
})
