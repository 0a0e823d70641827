import type { AccountControl } from '../accounts/control.ts'
import type { AuditAction } from '../../shared/codes/audit.ts'
import type { StoreName } from '../../shared/errors.ts'
import { framesOf, writeLog } from '../log.ts'
import type { Ctx } from '../store/context.ts'
import { writeAudit } from './chain.ts'

const quietMs = 10 * 60_000
/** A look at the register is written this much later at most; a page must not wait for the disk to be opened. */
const waitMs = 1000
const mostKept = 10_000

interface Look {
  readonly action: AuditAction
  readonly entity: string | null
}

interface Looks {
  /** When each was last noted; forgotten with the process. */
  readonly seen: Map<string, number>
  waiting: Look[]
  timer: NodeJS.Timeout | undefined
}

const looksOf = new WeakMap<AccountControl, Looks>()

const looksAt = (account: AccountControl): Looks => {
  const known = looksOf.get(account)
  if (known) return known
  const made: Looks = { seen: new Map(), waiting: [], timer: undefined }
  looksOf.set(account, made)
  return made
}

/**
 * Notes that somebody looked at a record; the same look again within ten minutes is not a second one. A look at a
 * patient is written before the answer is given, one at the register within a second.
 */
export async function noteView(ctx: Ctx, store: StoreName, action: AuditAction, entity: string | null): Promise<void> {
  const { account } = ctx
  const looks = looksAt(account)
  const now = ctx.now().getTime()
  const key = `${ctx.user?.id ?? ''} ${action} ${entity ?? ''}`
  const last = looks.seen.get(key)
  if (last !== undefined && now >= last && now - last < quietMs) return
  if (looks.seen.size >= mostKept) looks.seen.clear()
  if (store === 'medical') await ctx.note(store, action, entity)
  looks.seen.set(key, now)
  if (store === 'medical') return
  looks.waiting.push({ action, entity })
  looks.timer ??= setTimeout(() => {
    void writeViews(account).catch((error: unknown) => {
      // They stay, and are written with the next look or at the lock.
      writeLog({ event: 'views not written', frames: framesOf(error) })
    })
  }, waitMs).unref()
}

/** Writes the looks that wait; before the log is read, and before whoever looked is gone. */
export async function writeViews(account: AccountControl): Promise<void> {
  const looks = looksAt(account)
  clearTimeout(looks.timer)
  looks.timer = undefined
  const { waiting } = looks
  if (waiting.length === 0 || !account.isOpen()) return
  looks.waiting = []
  try {
    await account.writerOf(
      'registry',
      'households.get',
    )((trx) => {
      for (const { action, entity } of waiting) writeAudit(trx.session, action, entity)
      return Promise.resolve()
    })
  } catch (error) {
    looks.waiting = [...waiting, ...looks.waiting]
    throw error
  }
}

/** Forgets who looked at what, as the office is locked. */
export const forgetViews = (account: AccountControl): void => {
  clearTimeout(looksOf.get(account)?.timer)
  looksOf.delete(account)
}
