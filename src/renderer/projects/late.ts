import { iatiStatusOf, type CapStatus } from '../../shared/codes/cap.ts'

// Work that is still ahead or under way; what is finished, ended or refused can no longer be late.
const open: readonly number[] = [1, 2, 6]

/** Whether a project is past its planned end and not finished. */
export const isLate = (status: CapStatus, endPlanned: string | null, today: string): boolean =>
  endPlanned !== null && endPlanned < today && open.includes(iatiStatusOf[status])
