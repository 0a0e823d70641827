import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { StatisticsResult } from '../../src/shared/contract/erasure.ts'
import { csvLine } from '../../src/main/csv.ts'
import { ageBand, coarsen } from '../../src/main/erasure/tables.ts'
import { evacuation, member, project, registration } from './drafts.ts'
import { addColleague, enterAs, everyFile } from './erasure-office.ts'
import { choose, ended } from './imports-run.ts'
import { openOffice, type TestOffice } from './open-office.ts'

let office: TestOffice
let stick: string
beforeEach(async () => {
  stick = mkdtempSync(path.join(tmpdir(), 'waypost-stick-'))
  office = await openOffice({ builtInPlaces: true })
})
afterEach(async () => {
  await office.close()
  rmSync(stick, { recursive: true, force: true })
})

const write = async (medical: boolean) =>
  await ended(office, (await office.get('erasure.statistics', { folder: choose(office, stick), medical })).jobId)

const linesOf = (folder: string, name: string): Record<string, string>[] => {
  const [head = '', ...rows] = readFileSync(path.join(folder, name), 'utf8')
    .slice(1)
    .replaceAll('"', '')
    .trim()
    .split('\r\n')
  const columns = head.split(',')
  return rows.map((row) => Object.fromEntries(row.split(',').map((cell, at) => [columns[at] ?? '', cell])))
}

test('the copy holds nobody: no name, number, phone, note, exact date or place', async () => {
  for (let at = 0; at < 8; at++) {
    await office.get('households.register', {
      ...registration(
        {
          place: 'IQG08Q01',
          address: 'Addresscanary',
          notes: 'Notecanary',
          phone: '0799 555 4443',
          rationCard: 'RC99',
        },
        [
          member({
            relationship: 'HEAD',
            given: { la: 'Namecanary' },
            birth: '1984-02-03',
            paper: 'OTHER',
            paperNumber: 'PN-5-5',
          }),
          member({ birth: '2015-06-07', nickname: '=cmd|canary' }),
        ],
      ),
    })
  }
  // One woman alone in her governorate.
  await office.get(
    'households.register',
    registration({ place: 'IQG15Q02' }, [member({ relationship: 'HEAD', sex: 'FEMALE', birth: '1950-01-02' })]),
  )
  await office.get(
    'projects.create',
    project({ notes: 'Projectnotecanary', donor: 'Donorcanary', beneficiariesDirect: 3 }),
  )
  for (let at = 0; at < 6; at++)
    await office.get('cases.create', evacuation({ given: { la: 'Patientcanary' } }, { diagnosis: 'Diagnosiscanary' }))
  const numbers = ['household', 'person', 'capProject'].flatMap((table) =>
    office.app.stores().registry.raw.prepare(`select number from "${table}"`).pluck().all().map(String),
  )

  const job = await write(true)
  expect(job.state).toBe('done')
  const result = job.result as StatisticsResult
  const folder = path.join(stick, result.folder)
  expect(readdirSync(folder).toSorted()).toEqual([
    'README.txt',
    'cases.csv',
    'displacements.csv',
    'households.csv',
    'persons.csv',
    'projects.csv',
  ])
  const secrets = [
    ...numbers,
    'canary',
    '0799',
    '555',
    '4443',
    'RC99',
    'PN-5',
    '1984',
    '02-03',
    '2015',
    '06-07',
    '1950',
  ]
  for (const { name, bytes } of everyFile(folder)) {
    const text = bytes.toString('utf8')
    expect([name, secrets.filter((word) => text.includes(word))]).toEqual([name, []])
    expect(text).not.toMatch(/[\u0600-\u06ff]/)
  }
  const people = linesOf(folder, 'persons.csv')
  expect(people).toHaveLength(16)
  for (const { governorate, age_band: band, sex } of people) {
    const group = people.filter(
      (one) => one['governorate'] === governorate && one['age_band'] === band && one['sex'] === sex,
    )
    expect(group.length).toBeGreaterThanOrEqual(5)
  }
  expect(people.some(({ governorate }) => governorate === 'IQG15')).toBe(false)
  expect(linesOf(folder, 'projects.csv')).toMatchObject([{ direct: 'under 5', type: 'water_network' }])
  expect(linesOf(folder, 'cases.csv')).toHaveLength(6)
  expect(readFileSync(path.join(folder, 'README.txt'), 'utf8')).toContain('2 rows were left out')
  for (const store of ['registry', 'medical'] as const) {
    const { rows } = await office.get('audit.list', { store, action: 'erasure.statistics', offset: 0, limit: 5 })
    expect(rows).toHaveLength(1)
  }
})

test('without the medical key there is no table of cases, and a stopped copy leaves nothing', async () => {
  await addColleague(office, 'Dara', 'dataManager')
  await enterAs(office, 'Dara')
  expect(await office.call('erasure.statistics', { folder: choose(office, stick), medical: true })).toMatchObject({
    error: { kind: 'forbidden' },
  })
  const { jobId } = await office.get('erasure.statistics', { folder: choose(office, stick), medical: false })
  await office.get('jobs.cancel', { jobId })
  expect((await ended(office, jobId)).state).toBe('cancelled')
  expect(readdirSync(stick)).toEqual([])
  const job = await write(false)
  expect((job.result as StatisticsResult).files.map(({ name }) => name)).not.toContain('cases.csv')
})

describe('the pieces', () => {
  test('no cell is taken for a formula', () => {
    for (const text of ['=1+1', '+1', '-1', '@x', '\tx', '\rx']) expect(csvLine([text])).toMatch(/^"'/)
    expect(csvLine(['a,"b"', '60+'])).toBe('"a,""b""","60+"\r\n')
  })

  test('ages are bands, by the middle of what is known', () => {
    expect(ageBand('2022-11-25', '2026-11-24')).toBe('0-4')
    expect(ageBand('2008-11-24', '2026-11-24')).toBe('18-59')
    expect(ageBand('1950~', '2026-11-24')).toBe('60+')
    expect(ageBand(null, '2026-11-24')).toBe('unknown')
  })

  test('groups too small are joined, and what stays too small is left out', () => {
    const lines = 'AAAAABBBCC'.split('').map((place) => ({ place }))
    const by = ['place']
    expect(coarsen(lines, [{ by, empty: by }], by)).toMatchObject({ merged: 5, left: 0 })
    expect(coarsen(lines.slice(0, 9), [{ by, empty: by }], by)).toMatchObject({ merged: 4, left: 4 })
  })
})
