import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { choose, ended, importRegistration, writeRegistration, writeWorkbook } from './imports-run.ts'
import { householdColumns, individualColumns } from '../../scripts/fixtures/columns.ts'
import { member, registration } from './drafts.ts'
import { addColleague, enterAs, eraseRecord, everyCell, everyFile, found, plainBytes } from './erasure-office.ts'
import { openOffice, type TestOffice } from './open-office.ts'

let office: TestOffice
let stick: string
beforeEach(async () => {
  stick = mkdtempSync(path.join(tmpdir(), 'waypost-stick-'))
  office = await openOffice({ builtInPlaces: true })
  await addColleague(office, 'Dara', 'dataManager')
  await addColleague(office, 'Aso', 'auditor')
})
afterEach(async () => {
  await office.close()
  rmSync(stick, { recursive: true, force: true })
})

/** Words that stand nowhere else. */
const typed = [
  'Zorqavix',
  'قطربشكن',
  'Wuxlmere',
  'ضغظمول',
  '0799 887 7665',
  '07998877665',
  'QX-778-ZZ91',
  'QX778ZZ91',
  'RATIONCANARY5',
  'Marshcanary lane',
  'bluecanary heron',
  'greencanary ibis',
  'titlecanary',
  'bytescanary',
  'mosulcanary',
  'reportcanary',
]

const card = () => ({
  ...registration(
    {
      place: null,
      placeUnknown: 'mosulcanary',
      phone: '0799 887 7665',
      rationCard: 'RATIONCANARY5',
      address: 'Marshcanary lane',
      notes: 'bluecanary heron',
    },
    [
      member({
        given: { la: 'Zorqavix', ar: 'قطربشكن' },
        relationship: 'HEAD',
        birth: '1984-02-03',
        phone: '07998877665',
        paper: 'NATIONAL_ID',
        paperNumber: 'QX-778-ZZ91',
      }),
      member({ given: { la: 'Child' }, birth: '2015' }),
    ],
  ),
})

const household = async () => {
  const made = await office.get('households.register', card())
  const [head = '', child = ''] = made.people
  // Edited again and again, so that the log holds several values and pages were split and joined.
  for (let at = 0; at < 6; at++) {
    await office.get('people.update', {
      id: child,
      patch: { given: { la: at % 2 ? 'Wuxlmere' : 'Other', ar: 'ضغظمول' } },
    })
    await office.get('households.update', { id: made.id, patch: { notes: at % 2 ? 'greencanary ibis' : 'plain' } })
    await office.get('people.update', {
      id: head,
      patch: { paper: 'NATIONAL_ID', paperNumber: at % 2 ? 'QX-778-ZZ91' : 'QX778ZZ91' },
    })
  }
  await office.get('people.remove', { id: child, undo: false })
  const file = path.join(stick, 'titlecanary.txt')
  writeFileSync(file, `bytescanary ${'x'.repeat(3000)} bytescanary\n`)
  const files = [{ file: choose(office, file), name: 'titlecanary.txt' }]
  const add = { owner: { type: 'household', id: made.id }, kind: 'other', files } as const
  const job = await ended(office, (await office.get('attachments.add', add)).jobId)
  expect(job.state).toBe('done')
  return made
}

/** Words of the name index that only this family has. */
const indexed = (ids: readonly string[]): string[] => {
  const { raw } = office.app.stores().registry
  const own = new Set<string>()
  const others = new Set<string>()
  for (const row of raw.prepare('select id, tokens, skeletons from nameEntry').all() as {
    id: string
    tokens: string
    skeletons: string
  }[]) {
    const words = `${row.tokens} ${row.skeletons}`.split(' ')
    for (const word of words) (ids.includes(row.id) ? own : others).add(word)
  }
  return [...own].filter((word) => word.length > 4 && !others.has(word))
}

test('nothing of an erased household is left: no table, no index, no byte of a file', async () => {
  await importRegistration(office, await writeRegistration('before.xlsx', 7, 60), true)
  const made = await household()
  await importRegistration(office, await writeRegistration('after.xlsx', 8, 60), true)
  await office.get('search.quick', { text: 'Zorqavix', limit: 20 })
  await importRegistration(office, await canaryWorkbook(), true)
  const words = indexed(made.people)
  expect(words.length).toBeGreaterThan(1)
  const canaries = [...typed, ...words]

  // The check itself is proved: before, every word is found in the cells and in the plain bytes.
  const { raw } = office.app.stores().registry
  raw.pragma('wal_checkpoint(TRUNCATE)')
  const before = Buffer.concat([plainBytes(office, 'registry'), plainBytes(office, 'files')])
  expect(found(before, canaries)).toEqual(canaries)
  const cells = everyCell(raw)
  expect(canaries.filter((word) => !cells.includes(word))).toEqual(['bytescanary'])

  const certificate = await eraseRecord(office, { kind: 'household', ...made })
  expect(certificate).toMatchObject({
    kind: 'household',
    number: made.number,
    requestedBy: 'Dara',
    approvedBy: 'Aso',
    here: true,
    store: 'registry',
    // The household, two people, one move and a paper.
    records: 5,
  })
  expect(certificate.dots.reduce((sum, { from, to }) => sum + to - from + 1, 0)).toBe(5)

  // The erasure itself left no log file behind, while the office is open.
  for (const { name, bytes } of everyFile(office.folder)) {
    if (name.endsWith('-wal')) expect([name, bytes.length]).toEqual([name, 0])
  }
  const open = office.app.stores().registry
  expect(canaries.filter((word) => everyCell(open.raw).includes(word))).toEqual([])
  expect(found(plainBytes(office, 'registry'), canaries)).toEqual([])
  expect(found(plainBytes(office, 'files'), canaries)).toEqual([])
  for (const { name, bytes } of everyFile(office.folder)) expect([name, found(bytes, canaries)]).toEqual([name, []])

  // What remains: the number and the day.
  expect(await office.get('erasure.find', { kind: 'household', id: made.id })).toMatchObject({ number: made.number })
  await enterAs(office)
  expect(await office.call('households.get', { id: made.id })).toMatchObject({ error: { kind: 'notFound' } })
  for (const text of ['Zorqavix', 'قطربشكن', '07998877665', 'QX-778-ZZ91']) {
    expect(JSON.stringify(await office.get('search.quick', { text, limit: 20 }))).not.toContain(made.people[0])
  }
  const line = await office.get('history.ofRecord', { record: 'household', id: made.id, offset: 0, limit: 50 })
  expect(line.rows[0]).toMatchObject({ kind: 'erase', fields: [] })
  expect(line.rows.flatMap(({ fields }) => fields)).toEqual([])
  const { jobId } = await office.get('audit.verify', { store: 'registry' })
  expect(await ended(office, jobId)).toMatchObject({ state: 'done', result: { problem: null } })
}, 60_000)

/** A workbook whose refused row quotes the phone of the family: the report of the import keeps what it found. */
async function canaryWorkbook(): Promise<string> {
  const values: Readonly<Record<string, string>> = {
    household_id: 'HX-1',
    first_registration_date_h_c: 'reportcanary',
    consent_h_c: '1',
  }
  const cells = householdColumns.map((column) => values[column] ?? null)
  return await writeWorkbook(
    'canary.xlsx',
    { Households: [[...householdColumns], cells], Individuals: [[...individualColumns]] },
    false,
  )
}
