import { canonical } from '../crypto/canonical.ts'
import { sign, verify } from '../crypto/sign.ts'
import type { AnyStore } from '../store/open.ts'

/** How many rows lie between two signed checkpoints. */
export const checkpointRows = 100

/** Where the chain stood when this laptop signed it. */
export interface Checkpoint {
  readonly n: number
  readonly at: string
  readonly hash: Uint8Array
}

const message = ({ n, at, hash }: Checkpoint, store: string): Buffer =>
  Buffer.from(`waypost-audit-v1\0${canonical({ at, hash: Buffer.from(hash).toString('hex'), n, store })}`)

/** Signs where the chain stands with this laptop's key for the store. */
export function writeCheckpoint(store: AnyStore, point: Checkpoint, seed: string): void {
  const signature = sign(Buffer.from(seed, 'hex'), message(point, store.store))
  store
    .prepare('insert or replace into auditCheckpoint (n, at, hash, signature) values (?, ?, ?, ?)')
    .run(point.n, point.at, point.hash, signature)
}

/** True when this laptop's key signed the checkpoint. */
export const signedHere = (store: AnyStore, point: Checkpoint & { readonly signature: Uint8Array }): boolean => {
  const key = store.prepare("select value from storeMeta where key = 'signingKey'").pluck().get()
  return verify(Buffer.from(typeof key === 'string' ? key : '', 'hex'), message(point, store.store), point.signature)
}

/** Signs the end of the chain as the store is closed, so that rows cut off before the next opening are missed. */
export function closeChain(store: AnyStore, now: Date): void {
  const seed = store.prepare("select value from storeMeta where key = 'signingSeed'").pluck().get()
  const end = store.prepare('select auditN as n, auditHash as hash from feed').get() as { n: number; hash: Buffer }
  const newest = Number(store.prepare('select max(n) from auditCheckpoint').pluck().get() ?? 0)
  if (typeof seed === 'string' && end.n > newest) writeCheckpoint(store, { ...end, at: now.toISOString() }, seed)
}
