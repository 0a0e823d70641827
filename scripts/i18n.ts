import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/*
 * `npm run i18n` collects the sentences of every folder into its catalogues; `npm run i18n -- --check` changes nothing
 * and fails when a sentence is not collected, has no translation, lacks one of the six plural forms of Arabic, or is
 * translated in two ways: a window has all catalogues at once, and one of them would win.
 */
const catalogues = path.join(import.meta.dirname, '../src/renderer/locales')
const arabicForms = ['zero', 'one', 'two', 'few', 'many', 'other']

const lingui = (...options: string[]): boolean =>
  spawnSync('lingui', options, { stdio: 'inherit', shell: process.platform === 'win32' }).status === 0

/** The messages of a catalogue with their translations; obsolete ones are comments and left out. */
function messagesOf(file: string): { id: string; context: string; text: string }[] {
  const joined = (block: string) => [...block.matchAll(/"(.*)"/g)].map((part) => part[1]).join('')
  return readFileSync(file, 'utf8')
    .split('\n\n')
    .flatMap((entry) => {
      const found = /^msgid ((?:".*"\n?)+)msgstr ((?:".*"\n?)+)/m.exec(entry)
      const id = joined(found?.[1] ?? '')
      const context = joined(/^msgctxt ((?:".*"\n?)+)/m.exec(entry)?.[1] ?? '')
      return id === '' ? [] : [{ id, context, text: joined(found?.[2] ?? '') }]
    })
}

function missingForms(): string[] {
  return readdirSync(catalogues).flatMap((folder) => {
    if (folder === 'labels') return []
    const file = path.join(catalogues, folder, 'ar.po')
    return messagesOf(file).flatMap(({ id, text }) => {
      if (!/\{\s*\w+\s*,\s*plural\s*,/.test(id)) return []
      const absent = arabicForms.filter((form) => !new RegExp(`[\\s,]${form} \\{`).test(text))
      return absent.length === 0 ? [] : [`${folder}/ar.po: "${id}" lacks ${absent.join(', ')}`]
    })
  })
}

function twoWays(): string[] {
  return ['ar', 'ckb'].flatMap((language) => {
    const known = new Map<string, { folder: string; text: string }>()
    return readdirSync(catalogues).flatMap((folder) => {
      if (folder === 'labels') return []
      return messagesOf(path.join(catalogues, folder, `${language}.po`)).flatMap(({ id, context, text }) => {
        const key = `${context}\0${id}`
        const before = known.get(key)
        known.set(key, before ?? { folder, text })
        if (!before || before.text === text) return []
        return [`${language}: "${id}" is "${before.text}" in ${before.folder} and "${text}" in ${folder}`]
      })
    })
  })
}

if (process.argv.includes('--check')) {
  const collected = lingui('check', 'sync')
  const translated = lingui('check', 'missing')
  const absent = [...missingForms(), ...twoWays()]
  for (const line of absent) console.error(line)
  process.exitCode = collected && translated && absent.length === 0 ? 0 : 1
} else {
  process.exitCode = lingui('extract', '--clean', '--workers', '1') ? 0 : 1
}
