import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ImportReport } from '../../src/shared/contract/exchange.ts'
import type { Input } from '../../src/shared/contract/index.ts'
import { openOffice, type TestOffice } from './open-office.ts'
import { addsUp, choose, startImport } from './imports-run.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

const dtm = path.resolve('../shared/data/dtm/iraq-idps-admin2-by-round.csv')
const folder = mkdtempSync(path.join(tmpdir(), 'waypost-lists-'))
let office: TestOffice
beforeAll(async () => {
  office = await openOffice()
})
afterAll(async () => {
  await office.close()
  rmSync(folder, { recursive: true })
})

const run = async (input: Omit<Input<'imports.start'>, 'apply'>, apply: boolean): Promise<ImportReport> => {
  const job = await startImport(office, { ...input, apply })
  expect(job.error).toBe(null)
  expect(addsUp(job.result as ImportReport)).toBe(true)
  return job.result as ImportReport
}
const outcome = ({ sheets }: ImportReport) =>
  sheets.map(({ rows, create, update, unchanged, rejected }) => [rows, create, update, unchanged, rejected])

describe('lists of places, aliases and figures', () => {
  it('come from the built-in list, and only once', async () => {
    expect(outcome(await run({ kind: 'places', file: null }, false))).toEqual([[413, 413, 0, 0, 0]])
    expect(await office.get('places.count', {})).toMatchObject({ places: 0 })
    expect(outcome(await run({ kind: 'places', file: null }, true))).toEqual([[413, 413, 0, 0, 0]])
    expect(outcome(await run({ kind: 'aliases', file: null }, true))).toEqual([[252, 252, 0, 0, 0]])
    expect(await office.get('places.count', {})).toEqual({ places: 413, aliases: 252, figures: 0 })
    expect(outcome(await run({ kind: 'places', file: null }, true))).toEqual([[413, 0, 0, 413, 0]])
    expect(outcome(await run({ kind: 'aliases', file: null }, true))).toEqual([[252, 0, 0, 252, 0]])
  })

  it('figures find their district by the code of their own system, and only once', async () => {
    expect(outcome(await run({ kind: 'figures', file: choose(office, dtm) }, true))).toEqual([[7691, 7691, 0, 0, 0]])
    expect(outcome(await run({ kind: 'figures', file: choose(office, dtm) }, true))).toEqual([[7691, 0, 0, 7691, 0]])
    const { figures } = await office.get('places.get', { id: 'IQG01Q01' })
    expect(figures[0]).toMatchObject({ reported: '2014-04-01', round: 1, individuals: 96978, basis: 'estimated' })
  })

  it('tell rows with unknown codes and change only what differs', async () => {
    const file = path.join(folder, 'figures.csv')
    const head = 'admin2Pcode,numPresentIdpInd,reportingDate,roundNumber'
    writeFileSync(file, `${head}\nIRQ-G01Q01,5,2014-04-01,1\nIRQ-G99Q99,7,2014-04-01,1\nIRQ-G01Q02,x,2014-04-01,1\n`)
    const report = await run({ kind: 'figures', file: choose(office, file) }, true)
    expect(outcome(report)).toEqual([[3, 0, 1, 0, 2]])
    expect(report.problems).toContainEqual({
      sheet: 'figures',
      row: 3,
      column: 'admin2Pcode',
      code: 'unknown_place',
      found: 'IRQ-G99Q99',
      severity: 'rejected',
    })
    const { figures } = await office.get('places.get', { id: 'IQG01Q01' })
    expect(figures[0]?.individuals).toBe(5)
  })

  it('are refused when the file has other columns, and figures have no built-in list', async () => {
    const file = path.join(folder, 'other.csv')
    writeFileSync(file, 'a,b\n1,2\n')
    const report = await run({ kind: 'places', file: choose(office, file) }, true)
    expect(report.problems.every(({ code }) => code === 'column_missing')).toBe(true)
    expect(report.records).toEqual({})
    const job = await startImport(office, { kind: 'figures', file: null, apply: true })
    expect(job).toMatchObject({ state: 'failed', error: { kind: 'refused', reason: 'no_built_in_list' } })
  })
})
