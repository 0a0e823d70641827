// A week of four offices: headquarters and three field offices carry bundles on sticks that get lost, are read twice or
// in the wrong order, while all of them write. At its end all hold the same records, and a list says what was decided.
import { readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Input, Output } from '../src/shared/contract/index.ts'
import { openDemoOffice, type DemoOffice } from './demo-office.ts'
import { project } from './demo-people.ts'
import { createSteps, filesWithNames, makeFolders, setUp } from './demo-setup.ts'

const codes = ['HDQ', 'EBL', 'NIN', 'BGD'] as const
type Code = (typeof codes)[number]
const towns: Readonly<Record<Code, string>> = { HDQ: 'Head', EBL: 'Erbil', NIN: 'Ninewa', BGD: 'Baghdad' }
const folderOf = (code: Code): string => `office-${code.toLowerCase()}`

/** What became of a stick between two offices. */
type Fate = 'arrived' | 'lost' | 'read twice'

interface Trip {
  readonly day: string
  readonly from: Code
  readonly to: Code
  readonly fate: Fate
  readonly changes: number
  readonly bytes: number
  readonly taken: number
}

interface Written {
  readonly file: string
  readonly operations: number
  readonly bytes: number
}

type Conflict = Output<'conflicts.get'>

const heads = [
  ['Zhiyan', 'ژيان'],
  ['Rawand', 'روند'],
  ['Shilan', 'شيلان'],
  ['Hemin', 'هيمن'],
] as const

const familyOf = (given: readonly [string, string], sex: 'FEMALE' | 'MALE'): Input<'households.register'> => ({
  household: {
    residenceStatus: 'IDP',
    place: 'IQG15Q05',
    registered: '2026-11-03',
    status: 'registered',
    consent: true,
    consentDate: '2026-11-03',
  },
  members: [
    {
      given: { la: given[0], ar: given[1] },
      father: { la: 'Karwan', ar: 'كاروان' },
      family: { la: 'Barzinji', ar: 'البرزنجي' },
      sex,
      birth: '1990',
      relationship: 'HEAD',
      status: 'active',
    },
  ],
  displacements: [],
})

/** Runs the week in a folder; true when all four ended with the same records and no name can be read in any file. */
export const runWeek = async (out: string): Promise<boolean> => {
  const folders = [...codes.map(folderOf), 'usb']
  await makeFolders(out, folders)
  const { seconds, step } = createSteps()
  const offices = new Map<Code, DemoOffice>()
  const ids = new Map<Code, string>()
  const trips: Trip[] = []
  let day = 'Monday'
  const of = (code: Code): DemoOffice => {
    const office = offices.get(code)
    if (!office) throw new Error(`${code} has not started`)
    return office
  }

  const write = async (from: Code, to: Code, content: 'lacking' | 'everything' | 'receipt'): Promise<Written> => {
    const office = of(from)
    const folder = await office.choose('folder', path.join(out, 'usb'))
    const job = await office.call('bundles.export', { store: 'registry', office: ids.get(to) ?? '', content, folder })
    return (await office.finish(job.jobId)) as Written
  }
  const read = async (to: Code, written: Written): Promise<number> => {
    const office = of(to)
    const file = await office.choose('bundle', path.join(out, 'usb', written.file))
    const { bundle } = (await office.finish((await office.call('bundles.verify', { file })).jobId)) as {
      bundle: string
    }
    const done = await office.finish((await office.call('bundles.apply', { bundle })).jobId)
    return (done as { applied: number }).applied
  }
  /** Carries what one office lacks to it; a lost stick is written and never read. */
  const carry = async (
    from: Code,
    to: Code,
    fate: Fate = 'arrived',
    content: 'lacking' | 'everything' | 'receipt' = 'lacking',
  ): Promise<void> => {
    const written = await write(from, to, content)
    const taken = fate === 'lost' ? 0 : await read(to, written)
    if (fate === 'read twice' && (await read(to, written)) !== 0)
      throw new Error('a bundle read twice brought something')
    trips.push({ day, from, to, fate, changes: written.operations, bytes: written.bytes, taken })
  }
  const phone = async (office: Code, id: string, digits: string): Promise<void> => {
    await of(office).call('households.update', { id, patch: { phone: digits } })
  }

  await step('four offices start and set themselves up', async () => {
    for (const code of codes) {
      const office = await openDemoOffice(path.join(out, folderOf(code)))
      offices.set(code, office)
      await setUp(office, code, towns[code], { type: code === 'HDQ' ? 'headquarters' : 'field', places: true })
    }
  })
  await step('headquarters and each field office exchange cards', async () => {
    const card = await of('HDQ').call('bundles.card', {})
    ids.set('HDQ', card.office)
    for (const code of codes.slice(1)) {
      const own = await of(code).call('bundles.card', {})
      ids.set(code, own.office)
      await of('HDQ').call('bundles.addOffice', { card: own })
      await of(code).call('bundles.addOffice', { card })
    }
  })

  const family = new Map<string, { readonly id: string; readonly person: string }>()
  await step('Monday: every field office registers families', async () => {
    for (const [at, code] of codes.slice(1).entries()) {
      for (const [n, given] of heads.entries()) {
        const { id, people } = await of(code).call(
          'households.register',
          familyOf(given, n % 2 === 0 ? 'FEMALE' : 'MALE'),
        )
        family.set(`${code} ${n}`, { id, person: people[0] ?? '' })
      }
      if (at === 0) await of(code).call('projects.create', project)
      await carry(code, 'HDQ', at === 1 ? 'read twice' : 'arrived')
    }
    await carry('HDQ', 'EBL')
    await carry('HDQ', 'NIN', 'lost')
    await carry('HDQ', 'BGD')
  })
  const household = (name: string): string => family.get(name)?.id ?? ''
  const person = (name: string): string => family.get(name)?.person ?? ''

  day = 'Tuesday'
  await step('Tuesday: two offices change the same family', async () => {
    await of('EBL').call('households.update', { id: household('EBL 0'), patch: { notes: 'Moved to the new camp' } })
    await of('BGD').call('households.update', { id: household('EBL 0'), patch: { notes: 'Left for Baghdad' } })
    await of('EBL').call('households.update', { id: household('NIN 1'), patch: { rationCard: '1122' } })
    await of('BGD').call('households.update', { id: household('NIN 1'), patch: { rationCard: '1221' } })
    await carry('EBL', 'HDQ')
    await carry('BGD', 'HDQ', 'lost')
  })

  day = 'Wednesday'
  await step('Wednesday: a removal meets a change; the newer stick arrives first', async () => {
    await of('NIN')
      .call('people.remove', { id: person('NIN 2'), undo: false })
      .catch(() => undefined)
    const member = await of('NIN').call('people.add', {
      draft: {
        household: household('NIN 3'),
        given: { la: 'Aland', ar: 'ئالان' },
        sex: 'MALE',
        relationship: 'SON_DAUGHTER',
        status: 'active',
      },
    })
    await carry('NIN', 'HDQ')
    await carry('HDQ', 'NIN')
    await carry('HDQ', 'EBL')
    await of('NIN').call('people.remove', { id: member.id, undo: false })
    await of('EBL').call('people.update', { id: member.id, patch: { occupation: 'Carpenter' } })
    const older = await write('EBL', 'HDQ', 'lacking')
    await phone('EBL', household('EBL 1'), '0750 111 2233')
    const newer = await write('EBL', 'HDQ', 'lacking')
    for (const written of [newer, older])
      trips.push({
        day,
        from: 'EBL',
        to: 'HDQ',
        fate: 'arrived',
        changes: written.operations,
        bytes: written.bytes,
        taken: await read('HDQ', written),
      })
  })

  day = 'Thursday'
  await step('Thursday: two field offices trade, known to each other through headquarters', async () => {
    await of('NIN').call('households.setStatus', { id: household('BGD 0'), to: 'verified' })
    await of('BGD').call('households.setStatus', {
      id: household('BGD 0'),
      to: 'duplicate_of',
      reason: 'Registered before',
    })
    await carry('NIN', 'EBL')
    await carry('EBL', 'NIN')
    await phone('BGD', household('BGD 2'), '0770 444 5566')
    await carry('BGD', 'HDQ')
    await carry('NIN', 'HDQ', 'read twice')
  })

  day = 'Friday'
  const decided: { readonly record: string; readonly field: string; readonly kept: string }[] = []
  await step('Friday: headquarters decides what differs, and links a person on record twice', async () => {
    const { rows } = await of('HDQ').call('conflicts.list', { record: null, field: null, offset: 0, limit: 100 })
    for (const { record, id, field } of rows) {
      const open: Conflict = await of('HDQ').call('conflicts.get', { record, id, field })
      const keep = open.options[0]
      if (!keep) throw new Error(`nothing to choose for ${record}.${field}`)
      await of('HDQ').call('conflicts.decide', { record, id, field, version: open.version, choice: { keep: keep.id } })
      const by = keep.by[0]?.office?.la ?? 'an office'
      decided.push({ record, field, kept: `what ${by} wrote, of ${open.options.length}` })
    }
    const [one, other] = [person('EBL 0'), person('NIN 0')]
    await of('HDQ').call('pairs.decide', { one, other, decision: 'same', main: one, reason: null })
  })
  await step('Friday: everybody gets what they lack, and receipts go home', async () => {
    for (const code of codes.slice(1)) {
      await carry('HDQ', code)
      await carry(code, 'HDQ')
    }
    for (const code of codes.slice(1)) await carry('HDQ', code)
    for (const code of codes.slice(1)) await carry(code, 'HDQ', 'arrived', 'receipt')
  })

  const hashes = await step('all four are compared', async () => {
    const found: Record<string, string> = {}
    for (const code of codes) found[code] = (await of(code).call('bundles.stateHash', { store: 'registry' })).hash
    return found
  })
  const waiting = await step('nothing is left to decide, and headquarters knows that all hold everything', async () => {
    let open = 0
    for (const code of codes) {
      const list = await of(code).call('conflicts.list', { record: null, field: null, offset: 0, limit: 1 })
      open += list.total
    }
    const standing = await of('HDQ').call('bundles.standing', {})
    const behind = standing.filter((one) => one.store === 'registry' && one.changes > 0).length
    return { open, behind }
  })
  for (const office of offices.values()) await office.close()
  const names = heads.flat()
  const leaks = await step(
    'every byte is searched for the names',
    async () => await filesWithNames(out, folders, names),
  )

  const same = new Set(Object.values(hashes)).size === 1
  const left = (await readdir(path.join(out, 'usb'))).filter((name) => name.endsWith('.bundle')).length
  const report = { trips, decided, hashes, same, waiting, clearTextFiles: leaks, bundlesOnSticks: left, seconds }
  await writeFile(path.join(out, 'report.json'), `${JSON.stringify(report, null, 2)}\n`)
  console.log('\nday        from  to    stick        changes    bytes  taken in')
  for (const trip of trips) {
    const { from, to, fate, changes, bytes, taken } = trip
    console.log(
      `${trip.day.padEnd(10)} ${from}   ${to}   ${fate.padEnd(10)} ${String(changes).padStart(9)} ${String(bytes).padStart(8)} ${String(taken).padStart(9)}`,
    )
  }
  const fates = (fate: Fate): number => trips.filter((trip) => trip.fate === fate).length
  console.log(
    `\nsticks: ${trips.length} written, ${fates('lost')} lost, ${fates('read twice')} read twice, 1 read after a newer one`,
  )
  console.log('decided at headquarters:')
  for (const { record, field, kept } of decided) console.log(`  ${record}.${field}: ${kept}`)
  console.log(
    `left to decide anywhere: ${waiting.open}; offices that headquarters knows to be behind: ${waiting.behind}`,
  )
  for (const code of codes) console.log(`  ${code} ${hashes[code]}`)
  console.log(`all four offices hold the same records: ${same ? 'yes' : 'NO'}`)
  console.log(`files in which a name can be read: ${leaks.length}`)
  return same && leaks.length === 0 && waiting.open === 0 && waiting.behind === 0 && decided.length > 0
}
