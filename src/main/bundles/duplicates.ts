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
  return both.length > 1 && both.every(([part, sounds]) => [...(b.get(part) ?? [])].some((one) => sounds.has(one)))
}

const jsonOf = (cell: unknown): Json => (typeof cell === 'string' ? (JSON.parse(cell) as Json) : null)

/** Gathers the people or patients that a bundle would add, and looks for them among those who are here. */
export class Namesakes {
  private readonly store: AnyStore
  private readonly type: 'person' | 'patient'
  private readonly newcomers: Newcomer[] = []
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

  private likeOf({ sounds, year, sex, sample }: Newcomer): string | null {
    const asked = [sounds.get('given'), sounds.get('family') ?? sounds.get('grandfather') ?? sounds.get('father')]
    if (year === '' || asked.includes(undefined)) return null
    const match = asked
      .map((any) => `(${[...(any ?? [])].map((sound) => `"${sound.replaceAll('"', '')}"`).join(' OR ')})`)
      .join(' AND ')
    const rows = this.store
      .prepare(
        `select p.id, p.given, p.father, p.grandfather, p.family from nameSearch s join nameEntry e on e.row = s.rowid
         join "${this.type}" p on p.id = e.id where nameSearch match ? and p.deleted = 0
         and substr(p.birth, 1, 4) = ? and p.sex = ? and p.id <> ? limit ${mostCandidates}`,
      )
      .all(`skeletons : (${match})`, year, sex, sample.id) as Record<string, unknown>[]
    const like = rows.find((row) =>
      alike(sounds, soundsIn(Object.fromEntries(parts.map((part) => [part, jsonOf(row[part])])))),
    )
    return typeof like?.['id'] === 'string' ? like['id'] : null
  }
}
