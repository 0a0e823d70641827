import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { codeLists } from '../../src/shared/codes/index.ts'
import { records } from '../../src/shared/records/index.ts'

type Labels = Readonly<Record<string, string>>

const read = (language: string): Labels =>
  JSON.parse(
    readFileSync(resolve(import.meta.dirname, `../../src/renderer/locales/labels/${language}.json`), 'utf8'),
  ) as Labels

const labels = { en: read('en'), ar: read('ar'), ckb: read('ckb') }
const languages = ['en', 'ar', 'ckb'] as const

const codeKeys = codeLists.flatMap((list) => [
  `codeList.${list.id}`,
  ...[...list.codes, ...list.retired].map((code) => `${list.id}.${code}`),
])
const fieldKeys = Object.values(records).flatMap((record) =>
  Object.keys(record.fields).map((field) => `${record.name}.${field}`),
)
const recordKeys = Object.values(records).flatMap((record) => [`record.${record.name}`, `records.${record.name}`])
const wanted = [...codeKeys, ...fieldKeys, ...recordKeys]
const isHelp = (key: string): boolean => key.endsWith('.help')
// A field may have a help text; when it has one, it has it in every language.
const helpKeys = new Set(languages.flatMap((language) => Object.keys(labels[language]).filter(isHelp)))

// Blood groups are written the same everywhere.
const sameEverywhere = (key: string): boolean => key.startsWith('bloodGroup.')
const arabicScript = /\p{Script=Arabic}/u

describe('label keys', () => {
  it('mean one thing each: no code list shares its name with a record', () => {
    const names = new Set<string>([...Object.keys(records), 'record', 'records', 'codeList'])
    expect(codeLists.map((list) => list.id).filter((id) => names.has(id))).toEqual([])
    expect(new Set(wanted).size).toBe(wanted.length)
  })

  it('of help texts belong to a field', () => {
    const fields = new Set(fieldKeys)
    expect([...helpKeys].filter((key) => !fields.has(key.slice(0, -'.help'.length)))).toEqual([])
  })
})

describe.each(languages)('labels in %s', (language) => {
  const ours = labels[language]

  it('name every code, code list, record and field, and nothing else', () => {
    expect(Object.keys(ours).toSorted()).toEqual([...wanted, ...helpKeys].toSorted())
  })

  it('are never empty and have no space around them', () => {
    expect(Object.entries(ours).filter(([, label]) => label === '' || label !== label.trim())).toEqual([])
  })

  it('tell the codes of one list apart', () => {
    for (const list of codeLists) {
      const seen = [...list.codes, ...list.retired].map((code) => ours[`${list.id}.${code}`])
      expect(new Set(seen).size, list.id).toBe(seen.length)
    }
  })
})

describe.each(['ar', 'ckb'] as const)('labels in %s', (language) => {
  it('are written in Arabic script', () => {
    const latin = Object.entries(labels[language]).filter(
      ([key, label]) => !sameEverywhere(key) && !arabicScript.test(label),
    )
    expect(latin).toEqual([])
  })

  it('use the letters of their own alphabet, so that sorting and search work', () => {
    const foreign = language === 'ckb' ? /[\u0643\u064A\u0649\u0629]/u : /[\u06A9\u06CC\u06D5\u06CE\u06C6\u0695\u06B5]/u
    expect(Object.entries(labels[language]).filter(([, label]) => foreign.test(label))).toEqual([])
  })
})
