import type { Output } from '../../shared/contract/index.ts'
import { fail } from '../../shared/errors.ts'
import { may, mayRead, permissions, privacyClasses } from '../../shared/permissions.ts'
import type { Ctx, SignedIn } from '../store/context.ts'
import { findOffice, findUser, metaOf } from './repository.ts'

/** Nobody touched keyboard or mouse for this long: the store locks, until an administrator says otherwise. */
const lockAfterMinutes = '10'

/** Whoever is signed in now: the stores may have opened during this very call. Throws `locked`. */
export const signedIn = (ctx: Ctx): SignedIn => ctx.account.user() ?? fail({ kind: 'locked' })

const missing = (record: string, id: string) => fail({ kind: 'notFound', record, id })

/** Who is signed in and what they may do. */
export async function sessionOf(ctx: Ctx): Promise<Output<'accounts.session'>> {
  const reader = signedIn(ctx)
  const { db } = ctx.account.stores().registry
  return {
    user: (await findUser(db, reader.id)) ?? missing('user', reader.id),
    office: (await findOffice(db, reader.office)) ?? missing('office', reader.office),
    permissions: permissions.filter((permission) => may(reader, permission)),
    reads: privacyClasses.filter((privacy) => mayRead(reader, privacy)),
    medical: reader.medical,
    deviceTag: (await metaOf(db, 'tag')) ?? '',
    lockAfterMinutes: Number((await metaOf(db, 'lockAfterMinutes')) ?? lockAfterMinutes),
  }
}
