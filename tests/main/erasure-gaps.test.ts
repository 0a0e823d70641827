import { afterEach, expect, test } from 'vitest'
import { erase } from '../../src/main/oplog/redact.ts'
import { save } from '../../src/main/oplog/save.ts'
import { settle } from '../../src/main/store/settle.ts'
import { person } from '../../src/shared/records/person.ts'
import { makeReplica, type Replica } from './oplog/three-stores.ts'

let replica: Replica<'registry'> | undefined
afterEach(() => {
  replica?.remove()
})

/** The same numbers at every run, in no order. */
const numbers = (seed: number) => () => {
  seed = (seed * 1103515245 + 12345) % 2147483648
  return seed.toString(36)
}

test('copies that SQLite leaves between the cells of a page are gone too', async () => {
  const store = await makeReplica('registry', 'a')
  replica = store
  const next = numbers(6)
  const doomed: { type: string; entity: string; number: string | null }[] = []
  for (let batch = 0; batch < 60; batch++) {
    await store.write(async (trx) => {
      for (let at = 0; at < 100; at++) {
        const canary = at % 10 === 0
        const paperNumber = `${next()}${next()}${canary ? 'CANARY' : ''}`
        const { id, number } = await save(trx, person, {
          given: { la: `Name${next()}` },
          sex: 'FEMALE',
          relationship: 'OTHER',
          status: 'active',
          paper: 'OTHER',
          paperNumber,
          phone: paperNumber,
        })
        if (canary) doomed.push({ type: 'person', entity: id, number })
      }
    })
  }
  const count = () => store.store.raw.serialize().toString('latin1').split('CANARY').length - 1
  expect(count()).toBeGreaterThan(doomed.length)
  await store.write((trx) => {
    for (const one of doomed) erase(trx, one)
    return Promise.resolve()
  })
  settle(store.store)
  expect(count()).toBe(0)
  expect(store.store.raw.pragma('integrity_check', { simple: true })).toBe('ok')
}, 60_000)
