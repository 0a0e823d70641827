import type { BundleOp, Json } from '../../shared/bundle/v1/operation.ts'
import { canonical } from '../crypto/canonical.ts'
import { fieldsTextHash, operationHash } from '../crypto/operation.ts'
import { smallRandom } from '../crypto/random.ts'
import type { Seen } from './heads.ts'
import { appendToLog, schemaVersion, type Session } from './session.ts'

/** What a local write says; the rest of the operation follows from the session. */
export interface LocalWrite {
  readonly entity: string
  readonly type: string
  readonly kind: 'create' | 'set' | 'delete' | 'erase'
  readonly fields: Record<string, Json>
  readonly seen: Record<string, Seen>
}

const tenYears = 10 * 365 * 24 * 3600 * 1000
/** Roughly when this program was made: a clock ten years past it is wrong. */
const builtAt = Date.UTC(2026, 10, 1)

/** Makes the next operation of the own feed and appends it to the log. */
export const writeOperation = (session: Session, write: LocalWrite): BundleOp => {
  const { state, about, meta } = session
  const now = about.now.getTime()
  const ms = Math.max(now, state.ms)
  const c = ms === state.ms ? state.c + 1 : 0
  const fields = canonical(write.fields)
  const salt = smallRandom(16).toString('hex')
  const draft = {
    replica: session.own().hex,
    n: state.n + 1,
    entity: write.entity,
    type: write.type,
    kind: write.kind,
    fields: write.fields,
    seen: write.seen,
    hlc: { ms, c },
    wall: about.now.toISOString(),
    clockFlag: now > builtAt + tenYears ? 'ahead' : now < state.ms ? 'behind' : 'ok',
    user: about.user,
    device: meta.get('device') ?? '',
    save: about.saveId,
    schema: schemaVersion,
    app: session.app,
    salt,
    phash: fieldsTextHash(salt, fields),
    prev: state.hash,
  } as const
  const op: BundleOp = { ...draft, hash: operationHash(draft) }
  appendToLog(session, op, { fields, seen: canonical(op.seen) })
  state.n = op.n
  state.hash = op.hash
  state.ms = ms
  state.c = c
  return op
}
