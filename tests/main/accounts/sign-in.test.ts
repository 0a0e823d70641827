import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { openOffice, type OfficeOptions, type TestOffice } from '../open-office.ts'

const open: TestOffice[] = []
const office = async (options: OfficeOptions) => {
  const made = await openOffice(options)
  open.push(made)
  return made
}
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

test('sets up an office, signs out and in again', async () => {
  const a = await office({ builtInPlaces: true })
  expect(await a.get('accounts.status', {})).toEqual({ state: 'open', version: '0.1.0' })
  const session = await a.get('accounts.session', {})
  expect(session).toMatchObject({ user: { name: 'Test User', role: 'administrator' }, office: { code: 'BGD' } })
  expect(session.medical).toBe(true)
  expect((await a.get('places.count', {})).places).toBeGreaterThan(100)
  await a.lock()
  expect(await a.get('accounts.status', {})).toMatchObject({ state: 'locked' })
  expect(await a.call('accounts.session', {})).toEqual({ ok: false, error: { kind: 'locked' } })
  await a.unlock()
  expect((await a.get('accounts.session', {})).user.id).toBe(session.user.id)
  expect(a.recoveryKeys.registry).toMatch(/^([0-9A-Z]{4}-){8}[0-9A-Z]{2}$/)
})
