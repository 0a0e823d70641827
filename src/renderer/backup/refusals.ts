import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'

/** Why a backup could not be made or used, by the reason main gives. */
export const backupRefusals: Readonly<Record<string, { title: MessageDescriptor; detail: MessageDescriptor }>> = {
  noRoom: {
    title: msg`There is not enough room for a backup`,
    detail: msg`No backup was made; your records are as they were. Free some space, or choose another disk or stick.`,
  },
  backupNotWhole: {
    title: msg`The backup could not be read back`,
    detail: msg`It does not count and was removed; your records are as they were. Try another disk or stick.`,
  },
  notABackup: {
    title: msg`There is no backup in this folder`,
    detail: msg`Nothing was changed. Choose the folder whose name begins with “waypost-backup”, or the one it lies in.`,
  },
  notDamaged: {
    title: msg`The files of this office are not damaged`,
    detail: msg`Nothing was changed. Unlock the office as usual, or choose a backup to go back to.`,
  },
  nothingToSalvage: {
    title: msg`Nothing of the damaged files can be read`,
    detail: msg`Nothing was changed. Look for a backup on a stick, or ask headquarters for bundles with this office’s records.`,
  },
  backupDamaged: {
    title: msg`This backup is damaged or was altered`,
    detail: msg`Nothing was changed. Choose another one; an older backup may be whole.`,
  },
}
