import type { projects } from '../../shared/contract/projects.ts'
import { localToday } from '../../shared/dates/partial.ts'
import { capProject, capStep } from '../../shared/records/project.ts'
import { mergedIssues, newlyBroken, refuse, rule } from '../checks/issues.ts'
import { brokenReferences } from '../checks/references.ts'
import { change, save, saveNumbered } from '../oplog/save.ts'
import type { Handlers } from '../store/context.ts'
import { existingProject, projectFile } from './file.ts'
import { findSteps, listProjects } from './repository.ts'
import { datesFrom, projectIssues, stepIssues } from './rules.ts'

export const handlers: Handlers<typeof projects> = {
  'projects.create': async (ctx, { draft }) => {
    refuse([
      ...rule(draft.status !== 'identified', ['draft', 'status'], 'status_not_allowed'),
      ...projectIssues(draft, ['draft'], ctx.now()),
      ...(await brokenReferences(ctx.db, 'registry', capProject, draft, ['draft'], [])),
    ])
    return ctx.write('registry', async (trx) => {
      const { id, number } = await saveNumbered(trx, capProject, draft)
      const step = { project: id, from: null, status: draft.status, date: localToday(ctx.now()), reason: null }
      await save(trx, capStep, step)
      return { id, number }
    })
  },

  'projects.list': (ctx, query) => listProjects(ctx.db, query, ctx.now()),
  'projects.get': (ctx, { id }) => projectFile(ctx.db, id),

  'projects.update': async (ctx, { id, patch }) => {
    const stored = await existingProject(ctx.db, id)
    const status = patch.status ?? stored.status
    refuse([
      ...rule(status !== stored.status, ['patch', 'status'], 'status_by_transition'),
      ...newlyBroken(
        projectIssues({ ...stored, ...patch }, ['patch'], ctx.now()),
        projectIssues(stored, ['patch'], ctx.now()),
      ),
      ...mergedIssues(capProject, stored, patch, ['patch']),
      ...(await brokenReferences(ctx.db, 'registry', capProject, patch, ['patch'], [])),
    ])
    await ctx.write('registry', (trx) => change(trx, capProject, id, patch))
    return {}
  },

  'projects.setStatus': async (ctx, { id, to, date, reason }) => {
    const stored = await existingProject(ctx.db, id)
    const steps = await findSteps(ctx.db, id)
    const why = reason?.trim() ?? ''
    refuse(stepIssues(stored, steps, { to, date, reason: why }, ctx.now()))
    await ctx.write('registry', async (trx) => {
      const step = { project: id, from: stored.status, status: to, date, reason: why === '' ? null : why }
      await save(trx, capStep, step)
      await change(trx, capProject, id, { status: to, ...datesFrom(stored, to, date) })
    })
    return {}
  },
}
