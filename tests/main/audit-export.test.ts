import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeAudit } from '../../src/main/audit/chain.ts'
import { csvLine } from '../../src/main/csv.ts'
import { auditExportResult } from '../../src/shared/contract/audit.ts'
import { answer, asRole, evacuation, issues, openOfficeToday, registration, zahra } from './drafts.ts'
import { choose, ended } from './imports-run.ts'
import type { TestOffice } from './open-office.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'waypost-log-'))
const file = path.join(folder, 'log.csv')
let office: TestOffice
beforeEach(async () => {
  mkdirSync(folder, { recursive: true })
  office = await openOfficeToday()
})
afterEach(async () => {
  await office.close()
  rmSync(folder, { recursive: true, force: true })
})

const columns = ['No.', 'When', 'Who', 'What', 'Record', 'Action', 'Person id', 'Record id']
const words = { columns, actions: { 'households.register': 'Registered a household' } }
const save = async (input: { store: 'registry' | 'medical'; filter: object }) =>
  await ended(office, (await office.get('audit.export', { ...input, file: choose(office, file), words })).jobId)
const written = () => parse<Record<string, string>>(readFileSync(file, 'utf8'), { bom: true, columns: true })

describe('the activity log as a spreadsheet', () => {
  it('holds what the filter leaves, newest first, in words and codes, and is noted itself', async () => {
    const { id } = await answer(office, 'households.register', registration({}, zahra()))
    const { household } = await answer(office, 'households.get', { id })
    const job = await save({ store: 'registry', filter: { record: household.number ?? '' } })
    expect(job).toMatchObject({ state: 'done', result: { rows: 3 } })
    expect([...readFileSync(file).subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    expect(written()).toMatchObject([
      { What: 'households.get', Action: 'households.get', Record: household.number, 'Record id': id },
      // The move of the family was registered with it, and belongs to it.
      { What: 'Registered a household', Action: 'households.register', Who: 'Test User', Record: household.number },
      { What: 'Registered a household', 'Record id': id },
    ])
    const noted = await answer(office, 'audit.list', { store: 'registry', action: 'audit.export', offset: 0, limit: 9 })
    expect(noted.total).toBe(1)
  })

  it('is written in pages and matches the list', async () => {
    const { id } = await answer(office, 'households.register', registration({}, zahra()))
    await office.app.ctx('households.update').write('registry', async ({ session }) => {
      await Promise.resolve()
      for (let n = 0; n < 4500; n++) writeAudit(session, 'households.get', id)
    })
    const { total } = await answer(office, 'audit.list', { store: 'registry', offset: 0, limit: 1 })
    expect(auditExportResult.parse((await save({ store: 'registry', filter: {} })).result)).toEqual({ rows: total })
    const numbers = written().map((row) => Number(row['No.']))
    expect(numbers).toEqual(Array.from({ length: total }, (_, at) => total - at))
  })

  it('runs no formula that stands in a name', () => {
    expect(csvLine([1, '=HYPERLINK("x")', '+1', '-1', '@a', ' =1', 'plain "quoted", text', null])).toBe(
      `1,"'=HYPERLINK(""x"")","'+1","'-1","'@a","' =1","plain ""quoted"", text",""\r\n`,
    )
  })

  it('of medical records is for those with the medical key, and is noted there', async () => {
    const { id } = await answer(office, 'cases.create', evacuation({}, {}))
    expect((await save({ store: 'medical', filter: { record: id } })).state).toBe('done')
    expect(written().map((row) => row['Action'])).toEqual(['cases.create', 'cases.create'])
    const noted = office.app.stores().medical?.prepare("select count(*) from audit where action = 'audit.export'")
    expect(noted?.pluck().get()).toBe(1)
    const input = { store: 'registry', filter: {}, words, file: choose(office, file) } as const
    for (const role of ['registrar', 'dataManager', 'viewer'] as const)
      expect(await issues(asRole(office, role), 'audit.export', input)).toEqual(['forbidden'])
  })

  it('leaves nothing behind when it cannot be written', async () => {
    rmSync(folder, { recursive: true, force: true })
    expect((await save({ store: 'registry', filter: {} })).state).toBe('failed')
    expect(existsSync(folder)).toBe(false)
  })
})
