import type { Checkpoint, RosterStatement } from '../../../shared/bundle/v1/header.ts'
import { canonical } from '../../crypto/canonical.ts'
import { hmac } from '../../crypto/hash.ts'
import { sign, verify } from '../../crypto/sign.ts'

const message = (label: string, rest: unknown) => Buffer.from(`${label}\0${canonical(rest)}`)

/** Signs a roster statement with its issuer's key. */
export const signStatement = (statement: Omit<RosterStatement, 'signature'>, seed: Uint8Array): RosterStatement => ({
  ...statement,
  signature: sign(seed, message('waypost-roster-v1', statement)).toString('hex'),
})

/** True when the statement carries its issuer's signature; whether that issuer may speak is another question. */
export function statementHolds({ signature, ...rest }: RosterStatement): boolean {
  const text = message('waypost-roster-v1', rest)
  return verify(Buffer.from(rest.issuer, 'hex'), text, Buffer.from(signature, 'hex'))
}

/** Signs a checkpoint with the device's key. */
export const signCheckpoint = (checkpoint: Omit<Checkpoint, 'signature'>, seed: Uint8Array): Checkpoint => ({
  ...checkpoint,
  signature: sign(seed, message('waypost-checkpoint-v1', checkpoint)).toString('hex'),
})

/** True when the checkpoint carries the signature of the key it names. */
export function checkpointHolds({ signature, ...rest }: Checkpoint): boolean {
  const text = message('waypost-checkpoint-v1', rest)
  return verify(Buffer.from(rest.key, 'hex'), text, Buffer.from(signature, 'hex'))
}

/** The 12 characters read over the phone to acknowledge a set: 60 bits only the receiver of the bundle can know. */
export function receiptCode(receiptSecret: string, set: string, receiverReplica: string): string {
  const mac = hmac(Buffer.from(receiptSecret, 'hex'), 'receipt v1\0', set, receiverReplica)
  let bits = mac.readBigUInt64BE() >> 4n
  let code = ''
  for (let i = 0; i < 12; i++) {
    code = `${'0123456789ABCDEFGHJKMNPQRSTVWXYZ'[Number(bits & 31n)]}${code}`
    bits >>= 5n
  }
  return code
}
