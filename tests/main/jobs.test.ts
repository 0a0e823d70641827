import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { JobState } from '../../src/shared/contract/exchange.ts'
import { openOffice, type TestOffice } from './open-office.ts'
import { choose, ended, fixture, startImport } from './imports-run.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let office: TestOffice
beforeEach(async () => {
  office = await openOffice()
})
afterEach(async () => {
  await office.close()
})

const toldOf = (jobId: string): JobState[] =>
  office.messages.flatMap((message) => (message.type === 'job' && message.job.jobId === jobId ? [message.job] : []))
const small = () => ({ kind: 'registration' as const, file: choose(office, fixture('registration-small.xlsx')) })

describe('jobs', () => {
  it('tell each step, its end last, and which pages are stale', async () => {
    const { jobId } = await office.get('imports.start', { ...small(), apply: true })
    const job = await ended(office, jobId)
    expect(job).toMatchObject({ kind: 'import', state: 'done', error: null })
    expect(await office.get('jobs.get', { jobId })).toEqual(job)
    const states = toldOf(jobId)
    const steps = new Set(states.map(({ step }) => step))
    expect([...steps]).toEqual(expect.arrayContaining(['waiting', 'reading', 'importing']))
    expect(states.filter(({ state }) => state !== 'running')).toEqual([job])
    expect(states.at(-1)).toEqual(job)
    const changed = office.messages.flatMap((message) => (message.type === 'changed' ? message.topics : []))
    expect(changed).toEqual(expect.arrayContaining(['households', 'people', 'imports']))
  })

  it('run one after the other, in the order in which they were started', async () => {
    const first = await office.get('imports.start', { ...small(), apply: true })
    const second = await office.get('imports.start', { ...small(), apply: true })
    await ended(office, second.jobId)
    const order = office.messages.flatMap((message) => (message.type === 'job' ? [message.job] : []))
    const endOfFirst = order.findIndex(({ jobId, state }) => jobId === first.jobId && state === 'done')
    const startOfSecond = order.findIndex(({ jobId, step }) => jobId === second.jobId && step === 'reading')
    expect(endOfFirst).toBeGreaterThan(-1)
    expect(startOfSecond).toBeGreaterThan(endOfFirst)
    // The second saw what the first had committed.
    expect((await office.get('jobs.get', second)).result).toMatchObject({ records: {} })
  })

  it('that are cancelled while they wait never begin', async () => {
    const first = await office.get('imports.start', { ...small(), apply: true })
    const second = await office.get('imports.start', { ...small(), apply: true })
    await office.get('jobs.cancel', second)
    expect(await ended(office, second.jobId)).toMatchObject({ state: 'cancelled', error: { kind: 'cancelled' } })
    expect((await ended(office, first.jobId)).state).toBe('done')
    expect(await office.get('imports.history', {})).toHaveLength(1)
  })

  it('fail with a reason, and the next one runs all the same', async () => {
    const file = choose(office, fixture('not-a-workbook.xlsx'))
    const failed = await startImport(office, { kind: 'registration', file, apply: true })
    expect(failed).toMatchObject({ state: 'failed', error: { kind: 'refused', reason: 'not_a_workbook' } })
    expect((await startImport(office, { ...small(), apply: false })).state).toBe('done')
  })

  it('stop at lock, and run again after the next sign-in', async () => {
    await office.get('imports.start', { ...small(), apply: true })
    await office.lock()
    await office.unlock()
    const job = await startImport(office, { ...small(), apply: true })
    expect(job.state).toBe('done')
    expect(await office.get('home.summary', {})).toMatchObject({ households: 19, people: 76 })
  })

  it('leave the log of operations whole: their writes and those of people follow each other in one chain', async () => {
    const { jobId } = await office.get('imports.start', { ...small(), apply: true })
    const session = await office.get('accounts.session', {})
    let saves = 0
    await ended(office, jobId, async ({ step }) => {
      if (step !== 'importing' || saves >= 20) return
      saves += 1
      await office.get('accounts.updateOffice', { patch: { phone: `0770000${String(saves).padStart(4, '0')}` } })
    })
    const { registry } = office.app.stores()
    const log = registry.raw.prepare('select n from opLog order by seq').pluck().all()
    expect(log).toEqual(log.map((_, at) => at + 1))
    const audited = registry.raw.prepare('select distinct user from audit').pluck().all()
    expect(audited).toEqual([session.user.id])
  })

  it('are unknown under another id', async () => {
    expect(await office.call('jobs.get', { jobId: 'none' })).toMatchObject({ ok: false, error: { kind: 'notFound' } })
    expect(await office.get('jobs.cancel', { jobId: 'none' })).toEqual({})
  })
})
