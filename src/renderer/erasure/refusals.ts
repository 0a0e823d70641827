import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'

/** Why nothing was erased or asked for, by the reason main gives. */
export const erasureRefusals: Readonly<Record<string, { title: MessageDescriptor; detail: MessageDescriptor }>> = {
  personIsHead: {
    title: msg`This person is the head of the household`,
    detail: msg`Nothing was asked for. Name another head first, or ask to erase the whole household.`,
  },
  samePerson: {
    title: msg`You asked for this yourself`,
    detail: msg`Nothing was erased. Somebody else has to decide: that is what the second person is for.`,
  },
  notOwnRequest: {
    title: msg`Somebody else asked for this`,
    detail: msg`The request still waits. Only the person who made it can take it back.`,
  },
  numberDiffers: {
    title: msg`This is another number`,
    detail: msg`Nothing was erased. Compare the number letter by letter with the one above.`,
  },
  alreadyRequested: {
    title: msg`Somebody has asked for this already`,
    detail: msg`The request waits for the second person under “Data protection”.`,
  },
  alreadyDecided: {
    title: msg`This request was decided in the meantime`,
    detail: msg`Nothing was changed. The list shows what became of it.`,
  },
  erased: {
    title: msg`This record was erased`,
    detail: msg`Nothing was changed. Its number and the day are all that remains.`,
  },
  noNewerBackup: {
    title: msg`Make a new backup first`,
    detail: msg`No copy was deleted: there would be no backup left. Make one under Settings, then delete the old ones.`,
  },
}
