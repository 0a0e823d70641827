import { writeAudit } from '../audit/chain.ts'
import { renewTag } from './numbers.ts'
import type { Session } from './session.ts'

/**
 * Gives a store a new replica id and a new tag for its numbers, so that none is used twice (store design 3.3, 3.4):
 * this file may be a copy of one that went on, or have lost its last commits.
 */
export const beginNewLife = (session: Session): void => {
  session.renewReplica()
  renewTag(session)
  writeAudit(session, 'store.newLife', null)
}
