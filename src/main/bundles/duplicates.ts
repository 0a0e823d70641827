import type { BundleOp, Json } from '../../shared/bundle/v1/operation.ts'
import type { BundlePreview, BundleSample } from '../../shared/contract/exchange.ts'
import { foldTokens } from '../../shared/names/fold.ts'
import { multiText } from '../../shared/records/field.ts'
import { skeletonsOf } from '../oplog/names.ts'
import type { AnyStore } from '../store/open.ts'
import { sampleHere, sampleOf } from './samples.ts'

const parts = ['given', 'father', 'grandfather', 'family'] as const
type Sounds = ReadonlyMap<(typeof parts)[number], ReadonlySet<string>>

interface Newcomer {
  readonly sample: BundleSample
  readonly sounds: Sounds
  readonly year: string
  readonly sex: unknown
}

/** Looking one person up takes a few milliseconds; a bundle may bring hundreds of thousands. */
const mostCompared = 2000
/** Where names are common it takes longer, and somebody waits for the answer. */
const longestMs = 15_000
const mostSamples = 5
const mostCandidates = 50
const perBeat = 50
/** More people of a sex and year without a father's name than this are found faster by their own. */
const mostFatherless = 300

/** How a part of a name sounds, in all the scripts it is written in. */
const soundsOf = (value: unknown): ReadonlySet<string> => {
  const name = multiText.safeParse(value)
  if (!name.success) return new Set()
  return new Set(Object.values(name.data).flatMap((text) => foldTokens(text ?? '').flatMap(skeletonsOf)))
}

const soundsIn = (values: Readonly<Record<string, unknown>>): Sounds =>
  new Map(
    parts.flatMap((part) => {
      const sounds = soundsOf(values[part])
      return sounds.size > 0 ? [[part, sounds] as const] : []
    }),
  )

const yearOf = (birth: unknown): string => (typeof birth === 'string' ? birth.slice(0, 4) : '')

/** True when the parts of two names that both have sound alike, and that is more than one part. */
const alike = (a: Sounds, b: Sounds): boolean => {
  const both = [...a].filter(([part]) => b.has(part))
  return both.length > 1 && both.every(([part, sounds]) => meets(b.get(part) ?? new Set(), sounds))
}

const meets = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => [...a].some((one) => b.has(one))

const jsonOf = (cell: unknown): Json => (typeof cell === 'string' ? (JSON.parse(cell) as Json) : null)

type Row = Readonly<Record<(typeof parts)[number] | 'id', string>> & { readonly skeletons?: string }

const soundsHere = (row: Row): Sounds => soundsIn(Object.fromEntries(parts.map((part) => [part, jsonOf(row[part])])))

/** Somebody here without a father's name. */
interface Short {
  readonly id: string
  readonly sounds: Sounds
  /** How all words of the name sound, a nickname's too. */
  readonly words: ReadonlySet<string>
}

const shortOf = (row: Row): Short => ({
  id: row.id,
  sounds: soundsHere(row),
  words: new Set((row.skeletons ?? '').split(' ')),
})

/** Gathers the people or patients that a bundle would add, and looks for them among those who are here. */
export class Namesakes {
  private readonly store: AnyStore
  private readonly type: 'person' | 'patient'
  private readonly newcomers: Newcomer[] = []
  private readonly fatherless = new Map<string, readonly Short[] | null>()
  private all = 0

  constructor(store: AnyStore) {
    this.store = store
    this.type = store.store === 'registry' ? 'person' : 'patient'
  }

  /** Looks at the create of a record that is not here. */
  see(op: BundleOp): void {
    if (op.type !== this.type) return
    this.all += 1
    if (this.newcomers.length >= mostCompared) return
    const { birth, sex } = op.fields
    this.newcomers.push({ sample: sampleOf(op), sounds: soundsIn(op.fields), year: yearOf(birth), sex: sex ?? null })
  }

  /** New people whose names sound like those of somebody here of the same sex, born in the same year. */
  async find(beat: (done: number, total: number) => Promise<void>): Promise<BundlePreview['duplicates']> {
    const found: BundlePreview['duplicates'] = { count: 0, compared: 0, all: this.all, samples: [] }
    const until = performance.now() + longestMs
    for (const one of this.newcomers) {
      if (performance.now() > until) break
      if (found.compared % perBeat === 0) await beat(found.compared, this.newcomers.length)
      found.compared += 1
      const like = this.likeOf(one)
      if (like === null) continue
      found.count += 1
      if (found.samples.length < mostSamples)
        found.samples.push({ ...one.sample, like: sampleHere(this.store, this.type, like) })
    }
    return found
  }

  private likeOf(newcomer: Newcomer): string | null {
    const { sounds, year, sample } = newcomer
    const asked = [sounds.get('given'), sounds.get('family') ?? sounds.get('grandfather') ?? sounds.get('father')]
    const wanted = asked.filter((any) => any !== undefined)
    if (year === '' || wanted.length < asked.length) return null
    const short = this.withoutFather(newcomer)
    const father = sounds.get('father')
    if (!short || !father) return this.among(newcomer, wanted)
    // Who has a father here has one that sounds alike: that leaves few of those who share two common names.
    const full = this.among(newcomer, [...wanted, father])
    if (full !== null) return full
    const like = short.find(
      (one) => one.id !== sample.id && wanted.every((any) => meets(any, one.words)) && alike(sounds, one.sounds),
    )
    return like?.id ?? null
  }

  /** Those of this sex and year here whose father's name is not known, or null when they are many. */
  private withoutFather({ year, sex }: Newcomer): readonly Short[] | null {
    const key = `${year} ${String(sex)}`
    const known = this.fatherless.get(key)
    if (known !== undefined) return known
    const rows = this.store
      .prepare(
        `select p.id, p.given, p.father, p.grandfather, p.family, e.skeletons from "${this.type}" p
         join nameEntry e on e.id = p.id where coalesce(length(p.father), 0) < 12 and p.deleted = 0
         and substr(p.birth, 1, 4) = ? and p.sex = ? limit ${mostFatherless + 1}`,
      )
      .all(year, sex) as Row[]
    const found = rows.length > mostFatherless ? null : rows.map(shortOf)
    this.fatherless.set(key, found)
    return found
  }

  /** Somebody whose name has a sound of each set, and is alike. */
  private among({ sounds, year, sex, sample }: Newcomer, wanted: readonly ReadonlySet<string>[]): string | null {
    const match = wanted
      .map((any) => `(${[...any].map((sound) => `"${sound.replaceAll('"', '')}"`).join(' OR ')})`)
      .join(' AND ')
    const rows = this.store
      .prepare(
        `select p.id, p.given, p.father, p.grandfather, p.family from nameSearch s join nameEntry e on e.row = s.rowid
         join "${this.type}" p on p.id = e.id where nameSearch match ? and p.deleted = 0
         and substr(p.birth, 1, 4) = ? and p.sex = ? and p.id <> ? limit ${mostCandidates}`,
      )
      .all(`skeletons : (${match})`, year, sex, sample.id) as Row[]
    return rows.find((row) => alike(sounds, soundsHere(row)))?.id ?? null
  }
}
