import { z } from 'zod'
import { priority, specialty, stageGroup } from '../../shared/codes/evacuation.ts'

/** What the address of the board carries; anything it does not understand is left out rather than refused. */
export const boardSearch = z.object({
  view: z.enum(['board', 'list']).optional().catch(undefined),
  specialty: z.array(z.enum(specialty.codes)).max(20).optional().catch(undefined),
  priority: z.array(z.enum(priority.codes)).max(10).optional().catch(undefined),
  group: z.enum(stageGroup.codes).optional().catch(undefined),
})
export type BoardSearch = z.infer<typeof boardSearch>

/** What narrows the cases, as the call takes it; the column is left to whoever asks for one. */
export const filterOf = (
  search: BoardSearch,
  text: string,
): Pick<BoardSearch, 'specialty' | 'priority'> & { readonly text?: string } => ({
  ...(search.specialty?.length ? { specialty: search.specialty } : {}),
  ...(search.priority?.length ? { priority: search.priority } : {}),
  ...(text === '' ? {} : { text }),
})
export type Filter = ReturnType<typeof filterOf>
