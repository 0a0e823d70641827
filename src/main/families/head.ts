import { household } from '../../shared/records/household.ts'
import { person, type Person } from '../../shared/records/person.ts'
import { change } from '../oplog/save.ts'
import type { Writer } from '../store/context.ts'
import { headedBy } from '../households/rules.ts'

/** Whether somebody may be head: an active member who does not only collect for the family. */
export const mayHead = ({ status, relationship }: Pick<Person, 'status' | 'relationship'>): boolean =>
  status === 'active' && relationship !== 'NON_BENEFICIARY'

/** Makes a member head of a household, with what that says about the household. */
export const setHead = async (trx: Writer<'registry'>, home: string, head: Person, now: Date): Promise<void> => {
  await change(trx, person, head.id, { household: home, relationship: 'HEAD' })
  await change(trx, household, home, { head: head.id, ...headedBy(head, now) })
}
