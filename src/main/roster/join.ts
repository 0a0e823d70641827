import path from 'node:path'
import { z } from 'zod'
import { multiText } from '../../shared/records/field.ts'
import { user } from '../../shared/records/office.ts'
import type { Output, ParsedInput } from '../../shared/contract/index.ts'
import { fail } from '../../shared/errors.ts'
import { metaOf } from '../accounts/repository.ts'
import { begin } from '../accounts/set-up.ts'
import { apply } from '../oplog/apply.ts'
import { readOpsOfRecord } from '../oplog/read.ts'
import { save } from '../oplog/save.ts'
import { writeAudit } from '../audit/chain.ts'
import { randomBytes } from '../crypto/random.ts'
import type { Ctx, Writer } from '../store/context.ts'
import { writeSmall } from './file.ts'
import {
  answerHolds,
  newCode,
  openInvitation,
  packAnswer,
  packInvitation,
  parseCode,
  readAnswer,
  type Invitation,
} from './invitation.ts'
import { ownCard } from './offices.ts'
import { ensureRoster, laptopKeys, signingOf, signNext } from './own.ts'
import { findRoster, keepStatements } from './repository.ts'

const validMs = 14 * 24 * 60 * 60 * 1000

/** What a laptop that joined keeps until its office has signed it. */
const joiningShape = z.strictObject({ invitation: z.string(), code: z.string(), until: z.string() })

/** What this laptop still waits for, if it joined. */
export const findJoining = async (ctx: Ctx): Promise<z.infer<typeof joiningShape> | null> => {
  const text = (await metaOf(ctx.db, 'joining')) ?? ''
  return text === '' ? null : joiningShape.parse(JSON.parse(text))
}

const officeSeed = async (ctx: Ctx): Promise<Buffer> =>
  Buffer.from((await metaOf(ctx.db, 'officeSeed')) ?? fail({ kind: 'refused', reason: 'no_office_key' }), 'hex')

/** Writes an invitation for one more laptop of this office. */
export const invite = async (
  ctx: Ctx,
  { folder, name, medical }: ParsedInput<'roster.invite'>,
): Promise<Output<'roster.invite'>> => {
  if (medical && !ctx.hasMedical) fail({ kind: 'refused', reason: 'medical_key_needed' })
  await ensureRoster(signingOf(ctx))
  await officeSeed(ctx)
  const roster = await findRoster(ctx.db)
  const code = newCode()
  const id = randomBytes(16).toString('hex')
  const until = new Date(ctx.now().getTime() + validMs).toISOString()
  const { office, code: letters, officeKey = '', rootKey = null, cards } = roster.pinned
  const tagsTaken = (await metaOf(ctx.db, 'tagsTaken')) ?? ''
  const content: Invitation = {
    format: 'waypost-invitation-v1',
    id,
    until,
    name,
    medical,
    officeKey,
    rootKey,
    tagsTaken,
    office: { id: office, code: letters },
    cards: [...cards],
    statements: roster.all(),
    ops: readOpsOfRecord(ctx.account.stores().registry, office),
  }
  // Remembered before it is written: an invitation that nobody knows of could never be finished.
  await ctx.write('registry', async (trx) => {
    const row = { id, secret: code.bytes.toString('hex'), name, medical: medical ? 1 : 0, until, usedBy: null }
    await trx
      .insertInto('invitation')
      .values({ ...row, at: ctx.now().toISOString() })
      .execute()
    writeAudit(trx.session, 'roster.invite', id)
  })
  const file = `waypost-invitation-${letters.toLowerCase()}-${id.slice(0, 6)}.waypost`
  try {
    await writeSmall(path.join(ctx.pathOf(folder), file), await packInvitation(content, code.bytes))
  } catch (error) {
    await ctx.write('registry', async (trx) => {
      await trx.deleteFrom('invitation').where('id', '=', id).execute()
    })
    throw error
  }
  return { file, code: code.text, until }
}

/** What an invitation says, once its code opens it. */
export const describeInvitation = async (
  ctx: Ctx,
  input: ParsedInput<'roster.readInvitation'>,
): Promise<Output<'roster.readInvitation'>> => {
  const { office, name, medical, until, ops } = await openInvitation(
    ctx.pathOf(input.file),
    parseCode(input.code),
    ctx.now(),
  )
  return { office: { code: office.code, name: nameIn(ops) }, name, medical, until }
}

/** The last name an office was given. */
function nameIn(ops: Invitation['ops']) {
  const names = ops.flatMap(({ fields }) => {
    const { name } = fields
    const parsed = multiText.safeParse(typeof name === 'string' ? JSON.parse(name) : name)
    return parsed.success ? [parsed.data] : []
  })
  return names.at(-1) ?? fail({ kind: 'refused', reason: 'not_an_invitation' })
}

/** Makes this laptop one of an office that exists: its own keys and stores, under the office's id and letters. */
export const join = async (ctx: Ctx, input: ParsedInput<'roster.join'>): Promise<Output<'roster.join'>> => {
  const code = parseCode(input.code)
  const from = await openInvitation(ctx.pathOf(input.file), code, ctx.now())
  const { id, until, office, medical, tagsTaken } = from
  const { language, digits, passphrase } = input
  const recoveryKeys = await begin(ctx, {
    office,
    user: input.user,
    passphrase,
    medical,
    action: 'roster.join',
    tagsTaken,
    fill: async (trx, userId) => {
      await takeOver(trx, from)
      trx.session.setMeta('joining', JSON.stringify({ invitation: id, code: code.toString('hex'), until }))
      const role = 'administrator'
      await save(trx, user, { ...input.user, role, id: userId, office: office.id, language, digits, active: true })
    },
  })
  return { recoveryKeys }
}

/** Takes over whom the office trusts, and its own record. */
async function takeOver(trx: Writer<'registry'>, from: Invitation): Promise<void> {
  trx.session.setMeta('officeKey', from.officeKey)
  if (from.rootKey !== null) trx.session.setMeta('rootKey', from.rootKey)
  for (const card of from.cards) {
    const row = { id: card.office, code: card.code, name: JSON.stringify(card.name), card: JSON.stringify(card) }
    await trx
      .insertInto('knownOffice')
      .values({ ...row, receivesMedical: card.keys.medical ? 1 : 0, addedAt: trx.save.now.toISOString() })
      .execute()
  }
  await keepStatements(trx, (await findRoster(trx)).admit(from.statements))
  await apply(trx, from.ops)
}

/** Writes the answer of a laptop that joined. */
export const answer = async (ctx: Ctx, { folder }: ParsedInput<'roster.answer'>): Promise<Output<'roster.answer'>> => {
  const joining = (await findJoining(ctx)) ?? fail({ kind: 'conflict', reason: 'not_joining' })
  const card = await ownCard(ctx)
  const file = `waypost-answer-${card.code.toLowerCase()}-${joining.invitation.slice(0, 6)}.waypost`
  const text = packAnswer(joining.invitation, Buffer.from(joining.code, 'hex'), card)
  await writeSmall(path.join(ctx.pathOf(folder), file), Buffer.from(text))
  return { file }
}

/** Lets a laptop whose invitation is too old answer a newer one of its office: what was entered on it meanwhile stays. */
export const renew = async (ctx: Ctx, input: ParsedInput<'roster.renew'>): Promise<Output<'roster.renew'>> => {
  if (!(await findJoining(ctx))) fail({ kind: 'conflict', reason: 'not_joining' })
  const code = parseCode(input.code)
  const { id, until, office, officeKey } = await openInvitation(ctx.pathOf(input.file), code, ctx.now())
  const { pinned } = await findRoster(ctx.db)
  if (office.id !== pinned.office || officeKey !== pinned.officeKey)
    fail({ kind: 'refused', reason: 'invitation_of_other_office' })
  await ctx.account.writerOf(
    'registry',
    'roster.renew',
  )(async (trx) => {
    await Promise.resolve()
    trx.session.setMeta('joining', JSON.stringify({ invitation: id, code: code.toString('hex'), until }))
    writeAudit(trx.session, 'roster.renew', id)
  })
  return { until }
}

/** Signs a laptop that joined, by its answer: whoever wrote it knew the code of an open invitation. */
export const finish = async (ctx: Ctx, { file }: ParsedInput<'roster.finish'>): Promise<Output<'roster.finish'>> => {
  const seed = await officeSeed(ctx)
  const said = await readAnswer(ctx.pathOf(file))
  const { card } = said
  return await ctx.write('registry', async (trx) => {
    const open = await trx.selectFrom('invitation').selectAll().where('id', '=', said.invitation).executeTakeFirst()
    const roster = await findRoster(trx)
    const device = card.device ?? ''
    if (!open || device === '' || card.office !== roster.pinned.office)
      return fail({ kind: 'refused', reason: 'not_our_invitation' })
    // It adds a laptop: one that is known keeps its keys, whoever knows the code.
    const isKnown = roster.laptopsOf(card.office).some(({ id }) => id === device)
    if (!answerHolds(said, Buffer.from(open.secret, 'hex')) || (isKnown && open.usedBy === null))
      fail({ kind: 'refused', reason: 'wrong_answer' })
    if (open.usedBy !== null) fail({ kind: 'refused', reason: 'invitation_used' })
    if (open.until <= trx.save.now.toISOString()) fail({ kind: 'refused', reason: 'invitation_expired' })
    const medical = open.medical === 1 && card.keys.medical !== undefined
    const subject = { kind: 'device' as const, id: device, office: card.office, name: open.name.normalize('NFC') }
    const claim = { subject, keys: laptopKeys(card.keys, medical) }
    await keepStatements(trx, [signNext(roster, seed, claim, { now: trx.save.now })])
    // The secret has done its work.
    await trx.updateTable('invitation').set({ usedBy: device, secret: '' }).where('id', '=', open.id).execute()
    writeAudit(trx.session, 'roster.finish', device)
    return { device, name: open.name, medical }
  })
}
