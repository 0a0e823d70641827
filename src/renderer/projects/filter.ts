import { z } from 'zod'
import { capStatus, capType } from '../../shared/codes/cap.ts'
import { recordId } from '../../shared/records/field.ts'

/** What the address of the list carries; anything it does not understand is left out rather than refused. */
export const listSearch = z.object({
  status: z.array(z.enum(capStatus.codes)).max(50).optional().catch(undefined),
  type: z.array(z.enum(capType.codes)).max(50).optional().catch(undefined),
  place: recordId.optional().catch(undefined),
})
export type ListSearch = z.infer<typeof listSearch>

/** The filter without its empty parts, as the call takes it. */
export const filterOf = (search: ListSearch): ListSearch =>
  Object.fromEntries(
    Object.entries(search).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  )
