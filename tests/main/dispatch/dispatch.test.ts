import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { userRole } from '../../../src/shared/codes/core.ts'
import { needs } from '../../../src/shared/codes/idp.ts'
import { contract } from '../../../src/shared/contract/index.ts'
import { may, mayRead, permissions, rights, type Reader } from '../../../src/shared/permissions.ts'
import { readable } from '../../../src/shared/records/field.ts'
import { household } from '../../../src/shared/records/household.ts'
import { person } from '../../../src/shared/records/person.ts'
import { dispatch, toAppError } from '../../../src/main/dispatch.ts'
import { setLogSink, type LogEntry } from '../../../src/main/log.ts'
import { redact } from '../../../src/main/redact.ts'
import { handlers } from '../../../src/main/store/handlers.ts'
import { openOffice, type TestOffice } from '../open-office.ts'

let a: TestOffice
beforeAll(async () => {
  a = await openOffice({})
})
afterAll(async () => {
  await a.close()
})
const administrator: Reader = { role: 'administrator', medical: true }

test('unknown names, also those every object has, reach no handler', async () => {
  for (const name of ['', 'households.erase', '__proto__', 'constructor', 'toString', 'hasOwnProperty'])
    expect(await a.call(name, {}), name).toEqual({ ok: false, error: { kind: 'unknownCall' } })
})

test('extra keys and prototype tricks are refused with their path', async () => {
  expect(await a.call('accounts.session', { extra: 1 })).toEqual({
    ok: false,
    error: { kind: 'invalid', issues: [{ path: ['extra'], code: 'unrecognized_keys' }] },
  })
  const trick: unknown = JSON.parse('{"__proto__": {"role": "administrator"}}')
  expect(await a.call('accounts.session', trick)).toMatchObject({ ok: false, error: { kind: 'invalid' } })
  expect(Object.hasOwn(Object.prototype, 'role')).toBe(false)
  const deep: unknown = JSON.parse('{"name":"x","passphrase":"y","constructor":{"prototype":{"polluted":true}}}')
  expect(await a.call('accounts.unlock', deep)).toMatchObject({ ok: false, error: { kind: 'invalid' } })
  expect('polluted' in {}).toBe(false)
})

test('inputs that are no objects are refused', async () => {
  for (const input of [undefined, null, 1, 'x', [], new Map()])
    expect(await a.call('households.get', input)).toMatchObject({ ok: false, error: { kind: 'invalid' } })
})

test('every call says what it needs, and every call that is not served in main has a handler', () => {
  for (const [name, spec] of Object.entries(contract)) {
    expect(['signedIn', 'anyone', ...permissions], name).toContain(spec.needs)
    const shell = 'shell' in spec && spec.shell
    expect(Object.hasOwn(handlers, name), name).toBe(!shell)
  }
  expect(Object.keys(handlers).filter((name) => !Object.hasOwn(contract, name))).toEqual([])
  const open = Object.entries(contract).flatMap(([name, spec]) => (spec.needs === 'anyone' ? [name] : []))
  expect(open.toSorted()).toEqual([
    'accounts.recover',
    'accounts.setUp',
    'accounts.status',
    'accounts.unlock',
    'app.lock',
    'app.printWindow',
    'app.quit',
    // They ask for a passphrase of their own: the office itself may be damaged.
    'backup.inspect',
    'backup.list',
    'backup.restore',
    'files.choose',
    'roster.join',
    'roster.readInvitation',
  ])
})

test('each call is open to exactly the roles that may make it', async () => {
  const served = new Map<string, string[]>()
  const spies = Object.fromEntries(
    Object.keys(handlers).map((name) => [
      name,
      () => {
        throw new Error('reached')
      },
    ]),
  )
  const anything = z.unknown()
  const open = Object.fromEntries(
    Object.entries(contract).map(([name, spec]) => [name, { ...spec, input: anything, output: anything }]),
  )
  const readers: (Reader | null)[] = [
    null,
    ...userRole.codes.flatMap((role) => [true, false].map((medical) => ({ role, medical }))),
  ]
  for (const [name, spec] of Object.entries(contract)) {
    if (!Object.hasOwn(handlers, name)) continue
    for (const user of readers) {
      const desk = { contract: open, handlers: spies, ctx: null, user, announce: () => undefined }
      const result = await dispatch(desk, name, {})
      const who = `${name} for ${user ? `${user.role}${user.medical ? ' with medical' : ''}` : 'nobody'}`
      const kind = result.ok ? 'ok' : result.error.kind
      expect(kind, who).toBe(may(user, spec.needs) ? 'unexpected' : user ? 'forbidden' : 'locked')
      if (kind === 'unexpected') served.set(name, [...(served.get(name) ?? []), who])
    }
  }
  // Spot checks written out, so that a fault in the table itself shows.
  const roles = (name: string) => (served.get(name) ?? []).map((who) => who.slice(name.length + 5))
  expect(roles('cases.get')).toEqual(['medicalOfficer with medical', 'administrator with medical'])
  expect(roles('accounts.updateOffice')).toEqual(['administrator with medical', 'administrator'])
  expect(roles('households.register')).not.toContain('viewer')
  expect(roles('accounts.session')).not.toContain('nobody')
})

test('what a reader may not see is emptied and named, wherever it stands in the answer', () => {
  const row = z.strictObject({
    name: readable(person, 'given'),
    needs: readable(person, 'needs'),
    pregnant: readable(household, 'pregnantOrLactating'),
  })
  const answer = z.strictObject({
    rows: z.array(row),
    first: row.nullable(),
    none: row.nullable(),
    by: z.record(z.string(), row),
    either: z.union([z.strictObject({ kind: z.literal('a') }), row]),
    total: z.int(),
  })
  const one = { name: { la: 'A' }, needs: [needs.codes[0]], pregnant: 2 }
  const value = {
    rows: [one, { ...one, pregnant: null }],
    first: one,
    none: null,
    by: { k: one },
    either: one,
    total: 2,
  }
  const seen = redact(answer, value, { role: 'registrar', medical: false })
  const emptied = { name: { la: 'A' }, needs: null, pregnant: null }
  expect(seen.value).toMatchObject({
    rows: [emptied, emptied],
    first: emptied,
    none: null,
    by: { k: emptied },
    total: 2,
  })
  expect(seen.hidden).toEqual(['household.pregnantOrLactating', 'person.needs'])
  const auditor = redact(answer, value, { role: 'auditor', medical: false })
  expect(JSON.stringify(auditor.value)).not.toContain('"A"')
  expect(auditor.hidden).toContain('person.given')
  expect(redact(answer, value, administrator)).toEqual({ value, hidden: [] })
  expect(value.rows[0]).toBe(one)
  expect(one.needs).toEqual([needs.codes[0]])
})

test('every record answer in the contract is redacted for a reader without rights', () => {
  const nobody: Reader = { role: 'auditor', medical: false }
  expect(rights.auditor.reads).toEqual(['ordinary'])
  expect(mayRead(nobody, 'personal')).toBe(false)
  const output = contract['people.get'].output
  const { value, hidden } = redact(output, { id: 'x', given: { la: 'Secret' }, phone: '077' }, nobody)
  expect(JSON.stringify(value)).not.toMatch(/Secret|077/)
  expect(hidden).toEqual(['person.given', 'person.phone'])
})

test('an unexpected error gives an incident number and a log line without contents', () => {
  const lines: LogEntry[] = []
  setLogSink((line) => lines.push(line))
  const error = toAppError(new Error('the name was Zanzibar'), 'households.get')
  setLogSink(() => undefined)
  expect(error.kind).toBe('unexpected')
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatchObject({
    event: 'unexpected',
    call: 'households.get',
    incident: 'incident' in error ? error.incident : '',
  })
  expect(JSON.stringify(lines)).not.toContain('Zanzibar')
  expect(JSON.stringify(lines)).toContain('dispatch.test')
})

test('success announces what changed, failure does not', async () => {
  a.messages.length = 0
  await a.call('accounts.setPreferences', { language: 'xx', digits: 'latn' })
  expect(a.messages).toEqual([])
  await a.get('accounts.setPreferences', { language: 'ar', digits: 'latn' })
  expect(a.messages).toEqual([{ type: 'changed', topics: ['accounts'] }])
})
