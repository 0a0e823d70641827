import type { Kysely, Transaction } from 'kysely'
import type { AuditAction } from '../../shared/codes/audit.ts'
import type { CallName, Output, ParsedInput } from '../../shared/contract/index.ts'
import type { JobState } from '../../shared/contract/exchange.ts'
import type { Role } from '../../shared/permissions.ts'
import type { StoreName } from '../../shared/errors.ts'
import type { Session } from '../oplog/session.ts'
import type { AccountControl } from '../accounts/control.ts'
import type { MedicalDatabase, RegistryDatabase } from './schema.ts'

export type DatabaseOf<S extends StoreName> = S extends 'registry' ? RegistryDatabase : MedicalDatabase

/** Reads take this: outside or inside a transaction. */
export type Reader<S extends StoreName> = Kysely<DatabaseOf<S>>
/** Writes take this, so that a write outside a transaction does not compile. */
export type Writer<S extends StoreName> = Transaction<DatabaseOf<S>> & WriteMark

/** What a transaction knows of the save it belongs to; put there by `ctx.write`, read by `oplog/save`. */
export interface WriteMark {
  readonly save: SaveContext
  /** The log of this transaction; for `main/oplog` and `main/audit` alone. */
  readonly session: Session
}
export interface SaveContext {
  readonly store: StoreName
  /** One id for all operations of one user action. */
  readonly saveId: string
  readonly user: string
  readonly now: Date
  /** What the audit row calls this action: the call's name, never contents. */
  readonly action: AuditAction
}

export interface SignedIn {
  readonly id: string
  readonly role: Role
  readonly office: string
  readonly medical: boolean
}

/** What a job in the jobs worker is asked to do; plain values that can cross to another thread. */
export type JobRequest =
  | { readonly kind: 'import'; readonly path: string | null; readonly name: string; readonly params: unknown }
  | { readonly kind: 'bundleExport'; readonly folder: string; readonly params: unknown }
  | { readonly kind: 'bundleSummary'; readonly params: unknown }
  | { readonly kind: 'bundleRecheck'; readonly path: string; readonly name: string }
  | { readonly kind: 'backup'; readonly params: unknown }
  | { readonly kind: 'health'; readonly version: string }
  | { readonly kind: 'healthRebuild'; readonly store: StoreName }
  | { readonly kind: 'statistics'; readonly folder: string; readonly medical: boolean }
  | { readonly kind: 'auditVerify'; readonly store: StoreName }
  | { readonly kind: 'auditExport'; readonly path: string; readonly params: unknown }
  | { readonly kind: 'bundleVerify'; readonly path: string; readonly params: unknown }
  | { readonly kind: 'bundleApply'; readonly params: unknown }
  | { readonly kind: 'bundleUndo'; readonly params: unknown }
  | {
      readonly kind: 'attachmentAdd'
      readonly files: readonly { readonly path: string; readonly name: string }[]
      readonly params: unknown
    }

/** What every handler gets beside its input. */
export interface Ctx {
  readonly user: SignedIn | null
  /** The registry store; a locked application has none and `db` throws `locked`. */
  readonly db: Reader<'registry'>
  /** The medical store; throws `forbidden` for a user without a medical slot. */
  readonly medical: Reader<'medical'>
  readonly hasMedical: boolean
  readonly now: () => Date
  readonly newId: () => string
  readonly write: <T>(store: 'registry', run: (trx: Writer<'registry'>) => Promise<T>) => Promise<T>
  readonly writeMedical: <T>(run: (trx: Writer<'medical'>) => Promise<T>) => Promise<T>
  /** Writes an audit row without a change: a print, an export, a sensitive read. Ids and codes only. */
  readonly note: (store: StoreName, action: AuditAction, entity: string | null) => Promise<void>
  /** The path behind a token that a dialog gave; throws `notFound` for an unknown one. */
  readonly pathOf: (token: string) => string
  /** Sign-in, keys and set-up; for `main/accounts` alone. */
  readonly account: AccountControl
  readonly startJob: (request: JobRequest) => string
  readonly jobs: { get(id: string): JobState | undefined; list(): JobState[]; cancel(id: string): void }
}

type Handler<N extends CallName> = (ctx: Ctx, input: ParsedInput<N>) => Promise<Output<N>> | Output<N>
/** Handlers for a group of calls: a missing one does not compile. */
export type Handlers<Group> = { [N in keyof Group & CallName]: Handler<N> }
