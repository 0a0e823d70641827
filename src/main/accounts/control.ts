import type { AuditAction } from '../../shared/codes/audit.ts'
import type { DataKeys, SlotPlace } from '../crypto/slots.ts'
import type { StoreName } from '../../shared/errors.ts'
import type { RekeyStep } from '../store/rekey.ts'
import type { KdfCost } from '../crypto/passphrase.ts'
import type { SignedIn, Writer } from '../store/context.ts'
import type { OpenStore } from '../store/open.ts'

/** Both stores, open; the medical one only for users with its key. */
export interface OpenStores {
  readonly registry: OpenStore<'registry'>
  readonly medical: OpenStore<'medical'> | null
}

/** Sign-in and set-up as the thread that holds the stores offers them to `main/accounts`. */
export interface AccountControl {
  readonly folder: string
  readonly version: string
  readonly place: SlotPlace
  /** The Argon2id cost of new passphrases. */
  readonly cost: () => Promise<KdfCost>
  /** The cost a slot deserves by how long its own took; the same or a higher one. */
  readonly costAfter: (cost: KdfCost, ms: number) => KdfCost
  readonly isOpen: () => boolean
  /** Runs account calls one after the other: two sign-ins at once must not open the stores twice. */
  readonly alone: <T>(run: () => Promise<T>) => Promise<T>
  /** Takes the lock of the folder; throws `storage` `busy` when another process has it. */
  readonly claim: () => void
  /** Opens the stores with these keys and signs in the user of this slot; throws when there is none. */
  readonly open: (keys: DataKeys, slot: string) => Promise<void>
  /** Forgets how far the stores once were, so that they open without commits that are lost. */
  readonly acceptLoss: (keys: DataKeys) => void
  readonly user: () => SignedIn | null
  /** The stores of whoever is signed in; throws `locked`. */
  readonly stores: () => OpenStores
  /** Opens the stores for a moment without signing anybody in; the caller closes them. */
  readonly openStores: (keys: DataKeys) => OpenStores
  /** The keys and the slot of whoever is signed in; throws `locked`. */
  readonly held: () => { readonly keys: DataKeys; readonly slot: string }
  /** Encrypts a store anew under a fresh key, wrapped for these slots; jobs must be at rest. */
  readonly rekey: (
    store: StoreName,
    recipients: ReadonlyMap<string, string>,
    after: (step: RekeyStep) => void,
  ) => Promise<void>
  /** Ends jobs and closes the stores, so that their files can be moved; the folder stays taken, nobody is signed in. */
  readonly rest: () => Promise<void>
  /** Writes to one of the open stores, under the name of an action. */
  readonly writerOf: (
    store: StoreName,
    action: AuditAction,
  ) => <T>(run: (trx: Writer<'registry'> | Writer<'medical'>) => Promise<T>) => Promise<T>
  /** Writes the built-in place codes; part of the set-up's transaction. */
  readonly loadPlaces: (trx: Writer<'registry'>) => Promise<void>
}
