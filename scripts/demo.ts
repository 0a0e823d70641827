// The whole main job, headless, through the real application: office A sets up, imports, registers, prints and exports;
// office B imports; both end with the same records. `npm run demo -- --out DIR [--workbook FILE.xlsx]`. With
// `--offices 4` it is a week of four offices instead.
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import type { ImportReport } from '../src/shared/contract/exchange.ts'
import { localToday } from '../src/shared/dates/partial.ts'
import { openDemoOffice, type DemoOffice } from './demo-office.ts'
import { family, patientCase, project } from './demo-people.ts'
import { createSteps, filesWithNames, makeFolders, setUp } from './demo-setup.ts'
import { runWeek } from './demo-week.ts'

const { values: options } = parseArgs({
  options: { out: { type: 'string' }, workbook: { type: 'string' }, offices: { type: 'string', default: '2' } },
})
if (options.out === undefined || !['2', '4'].includes(options.offices)) {
  console.error('Say where the results go: npm run demo -- --out DIR [--workbook FILE.xlsx] [--offices 4]')
  process.exit(2)
}
const out = path.resolve(options.out)
if (options.offices === '4') process.exit((await runWeek(out)) ? 0 : 1)
const workbook = path.resolve(
  options.workbook ?? path.join(import.meta.dirname, '../tests/fixtures/workbooks/registration-small.xlsx'),
)
const at = (...parts: string[]): string => path.join(out, ...parts)
const today = localToday(new Date())
const { seconds, step } = createSteps()

const runImport = async (
  office: DemoOffice,
  kind: 'registration' | 'places' | 'aliases',
  file: string | null,
): Promise<ImportReport> => {
  const chosen = file === null ? null : await office.choose('workbook', file)
  if (chosen !== null)
    await office.finish((await office.call('imports.start', { kind, file: chosen, apply: false })).jobId)
  const { jobId } = await office.call('imports.start', { kind, file: chosen, apply: true })
  return (await office.finish(jobId)) as ImportReport
}

const print = async (office: DemoOffice, kind: 'household' | 'project' | 'case', id: string): Promise<number> => {
  const { documentId } = await office.call('documents.prepare', { kind, id, language: 'ar' })
  const { pages } = await office.call('print.preview', { documentId })
  await office.savePdf(documentId, at(`${kind}.pdf`))
  return pages
}

const stores = ['registry', 'medical'] as const
interface Sent {
  readonly store: string
  readonly from: string
  readonly file: string
  readonly bytes: number
  readonly exported: number
  readonly imported: number
}

/** One office writes a store's bundle onto the stick, the other reads it. */
const carry = async (
  from: DemoOffice,
  to: DemoOffice,
  toOffice: string,
  store: (typeof stores)[number],
  hq: string,
  names: readonly [string, string],
): Promise<Sent> => {
  const folder = await from.choose('folder', at('usb'))
  const job = await from.call('bundles.export', { store, office: toOffice, folder, alsoTo: [hq] })
  const written = (await from.finish(job.jobId)) as { file: string; bytes: number; operations: number }
  const file = await to.choose('bundle', at('usb', path.basename(written.file)))
  const preview = (await to.finish((await to.call('bundles.verify', { file })).jobId)) as { bundle: string }
  const applied = (await to.finish((await to.call('bundles.apply', { bundle: preview.bundle })).jobId)) as {
    applied: number
  }
  return {
    store,
    from: names[0],
    file: path.basename(written.file),
    bytes: written.bytes,
    exported: written.operations,
    imported: applied.applied,
  }
}

await makeFolders(out, ['office-a', 'office-b', 'usb'])
const identity = await generateX25519Identity()
const hq = await identityToRecipient(identity)
await writeFile(at('hq-identity.txt'), `# The demo's headquarters: opens the bundles with age -d -i\n${identity}\n`)

const a = await step('office A starts', async () => await openDemoOffice(at('office-a')))
await step('office A sets itself up', async () => {
  await setUp(a, 'NIN', 'Ninewa')
})
const reports: ImportReport[] = []
await step('office A imports the places', async () => {
  reports.push(await runImport(a, 'places', null), await runImport(a, 'aliases', null))
})
await step('office A imports the workbook', async () => {
  reports.push(await runImport(a, 'registration', workbook))
})
const made = await step('office A registers one record of each family', async () => {
  const household = await a.call('households.register', family)
  await a.call('households.update', { id: household.id, patch: { phone: '0750 765 4321' } })
  const cap = await a.call('projects.create', project)
  await a.call('projects.setStatus', { id: cap.id, to: 'recommended', date: today })
  const evacuation = await a.call('cases.create', patientCase)
  await a.call('cases.setStage', { id: evacuation.id, to: 'screened', date: today })
  return { household: household.id, project: cap.id, case: evacuation.id }
})
const pages: Record<string, number> = {}
await step('office A prints the three files', async () => {
  for (const kind of ['household', 'project', 'case'] as const) pages[kind] = await print(a, kind, made[kind])
})
const b = await step('office B starts and sets itself up', async () => {
  const office = await openDemoOffice(at('office-b'))
  await setUp(office, 'BGD', 'Baghdad')
  return office
})
const [officeA, officeB] = await step('the offices exchange their cards', async () => {
  const knownToB = await b.call('bundles.addOffice', { card: await a.call('bundles.card', {}) })
  const knownToA = await a.call('bundles.addOffice', { card: await b.call('bundles.card', {}) })
  if (knownToA.fingerprint === '' || knownToB.fingerprint === '') throw new Error('an office card has no fingerprint')
  return [knownToB.id, knownToA.id] as const
})
const sent: Sent[] = []
await step('office A exports, office B imports', async () => {
  for (const store of stores) sent.push(await carry(a, b, officeB, store, hq, ['A', 'B']))
})
await step('office B answers, office A imports', async () => {
  for (const store of stores) sent.push(await carry(b, a, officeA, store, hq, ['B', 'A']))
})
const hashes = await step('both offices are compared', async () => {
  const of = async (office: DemoOffice) => ({
    registry: await office.call('bundles.stateHash', { store: 'registry' }),
    medical: await office.call('bundles.stateHash', { store: 'medical' }),
  })
  return { a: await of(a), b: await of(b) }
})
await a.close()
await b.close()
const leaks = await step(
  'every byte is searched for the names',
  async () => await filesWithNames(out, ['office-a', 'office-b', 'usb']),
)

const same = stores.every((store) => hashes.a[store].hash === hashes.b[store].hash)
const rejected = reports.flatMap((report) => report.problems.filter((problem) => problem.severity === 'rejected'))
const record = {
  counts: {
    a: { ...hashes.a.registry.records, ...hashes.a.medical.records },
    b: { ...hashes.b.registry.records, ...hashes.b.medical.records },
  },
  imports: reports.map(({ kind, sheets, records }) => ({ kind, sheets, records })),
  rejectedRows: rejected,
  bundles: sent,
  operations: {
    exported: sent.reduce((sum, one) => sum + one.exported, 0),
    imported: sent.reduce((sum, one) => sum + one.imported, 0),
  },
  stateHash: {
    a: { registry: hashes.a.registry.hash, medical: hashes.a.medical.hash },
    b: { registry: hashes.b.registry.hash, medical: hashes.b.medical.hash },
  },
  same,
  pdfPages: pages,
  clearTextFiles: leaks,
  seconds,
}
await writeFile(at('report.json'), `${JSON.stringify(record, null, 2)}\n`)

console.log('\nrecord                 office A   office B')
for (const name of Object.keys(record.counts.a).toSorted()) {
  console.log(
    `${name.padEnd(20)} ${String(record.counts.a[name]).padStart(10)} ${String(record.counts.b[name] ?? 0).padStart(10)}`,
  )
}
console.log(`\nrows refused by the import: ${rejected.length} (listed in report.json)`)
console.log(`operations carried: ${record.operations.exported} out, ${record.operations.imported} in`)
console.log(`pages: household ${pages.household}, project ${pages.project}, patient ${pages.case}`)
console.log(`both offices hold the same records: ${same ? 'yes' : 'NO'}`)
console.log(`files in which a name can be read: ${leaks.length}`)
if (!same || leaks.length > 0) process.exit(1)
