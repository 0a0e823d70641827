import { displacement, household } from '../../shared/records/household.ts'
import { person } from '../../shared/records/person.ts'
import { startValues, type FormValues } from '../records/form-context.tsx'

/** An empty row of the members' grid. */
export const newMember = (relationship: string | null): FormValues =>
  startValues(person, { relationship, status: 'active' })

/** An empty move; the store writes in the household's id. */
export const newMove = (to: unknown): FormValues => startValues(displacement, { household: 'new', to: to ?? null })

/** What the form starts with. */
export const newRegistration = (today: string): FormValues => ({
  household: startValues(household, { registered: today, status: 'registered' }),
  members: [newMember('HEAD')],
  displacements: [newMove(null)],
})
