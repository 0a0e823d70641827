import { iatiStatusOf } from '../../shared/codes/cap.ts'
import { fail } from '../../shared/errors.ts'
import type { CapProject } from '../../shared/records/project.ts'
import { findUser } from '../households/repository.ts'
import { findPlace } from '../places/repository.ts'
import type { Reader } from '../store/context.ts'
import { findProject, findSteps } from './repository.ts'
import { nextStatuses } from './rules.ts'

/** A project that has to be there. */
export const existingProject = async (db: Reader<'registry'>, id: string): Promise<CapProject> =>
  (await findProject(db, id)) ?? fail({ kind: 'notFound', record: 'capProject', id })

/** Everything a project's page and its printed file show. */
export async function projectFile(db: Reader<'registry'>, id: string) {
  const project = await existingProject(db, id)
  const steps = await findSteps(db, id)
  return {
    project,
    steps,
    place: project.place === null ? null : ((await findPlace(db, project.place)) ?? null),
    iatiStatus: iatiStatusOf[project.status],
    next: nextStatuses(project.status, steps),
    createdBy: await findUser(db, project.createdBy),
  }
}
