import { beginSession } from '../oplog/session.ts'
import type { StoreName } from '../../shared/errors.ts'
import type { SaveContext, Writer } from './context.ts'
import type { OpenStore } from './open.ts'

/** Runs one write transaction on a store; everything `main/oplog` does inside commits or vanishes together. */
export const writeTransaction = async <S extends StoreName, T>(
  store: OpenStore<S>,
  about: SaveContext,
  app: string,
  run: (trx: Writer<S>) => Promise<T>,
): Promise<T> => {
  const out = await store.db.transaction().execute(async (trx) => {
    const session = beginSession(store, about, app)
    const answer = await run(Object.assign(trx, { save: about, session }))
    session.finish()
    return answer
  })
  store.witness.note(about.now)
  return out
}
