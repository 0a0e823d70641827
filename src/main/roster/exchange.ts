import type { BundleHeader, BundleRoster, RosterStatement } from '../../shared/bundle/v1/header.ts'
import { fail, type StoreName } from '../../shared/errors.ts'
import type { JobTools } from '../jobs/runner.ts'
import type { Reader } from '../store/context.ts'
import { ensureRoster } from './own.ts'
import { findRoster, keepStatements } from './repository.ts'
import type { Receivers, Verdict } from './roster.ts'

/** So many statements go into a bundle: what a reader takes. */
const mostStatements = 10_000

/** Judges senders while a bundle is read, and says afterwards what was found. */
export interface Trust {
  readonly judge: (key: string, header: BundleHeader, roster: BundleRoster) => Verdict['trust']
  readonly codeOf: (office: string) => string
  /** What a refusal tells beside its reason: the day a sender was withdrawn. */
  readonly params: () => { readonly params?: { readonly at: string } }
}

/** Begins to judge a bundle by what is trusted here and by those of its own statements that hold. */
export const beginTrust = async (reader: Reader<'registry'>, now: Date): Promise<Trust> => {
  const roster = await findRoster(reader)
  let verdict: Verdict = { trust: 'unknown' }
  return {
    judge: (key, header, { statements }) => {
      roster.admit(statements)
      verdict = roster.judge(header, key, now.toISOString())
      return verdict.trust
    },
    codeOf: (office) => roster.codeOf(office),
    params: () => (verdict.trust === 'revoked' ? { params: { at: verdict.since } } : {}),
  }
}

/** Refuses to go on with a checked bundle whose sender was withdrawn while it waited for a decision. */
export const refuseWithdrawn = async (reader: Reader<'registry'>, header: BundleHeader, now: Date): Promise<void> => {
  const verdict = (await findRoster(reader)).judge(header, header.sender.key, now.toISOString())
  if (verdict.trust === 'revoked') fail({ kind: 'refused', reason: 'REVOKED_SENDER', params: { at: verdict.since } })
}

/** Keeps what a checked bundle's roster brings; what was known is looked at again, since others may have written. */
export const takeRoster = async (
  tools: Pick<JobTools, 'write'>,
  statements: readonly RosterStatement[],
): Promise<void> => {
  if (statements.length === 0) return
  await tools.write('registry', async (trx) => {
    const roster = await findRoster(trx)
    await keepStatements(trx, roster.admit(statements))
    // The office has signed this laptop, so its invitation is done with.
    const { office, device } = roster.pinned
    const signed = roster.laptopsOf(office).some(({ id }) => id === device)
    if (signed && (trx.session.meta.get('joining') ?? '') !== '') trx.session.setMeta('joining', '')
  })
}

/** What a bundle for an office needs of the roster; refuses an office that cannot read this store. */
export const addressTo = async (
  tools: JobTools,
  office: string,
  store: StoreName,
): Promise<Receivers & { readonly code: string; readonly statements: RosterStatement[] }> => {
  await ensureRoster({
    db: tools.db,
    get medical() {
      return tools.medical
    },
    hasMedical: tools.hasMedical,
    now: tools.now,
    write: async (run) => await tools.write('registry', run),
  })
  const roster = await findRoster(tools.db)
  const own = office === roster.pinned.office
  if (!own && !roster.cardOf(office) && !roster.officeOf(office))
    fail({ kind: 'notFound', record: 'office', id: office })
  const receivers = roster.receiversOf(office, store, tools.now().toISOString())
  if (receivers.recipients.length === 0) {
    if (own) fail({ kind: 'refused', reason: 'no_other_laptop' })
    if (roster.receiversOf(office, 'registry', tools.now().toISOString()).recipients.length === 0) {
      // Headquarters may have signed an office of whose laptops nobody here has heard yet.
      const heardOf = roster.cardOf(office) !== undefined || roster.laptopsOf(office).length > 0
      const withdrawn = heardOf || (roster.officeOf(office)?.revoked ?? null) !== null
      fail({ kind: 'refused', reason: withdrawn ? 'office_revoked' : 'office_without_laptop' })
    }
    fail({ kind: 'refused', reason: 'office_not_medical' })
  }
  return { ...receivers, code: roster.codeOf(office), statements: roster.all().slice(0, mostStatements) }
}
