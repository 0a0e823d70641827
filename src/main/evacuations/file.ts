import { fail } from '../../shared/errors.ts'
import type { EvacuationCase, Patient } from '../../shared/records/evacuation.ts'
import { daysSince } from '../checks/steps.ts'
import { findPlace } from '../places/repository.ts'
import type { Ctx, Reader } from '../store/context.ts'
import { findCase, findPatient, findSteps } from './repository.ts'
import { nextStages } from './rules.ts'

/** A case that has to be there, with its patient. */
export async function existingCase(
  db: Reader<'medical'>,
  id: string,
): Promise<{ stored: EvacuationCase; who: Patient }> {
  const stored = (await findCase(db, id)) ?? fail({ kind: 'notFound', record: 'evacuationCase', id })
  const who =
    (await findPatient(db, stored.patient)) ?? fail({ kind: 'notFound', record: 'patient', id: stored.patient })
  return { stored, who }
}

/** Everything a case's page and its printed dossier show. */
export async function caseFile(ctx: Ctx, id: string) {
  const { stored, who } = await existingCase(ctx.medical, id)
  const steps = await findSteps(ctx.medical, id)
  return {
    case: stored,
    patient: who,
    steps,
    place: who.place === null ? null : ((await findPlace(ctx.db, who.place)) ?? null),
    daysInStage: daysSince(steps.at(-1)?.date ?? stored.referred, ctx.now()),
    next: nextStages(stored.stage),
  }
}
