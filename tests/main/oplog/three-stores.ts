import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { StoreName } from '../../../src/shared/errors.ts'
import { createSlots } from '../../../src/main/crypto/slots.ts'
import { renewTag } from '../../../src/main/oplog/numbers.ts'
import type { Writer } from '../../../src/main/store/context.ts'
import { openStore, type OpenStore } from '../../../src/main/store/open.ts'
import { writeTransaction } from '../../../src/main/store/transaction.ts'
import { cheapCost } from '../open-office.ts'

/** One store of its own with its own replica id, and a clock that a test sets. */
export interface Replica<S extends StoreName> {
  readonly store: OpenStore<S>
  readonly hex: string
  clock: number
  write<T>(run: (trx: Writer<S>) => Promise<T>): Promise<T>
  remove(): void
}

/** Makes an empty registry or medical store in a temporary folder. */
export const makeReplica = async <S extends StoreName>(name: S, digit: string): Promise<Replica<S>> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'waypost-replica-'))
  const place = { folder, floor: cheapCost }
  const user = { id: 'u', passphrase: 'x', cost: cheapCost, medical: true }
  const { keys } = await createSlots(place, user)
  const store = openStore(folder, name, keys[name], { create: true })
  // Thousands of tiny transactions: what a power cut would do to them is not asked here.
  store.raw.pragma('synchronous = OFF')
  const hex = digit.repeat(32)
  const replica: Replica<S> = {
    store,
    hex,
    clock: Date.UTC(2026, 10, 24),
    write: async (run) =>
      await writeTransaction(
        store,
        {
          store: name,
          saveId: 'save',
          user: `user-${digit}`,
          now: new Date(replica.clock),
          action: 'households.update',
        },
        'test',
        run,
      ),
    remove: () => {
      store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  await replica.write((trx) => {
    trx.session.setMeta('replica', hex)
    trx.session.setMeta('device', digit)
    trx.session.setMeta('officeCode', 'BGD')
    renewTag(trx.session)
    return Promise.resolve()
  })
  return replica
}
