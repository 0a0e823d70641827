import { rmSync } from 'node:fs'
import path from 'node:path'
import { fail, type StoreName } from '../../shared/errors.ts'
import type { ParsedInput } from '../../shared/contract/index.ts'
import { writeAudit } from '../audit/chain.ts'
import { countOps } from '../oplog/read.ts'
import type { Ctx } from '../store/context.ts'
import { settle } from '../store/settle.ts'
import { countAll } from '../home/repository.ts'
import { findOffice } from '../accounts/repository.ts'
import { isSetUp } from '../accounts/set-up.ts'
import { freeName } from './kept.ts'
import { bringBack, bringPieces, openBroken } from './bring-back.ts'
import { dropStages, folderOf, openStage, stageBackup, stageSalvage, type Staged } from './stage.ts'
import { swapIn } from './swap.ts'

// One for each office that this process serves; a new look drops the one before.
const stagedBy = new WeakMap<Ctx['account'], Staged>()

/** Forgets a staged backup: its keys and its copy. */
export const forgetStage = (account: Ctx['account']): void => {
  const staged = stagedBy.get(account)
  staged?.keys.registry.fill(0)
  staged?.keys.medical?.fill(0)
  stagedBy.delete(account)
  dropStages(account.folder)
}

/** Opens a backup and says what it holds and what the office holds beyond it. */
export const inspectBackup = async (ctx: Ctx, input: ParsedInput<'backup.inspect'>) => {
  forgetStage(ctx.account)
  const { source } = input
  const salvaged = source.kind === 'salvage'
  const staged = salvaged ? await stageSalvage(ctx, input) : await stageBackup(ctx, folderOf(ctx, source), input)
  stagedBy.set(ctx.account, staged)
  const { keys, manifest, user } = staged
  const stage = path.join(ctx.account.folder, staged.name)
  // A store that was not damaged stays where it is.
  const folderOfStore = (store: StoreName) =>
    manifest.stores.some((one) => one.store === store) ? stage : ctx.account.folder
  const registry = openStage(folderOfStore('registry'), 'registry', keys.registry)
  const medical = keys.medical ? openStage(folderOfStore('medical'), 'medical', keys.medical) : null
  try {
    const { db } = registry
    const office = await findOffice(db, user.office)
    return {
      stage: staged.id,
      created: manifest.created,
      version: manifest.version,
      office: { code: office?.code ?? '', name: office?.name ?? {} },
      stores: manifest.stores.map(({ store }) => store),
      households: await countAll(db, 'household'),
      people: await countAll(db, 'person'),
      projects: await countAll(db, 'capProject'),
      cases: medical ? await countAll(medical.db, 'evacuationCase') : null,
      later: salvaged ? null : laterThan(ctx, staged, countOps(registry) + (medical ? countOps(medical) : 0)),
      salvaged,
      unreadable: staged.unreadable,
    }
  } finally {
    registry.close()
    medical?.close()
  }
}

/** How many operations the office's own files hold beyond the backup's; null when they cannot be read. */
function laterThan(ctx: Ctx, { keys }: Staged, held: number): number | null {
  // A computer that is new has nothing to lose.
  if (!isSetUp(ctx.account.folder)) return 0
  let own = 0
  for (const store of ['registry', 'medical'] as const) {
    const key = keys[store]
    if (!key) continue
    const found = openBroken(ctx.account.folder, store, key)
    if (!found) return null
    try {
      if (found.raw.pragma('quick_check(1)', { simple: true }) !== 'ok') return null
      own += countOps(found)
    } catch {
      return null
    } finally {
      found.raw.close()
    }
  }
  return Math.max(0, own - held)
}

/**
 * Puts an inspected backup in the place of the office's files and signs in. The old files stay for a month, and the
 * store's witness with them: one that opens without its witness begins a new life.
 */
export const restoreBackup = async (ctx: Ctx, { stage, bringBack: wanted }: ParsedInput<'backup.restore'>) => {
  const { account } = ctx
  const staged = stagedBy.get(account)
  if (staged?.id !== stage) return fail({ kind: 'notFound', record: 'backup', id: stage })
  // A clock that stands still must not put one office's old files over another's.
  const replaced = freeName(account.folder, 'replaced', ctx.now())
  await account.rest()
  swapIn(account.folder, staged.name, replaced)
  stagedBy.delete(account)
  await account.open(staged.keys, staged.slot)
  const { medical } = account.stores()
  const stores: readonly StoreName[] = medical ? ['registry', 'medical'] : ['registry']
  const brought = { operations: 0, unreadable: 0 }
  for (const store of stores) {
    const write = account.writerOf(store, 'backup.restore')
    await write((trx) => {
      writeAudit(trx.session, 'backup.restore', null)
      return Promise.resolve()
    })
    const key = staged.keys[store]
    // A backup without the medical store replaced nothing of it.
    const was = staged.manifest.stores.some((one) => one.store === store)
    if (!key || !was) continue
    // What was erased since stays erased, whether the rest is wanted or not.
    const only = (op: { readonly kind: string }) => wanted || op.kind === 'erase'
    const found = await bringBack(path.join(account.folder, replaced), store, key, write, only)
    brought.operations += found.operations
    const live = store === 'registry' ? account.stores().registry : account.stores().medical
    brought.unreadable += found.unreadable + (live ? await bringPieces(path.join(account.folder, replaced), live) : 0)
  }
  rmSync(path.join(account.folder, staged.name), { recursive: true, force: true })
  const open = account.stores()
  settle(open.registry)
  if (open.medical) settle(open.medical)
  return { broughtBack: wanted ? brought.operations : null, unreadable: wanted ? brought.unreadable : 0 }
}
