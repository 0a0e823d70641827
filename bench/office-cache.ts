import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { seedOffice } from './seed-office.ts'

const root = path.join(import.meta.dirname, '..')
/** Where seeded offices are kept. */
export const cache = path.join(root, 'node_modules/.cache/waypost-bench')

const filesBelow = async (folder: string): Promise<string[]> =>
  (await readdir(path.join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .toSorted()

/** A hash over everything that decides what a seeded office looks like: the generator and the store's tables. */
export const generatorHash = async (...more: readonly string[]): Promise<string> => {
  const files = [
    ...more.map((file) => path.join(root, file)),
    path.join(root, 'bench/seed-office.ts'),
    ...(await filesBelow('bench/iraq')),
    ...(await filesBelow('src/main/store/migrations')),
  ]
  const hash = createHash('sha256')
  for (const file of files) hash.update(path.basename(file)).update(await readFile(file))
  return hash.digest('hex').slice(0, 12)
}

/** Where a bench works, and how many records its office holds. */
export interface BenchOffice {
  /** The data folder for the application; the office is `office` in it. */
  readonly userData: string
  readonly office: string
  /** Room for other files, removed with the rest. */
  readonly scratch: string
  readonly households: number
  readonly people: number
  /** How long the seeding took when it was done. */
  readonly seedSeconds: number
  close(): Promise<void>
}

interface Seeded {
  readonly households: number
  readonly people: number
  readonly seconds: number
}

/** A copy of a seeded office of this size: seeded once, kept, and copied for every run, since a run writes to it. */
export const benchOffice = async (households: number, say: (text: string) => void): Promise<BenchOffice> => {
  const kept = path.join(cache, `${await generatorHash()}-${households}`)
  const note = path.join(kept, 'seeded.json')
  if (!existsSync(note)) {
    await mkdir(cache, { recursive: true })
    const making = `${kept}.making`
    await rm(making, { recursive: true, force: true })
    await mkdir(making, { recursive: true })
    const {
      passphrase: _,
      user: __,
      ...counts
    } = await seedOffice({
      folder: path.join(making, 'office'),
      households,
      seed: 1,
      progress: (done) => say(`seeding: ${done} of ${households} households`),
    })
    await writeFile(path.join(making, 'seeded.json'), JSON.stringify(counts))
    await rm(kept, { recursive: true, force: true })
    await rename(making, kept)
  }
  const seeded = JSON.parse(await readFile(note, 'utf8')) as Seeded
  const run = path.join(cache, `run-${process.pid}`)
  await mkdir(path.join(run, 'scratch'), { recursive: true })
  await cp(path.join(kept, 'office'), path.join(run, 'data/office'), { recursive: true })
  return {
    userData: path.join(run, 'data'),
    office: path.join(run, 'data/office'),
    scratch: path.join(run, 'scratch'),
    households: seeded.households,
    people: seeded.people,
    seedSeconds: seeded.seconds,
    close: async () => {
      await rm(run, { recursive: true, force: true })
    },
  }
}
