import type { cases } from '../../shared/contract/cases.ts'
import { fail } from '../../shared/errors.ts'
import { caseStep, evacuationCase, patient } from '../../shared/records/evacuation.ts'
import { noteView } from '../audit/views.ts'
import { mergedIssues, newlyBroken, refuse, rule } from '../checks/issues.ts'
import { brokenReferences } from '../checks/references.ts'
import { change, save, saveNumbered } from '../oplog/save.ts'
import type { Handlers } from '../store/context.ts'
import { caseFile, existingCase } from './file.ts'
import { findCasesOf, findPatient, findSteps, listCases } from './repository.ts'
import { caseIssues, guardianIssues, nextStages, patientIssues, stageIssues } from './rules.ts'

/** What the form sends where a new patient comes with the case. */
const NEW_PATIENT = 'new'

export const handlers: Handlers<typeof cases> = {
  'cases.create': async (ctx, input) => {
    const draft = input.case
    const known = draft.patient === NEW_PATIENT ? undefined : await findPatient(ctx.medical, draft.patient)
    const now = ctx.now()
    refuse([
      ...rule(draft.patient !== NEW_PATIENT && !known, ['case', 'patient'], 'unknown_reference'),
      ...rule(draft.stage !== 'referred', ['case', 'stage'], 'status_not_allowed'),
      ...caseIssues(draft, ['case'], now),
      ...patientIssues(input.patient, ['patient'], now),
      ...guardianIssues((known ?? input.patient).birth, draft.guardian, ['case', 'guardian'], now),
      ...(await brokenReferences(ctx.db, 'registry', patient, input.patient, ['patient'], [])),
    ])
    return ctx.writeMedical(async (trx) => {
      // A patient who is known already keeps what is on record; it is changed by `cases.updatePatient` alone.
      const patientId = known?.id ?? (await save(trx, patient, input.patient)).id
      const { id, number } = await saveNumbered(trx, evacuationCase, { ...draft, patient: patientId })
      await save(trx, caseStep, { case: id, from: null, stage: draft.stage, date: draft.referred, reason: null })
      return { id, number, patient: patientId }
    })
  },

  'cases.list': async (ctx, query) => {
    const found = await listCases(ctx.medical, query, ctx.now())
    await noteView(ctx, 'medical', 'cases.list', null)
    return found
  },
  'cases.get': async (ctx, { id }) => {
    const file = await caseFile(ctx, id)
    await noteView(ctx, 'medical', 'cases.get', id)
    return file
  },

  'cases.update': async (ctx, { id, patch }) => {
    const { stored, who } = await existingCase(ctx.medical, id)
    const merged = { ...stored, ...patch }
    const now = ctx.now()
    refuse([
      ...rule((patch.stage ?? stored.stage) !== stored.stage, ['patch', 'stage'], 'status_by_transition'),
      ...rule((patch.patient ?? stored.patient) !== stored.patient, ['patch', 'patient'], 'patient_fixed'),
      ...newlyBroken(caseIssues(merged, ['patch'], now), caseIssues(stored, ['patch'], now)),
      ...(patch.guardian === undefined ? [] : guardianIssues(who.birth, patch.guardian, ['patch', 'guardian'], now)),
      ...mergedIssues(evacuationCase, stored, patch, ['patch']),
    ])
    await ctx.writeMedical((trx) => change(trx, evacuationCase, id, patch))
    return {}
  },

  'cases.updatePatient': async (ctx, { id, patch }) => {
    const stored = (await findPatient(ctx.medical, id)) ?? fail({ kind: 'notFound', record: 'patient', id })
    const open = (await findCasesOf(ctx.medical, id)).filter(({ stage }) => nextStages(stage).length > 0)
    const now = ctx.now()
    const unguarded = patch.birth ? open.filter(({ guardian }) => guardian === null).slice(0, 1) : []
    refuse([
      ...newlyBroken(patientIssues({ ...stored, ...patch }, ['patch'], now), patientIssues(stored, ['patch'], now)),
      ...unguarded.flatMap(() => guardianIssues(patch.birth, null, ['patch', 'birth'], now)),
      ...mergedIssues(patient, stored, patch, ['patch']),
      ...(await brokenReferences(ctx.db, 'registry', patient, patch, ['patch'], [])),
    ])
    await ctx.writeMedical((trx) => change(trx, patient, id, patch))
    return {}
  },

  'cases.setStage': async (ctx, { id, to, date, reason }) => {
    const { stored, who } = await existingCase(ctx.medical, id)
    const steps = await findSteps(ctx.medical, id)
    const why = reason?.trim() ?? ''
    refuse(stageIssues(stored, who, steps, { to, date, reason: why }, ctx.now()))
    await ctx.writeMedical(async (trx) => {
      await save(trx, caseStep, { case: id, from: stored.stage, stage: to, date, reason: why === '' ? null : why })
      await change(trx, evacuationCase, id, { stage: to })
    })
    return {}
  },
}
