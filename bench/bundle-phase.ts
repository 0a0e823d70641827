// One phase of `npm run bench:bundle` in a process of its own, so that the peak of its memory is that of the phase:
// `node <built bundle-phase.ts> PHASE JSON`. Its answer is the last line it writes.
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { asking, type Answers } from './exchange/asking.ts'
import {
  accept,
  addFamilies,
  check,
  editPeople,
  exchangeCards,
  newOffice,
  signedIn,
  write,
  type Done,
} from './exchange/office.ts'
import { pipe, writePayload } from './exchange/pipe.ts'
import { replicate } from './exchange/peer.ts'
import { rawInserts } from './exchange/raw-inserts.ts'
import { seedOffice, type LocalOffice } from './seed-office.ts'

/** What every phase is told; each takes what it needs. */
export interface PhaseInput {
  /** The built jobs worker. */
  readonly worker: string
  readonly sender: string
  readonly receiver: string
  readonly scratch: string
  readonly people: number
  readonly edits: number
  readonly families: number
  readonly bundle: string
}

/** The office is asked this long before a job begins: what else runs on the machine shows in that gap too. */
const idleMs = 3000

/** A measured job, with what the office answered before and meanwhile, and the most memory the process held. */
export type Measured<T> = Done<T> & Answers & { readonly idleGap: number; readonly peakMb: number }

/** The most this process held. What the system counts for it as a child begins with what its parent held. */
const peakMb = (): number => {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : ''
  const kilobytes = Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? process.resourceUsage().maxRSS)
  return Math.round(kilobytes / 1000)
}

const idOf = async (office: LocalOffice): Promise<string> => (await office.get('bundles.card', {})).office

/** Runs a job of an office and measures; `busy` has a person save now and then. */
const measured = async <T>(
  folder: string,
  worker: string,
  busy: boolean,
  run: (office: LocalOffice) => Promise<Done<T>>,
): Promise<Measured<T>> => {
  const office = await signedIn(folder, worker)
  try {
    const own = busy ? await ownHousehold(office) : undefined
    const idle = asking(office, own)
    await wait(idleMs)
    const { longestGap: idleGap } = await idle.stop()
    const watch = asking(office, own)
    const done = await run(office)
    return { ...done, ...(await watch.stop()), idleGap, peakMb: peakMb() }
  } finally {
    await office.close()
  }
}

/** A household of the office's own, for saves that go on during an import. */
const ownHousehold = async (office: LocalOffice): Promise<string> => {
  await addFamilies(office, 1, 999)
  const find = 'select id from household order by createdAt desc, id limit 1'
  return String(office.app.stores().registry.raw.prepare(find).pluck().get())
}

const theirs = async (office: LocalOffice): Promise<string> => {
  const own = await idOf(office)
  const other = (await office.get('bundles.offices', {})).find(({ id }) => id !== own)
  if (!other) throw new Error('no other office is known')
  return other.id
}

const phases = {
  /** A sender full of people with later edits, and a receiver that has nothing yet. */
  seed: async ({ sender, receiver, worker, people, edits }: PhaseInput) => {
    const made = await seedOffice({
      folder: sender,
      households: Math.round(people / 4.62),
      seed: 1,
      progress: () => {},
    })
    const from = await signedIn(sender, worker)
    await editPeople(from, edits, 1)
    const to = await newOffice(receiver, 'BAS', worker)
    await exchangeCards(from, to)
    const operations = Number(from.app.stores().registry.raw.prepare('select count(*) from opLog').pluck().get())
    await from.close()
    await to.close()
    return { people: made.people, operations }
  },
  export: async ({ sender, worker, scratch }: PhaseInput) =>
    await measured(sender, worker, false, async (office) => write(office, await theirs(office), scratch, 'everything')),
  verify: async ({ receiver, worker, bundle }: PhaseInput) =>
    await measured(receiver, worker, false, async (office) => await check(office, bundle)),
  apply: async ({ receiver, worker, bundle }: PhaseInput) =>
    await measured(receiver, worker, true, async (office) => await accept(office, bundle)),
  /** For a second time: nothing is new. */
  again: async ({ receiver, worker, bundle }: PhaseInput) =>
    await measured(receiver, worker, false, async (office) => {
      const checked = await check(office, bundle)
      const applied = await accept(office, checked.result.bundle)
      return { result: applied.result, seconds: checked.seconds + applied.seconds }
    }),
  payload: async ({ sender, worker, scratch }: PhaseInput) => {
    const office = await signedIn(sender, worker)
    const wrote = writePayload(office, `${scratch}/payload`)
    await office.close()
    return wrote
  },
  pipe: async ({ scratch }: PhaseInput) => await pipe(`${scratch}/payload`, `${scratch}/payload.age`),
  raw: async ({ receiver, worker, scratch }: PhaseInput) => {
    const office = await signedIn(receiver, worker)
    const inserted = rawInserts(office, `${scratch}/raw.db`)
    await office.close()
    return inserted
  },
  peer: async ({ sender, worker, scratch, edits }: PhaseInput) => {
    const office = await signedIn(sender, worker)
    mkdirSync(`${scratch}/pouch`, { recursive: true })
    const replicated = await replicate(office, `${scratch}/pouch`, edits)
    await office.close()
    return { ...replicated, peakMb: peakMb() }
  },
  /** Both laptops come to hold everything, and each knows that the other does. */
  meet: async ({ sender, receiver, worker, scratch }: PhaseInput) => {
    const [one, other] = [await signedIn(sender, worker), await signedIn(receiver, worker)]
    await pass(one, other, scratch)
    await pass(other, one, scratch)
    await one.close()
    await other.close()
    return {}
  },
  /** Some work on both laptops, and what each lacks to the other. */
  day: async ({ sender, receiver, worker, scratch, edits, families }: PhaseInput) => {
    const [one, other] = [await signedIn(sender, worker), await signedIn(receiver, worker)]
    for (const [at, office] of [one, other].entries()) {
      const salt = 1000 + edits + at * 17
      await editPeople(office, edits, salt)
      await addFamilies(office, families, salt)
    }
    const there = await pass(one, other, scratch)
    const back = await pass(other, one, scratch)
    const hashes = await Promise.all(
      [one, other].map(async (office) => (await office.get('bundles.stateHash', { store: 'registry' })).hash),
    )
    await one.close()
    await other.close()
    return {
      seconds: there.seconds + back.seconds,
      bytes: there.bytes + back.bytes,
      operations: there.operations + back.operations,
      same: hashes[0] === hashes[1],
    }
  },
}

/** What each phase answers. */
export type Phases = { [N in keyof typeof phases]: Awaited<ReturnType<(typeof phases)[N]>> }

/** One bundle of what the other lacks, from writing it to having taken it in. */
const pass = async (from: LocalOffice, to: LocalOffice, folder: string) => {
  const wrote = await write(from, await idOf(to), folder, 'lacking')
  const checked = await check(to, wrote.result.file)
  const applied = await accept(to, checked.result.bundle)
  const { bytes, operations } = wrote.result
  return { seconds: wrote.seconds + checked.seconds + applied.seconds, bytes, operations }
}

const [name = '', text = '{}'] = process.argv.slice(2)
const input = JSON.parse(text) as PhaseInput
if (!existsSync(input.scratch)) mkdirSync(input.scratch, { recursive: true })
if (!(name in phases)) throw new Error(`no phase ${name}`)
console.log(JSON.stringify(await phases[name as keyof typeof phases](input)))
process.exit(0)
