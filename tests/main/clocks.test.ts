import { afterEach, expect, test } from 'vitest'
import { faultsOf } from '../soak/check.ts'
import { member, registration } from './drafts.ts'
import { openOffice, type TestOffice } from './open-office.ts'

let office: TestOffice | undefined
afterEach(() => office?.close())

/** Laptops whose battery ran out wake up in the past; a typing error puts them into the future. */
test('a clock that jumps between 1980 and 2099 loses nothing and never turns an older answer into the newer', async () => {
  const days = ['2026-11-24', '1980-01-01', '2026-11-25', '2099-12-31', '2026-11-26', '1980-01-01', '2026-11-27']
  let today = days[0] ?? ''
  office = await openOffice({ now: () => new Date(`${today}T08:00:00Z`) })
  const { id } = await office.get('households.register', {
    ...registration({ place: null, placeUnknown: 'Mosul', registered: '2024-01-01', consentDate: '2024-01-01' }, [
      member({ relationship: 'HEAD' }),
    ]),
    displacements: [],
  })
  for (const [at, day] of days.entries()) {
    today = day
    const phone = `0770000${at}`
    await office.get('households.update', { id, patch: { phone } })
    expect((await office.get('households.get', { id })).household.phone).toBe(phone)
  }
  const store = office.app.stores().registry
  expect(await faultsOf(store)).toEqual([])
  // The last answer still stands when the tables are made anew from the log, which `faultsOf` has just done.
  expect((await office.get('households.get', { id })).household.phone).toBe('07700006')

  const rows = store.raw.prepare("select ms, c, clockFlag, wall from opLog where kind = 'set' order by n").all()
  const marks = (rows as { ms: number; c: number; clockFlag: string }[]).map(({ clockFlag }) => clockFlag)
  expect(marks).toEqual(['ok', 'behind', 'ok', 'ahead', 'behind', 'behind', 'behind'])
  await office.lock()
  await office.unlock()
  expect((await office.get('households.get', { id })).household.phone).toBe('07700006')
})
