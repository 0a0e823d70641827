import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'

/** Why nothing was decided or taken back, by the reason main gives. */
export const conflictRefusals: Readonly<Record<string, { title: MessageDescriptor; detail: MessageDescriptor }>> = {
  decided_already: {
    title: msg`This is decided already`,
    detail: msg`A colleague or another office decided it in the meantime. Nothing was changed.`,
  },
  changed_since: {
    title: msg`Another value has come in`,
    detail: msg`Nothing was decided. Look at all the values once more, then choose.`,
  },
  decided_since: {
    title: msg`Something was written after this decision`,
    detail: msg`It cannot be taken back any more. Open the record and change it there.`,
  },
  not_a_decision: {
    title: msg`There is nothing to take back`,
    detail: msg`Nothing was changed. The history of the record shows what was written.`,
  },
  choose_one: {
    title: msg`Choose one of the values that stand here`,
    detail: msg`Nothing was decided. This field cannot get another value on this page.`,
  },
  one_by_one: {
    title: msg`These are decided one by one`,
    detail: msg`Nothing was decided. Somebody has to look at each of them.`,
  },
}
