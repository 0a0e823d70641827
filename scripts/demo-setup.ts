import { mkdir, readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import type { DemoOffice } from './demo-office.ts'
import { allNames } from './demo-people.ts'

/** The passphrase of everybody in a demo. */
export const passphrase = 'paper lantern river seven demo'

/** Makes a demo's folders; an existing one ends the demo, so that nothing of anybody's is overwritten. */
export const makeFolders = async (out: string, folders: readonly string[]): Promise<void> => {
  for (const folder of folders) {
    const file = path.join(out, folder)
    if (await stat(file).catch(() => undefined)) {
      console.error(`${file} exists already: choose an empty folder, so that nothing of yours is overwritten.`)
      process.exit(2)
    }
    await mkdir(file, { recursive: true })
  }
}

/** Measures and tells each step of a demo; `seconds` is what they took. */
export const createSteps = () => {
  const seconds: Record<string, number> = {}
  const step = async <T>(name: string, run: () => Promise<T>): Promise<T> => {
    const start = performance.now()
    const result = await run()
    seconds[name] = Math.round(performance.now() - start) / 1000
    console.log(`${name.padEnd(58)} ${seconds[name].toFixed(2).padStart(8)} s`)
    return result
  }
  return { seconds, step }
}

/** Sets an office up and signs its first officer in. */
export const setUp = async (
  office: DemoOffice,
  code: string,
  place: string,
  { type = 'field', places = false }: { readonly type?: 'field' | 'headquarters'; readonly places?: boolean } = {},
): Promise<void> => {
  await office.call('accounts.setUp', {
    office: { code, name: { la: `${place} office`, ar: `مكتب ${place}` }, type },
    user: { name: `Demo officer ${code}`, role: 'administrator' },
    language: 'en',
    digits: 'latn',
    passphrase,
    builtInPlaces: places,
  })
  const { state } = await office.call('accounts.status', {})
  if (state !== 'open') await office.call('accounts.unlock', { name: `Demo officer ${code}`, passphrase })
}

/** Looks for any of the names, in UTF-8 and UTF-16, in every byte below some folders. */
export const filesWithNames = async (
  out: string,
  folders: readonly string[],
  names: readonly string[] = allNames(),
): Promise<string[]> => {
  const needles = names.flatMap((name) => [Buffer.from(name, 'utf8'), Buffer.from(name, 'utf16le')])
  const found: string[] = []
  for (const folder of folders) {
    for (const entry of await readdir(path.join(out, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      const file = path.join(entry.parentPath, entry.name)
      const content = await readFile(file)
      if (needles.some((needle) => content.includes(needle))) found.push(path.relative(out, file))
    }
  }
  return found
}
