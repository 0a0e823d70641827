import { readFile, stat } from 'node:fs/promises'
import { z } from 'zod'
import { bundleRoster } from '../../shared/bundle/v1/header.ts'
import { bundleOp } from '../../shared/bundle/v1/operation.ts'
import { officeCard, type OfficeCard } from '../../shared/contract/exchange.ts'
import { fail } from '../../shared/errors.ts'
import { ageDecrypt, ageEncrypt } from '../crypto/age.ts'
import { canonical } from '../crypto/canonical.ts'
import { hmac, sameBytes } from '../crypto/hash.ts'
import { randomBytes } from '../crypto/random.ts'
import { formatRecoveryKey, parseRecoveryKey } from '../crypto/recovery.ts'

/** 80 random bits: 4 groups of 4 characters and 2 check characters. */
const codeBytes = 10
/** An invitation holds a few hundred cards at most. */
const mostBytes = 20_000_000

const ed25519 = z.string().regex(/^[0-9a-f]{64}$/)

/** What a new laptop is told of its office; it travels encrypted under the code. */
const invitation = z.strictObject({
  format: z.literal('waypost-invitation-v1'),
  id: z.string().regex(/^[0-9a-f]{32}$/),
  until: z.iso.datetime(),
  /** What the laptop will be called. */
  name: z.string(),
  medical: z.boolean(),
  office: z.strictObject({ id: z.string(), code: z.string().regex(/^[A-Z]{3}$/) }),
  officeKey: ed25519,
  rootKey: ed25519.nullable(),
  tagsTaken: z.string(),
  cards: z.array(officeCard),
  statements: bundleRoster.shape.statements,
  /** The operations of the office's own record, so that it is the same record there. */
  ops: z.array(bundleOp),
})
export type Invitation = z.infer<typeof invitation>

/** What a new laptop answers: its keys, vouched for by the code. Nothing in it is secret. */
const answer = z.strictObject({
  format: z.literal('waypost-join-answer-v1'),
  invitation: z.string().regex(/^[0-9a-f]{32}$/),
  card: officeCard,
  mac: z.string().regex(/^[0-9a-f]{64}$/),
})
export type Answer = z.infer<typeof answer>

/** Draws a code, as bytes to keep and as people read it. */
export const newCode = (): { bytes: Buffer; text: string } => {
  const bytes = randomBytes(codeBytes)
  return { bytes, text: formatRecoveryKey(bytes) }
}

/** Reads a typed code; refuses one that cannot be right before an office is asked to wait for it. */
export const parseCode = (typed: string): Buffer => {
  const parsed = parseRecoveryKey(typed, codeBytes)
  return parsed.ok ? parsed.key : fail({ kind: 'refused', reason: 'wrong_invitation_code' })
}

const passphraseOf = (code: Uint8Array): { passphrase: string } => ({ passphrase: formatRecoveryKey(code) })

/** Encrypts an invitation under its code. */
export const packInvitation = async (content: Invitation, code: Uint8Array): Promise<Buffer> =>
  await ageEncrypt(Buffer.from(JSON.stringify(content)), passphraseOf(code))

/** Opens an invitation file; refuses what is none, a code that does not fit, and one that is too old. */
export const openInvitation = async (path: string, code: Uint8Array, now: Date): Promise<Invitation> => {
  const bytes = await readSmall(path, 'not_an_invitation')
  if (!bytes.subarray(0, 21).equals(Buffer.from('age-encryption.org/v1'))) notInvitation()
  let plain: Buffer
  try {
    plain = await ageDecrypt(bytes, passphraseOf(code))
  } catch {
    return fail({ kind: 'refused', reason: 'wrong_invitation_code' })
  }
  const parsed = invitation.safeParse(jsonOf(plain))
  if (!parsed.success) return notInvitation()
  if (parsed.data.until <= now.toISOString()) fail({ kind: 'refused', reason: 'invitation_expired' })
  return parsed.data
}

const macOf = (code: Uint8Array, id: string, card: OfficeCard): Buffer =>
  hmac(code, 'waypost-join-v1\0', canonical({ invitation: id, card: officeCard.parse(card) }))

/** Writes a new laptop's answer. */
export const packAnswer = (id: string, code: Uint8Array, card: OfficeCard): string => {
  const content: Answer = {
    format: 'waypost-join-answer-v1',
    invitation: id,
    card,
    mac: macOf(code, id, card).toString('hex'),
  }
  return `${JSON.stringify(content, null, 2)}\n`
}

/** Reads an answer file; whether its code is right is asked when its invitation is found. */
export const readAnswer = async (path: string): Promise<Answer> => {
  const parsed = answer.safeParse(jsonOf(await readSmall(path, 'not_an_answer')))
  return parsed.success ? parsed.data : fail({ kind: 'refused', reason: 'not_an_answer' })
}

/** True when whoever wrote the answer knew the code of the invitation. */
export const answerHolds = ({ invitation: id, card, mac }: Answer, code: Uint8Array): boolean =>
  sameBytes(macOf(code, id, card), Buffer.from(mac, 'hex'))

const notInvitation = (): never => fail({ kind: 'refused', reason: 'not_an_invitation' })

async function readSmall(path: string, reason: string): Promise<Buffer> {
  if ((await stat(path)).size > mostBytes) fail({ kind: 'refused', reason })
  return await readFile(path)
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown
  } catch {
    return null
  }
}
