import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'

/** Why a photo or paper is not taken in or not shown, by the reason main gives. */
export const attachmentRefusals: Readonly<Record<string, { title: MessageDescriptor; detail: MessageDescriptor }>> = {
  fileKindUnknown: {
    title: msg`This is neither a photo nor a paper`,
    detail: msg`It was not added. JPEG, PNG and WebP photos, PDF papers and plain texts can be; what counts is what is in the file, not its name.`,
  },
  pictureHeic: {
    title: msg`This photo has the format of some telephones (HEIC)`,
    detail: msg`It was not added. Save or send it as JPEG on the telephone and choose it again.`,
  },
  attachmentTooLarge: {
    title: msg`This file is larger than 25 MB`,
    detail: msg`It was not added. Scan it with a lower resolution, or split it.`,
  },
  attachmentEmpty: {
    title: msg`This file is empty`,
    detail: msg`It was not added. Copy it to this computer once more.`,
  },
  pictureTooLarge: {
    title: msg`This picture has more than 50 million pixels`,
    detail: msg`It was not added. Save it smaller in a picture program and choose it again.`,
  },
  pictureDamaged: {
    title: msg`This picture is damaged or cut short`,
    detail: msg`It was not added. Copy it from the camera or telephone once more.`,
  },
  pdfDamaged: {
    title: msg`This PDF is damaged or cut short`,
    detail: msg`It was not added. Copy or scan it once more.`,
  },
  pdfEncrypted: {
    title: msg`This PDF is protected with a password`,
    detail: msg`It was not added. Save it without the password and choose it again; Waypost encrypts everything it keeps.`,
  },
  attachmentElsewhere: {
    title: msg`This photo or paper is not on this laptop`,
    detail: msg`Its record came from another office without the file. Ask that office to show it.`,
  },
  attachmentDamaged: {
    title: msg`This photo or paper is damaged`,
    detail: msg`Nothing else is affected. Add it again from where it came, or take it from a backup.`,
  },
}
