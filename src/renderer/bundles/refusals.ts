import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'
import type { UndoRefusal } from '../../shared/contract/exchange.ts'

/** Why an import can no longer be taken back. */
export const undoRefusals: Readonly<Record<UndoRefusal, { title: MessageDescriptor; detail: MessageDescriptor }>> = {
  built_on: {
    title: msg`Something was built on this import`,
    detail: msg`Since then somebody here changed one of its records, or entered something that belongs to one. Correct single records instead; their history shows what they were before.`,
  },
  left_laptop: {
    title: msg`Others have been told of this import`,
    detail: msg`Since then a bundle was written here, or the code that it has arrived was shown. The records would come back with the next exchange, so they stay.`,
  },
  another_import_since: {
    title: msg`Another bundle was taken in after this one`,
    detail: msg`Only the last import can be taken back. Take back the later one first, as long as that is possible.`,
  },
  erasure: {
    title: msg`This import erased records for good`,
    detail: msg`What was erased cannot be brought back, so the import stays as a whole.`,
  },
  another_life: {
    title: msg`This office was restored or copied after the import`,
    detail: msg`It is no longer certain what others have been told of it, so the import stays.`,
  },
  medical_closed: {
    title: msg`Somebody with access to medical records has to do this`,
    detail: msg`Medical records may refer to people this import brought, and your role cannot see whether they do.`,
  },
}

/** Why a bundle or an office card is not accepted, by the reason main gives. */
export const bundleRefusals: Readonly<Record<string, { title: MessageDescriptor; detail: MessageDescriptor }>> = {
  NOT_A_BUNDLE: {
    title: msg`This file is not a bundle`,
    detail: msg`Nothing was changed. Choose the file whose name begins with “wp-” and ends in “.bundle”.`,
  },
  CUT_SHORT: {
    title: msg`This bundle is cut short`,
    detail: msg`Nothing was changed. The end is missing: it was copied only in part or the stick was pulled out early. Copy it again, or ask the other office to write it again.`,
  },
  DAMAGED: {
    title: msg`This bundle is damaged`,
    detail: msg`Nothing was changed. Its content is not what was written. Copy it again from the original; if that does not help, ask the other office for a new one on another stick.`,
  },
  WRONG_KEY: {
    title: msg`This bundle was not encrypted for this office`,
    detail: msg`Nothing was changed and nothing in it could be read. Ask the sender which office it is for, and whether they have this office’s newest card.`,
  },
  WRONG_PASSPHRASE: {
    title: msg`The passphrase does not open this bundle`,
    detail: msg`Nothing was changed. Ask the sender to read the words to you again.`,
  },
  NOT_FOR_THIS_OFFICE: {
    title: msg`This bundle is for another office`,
    detail: msg`Nothing was changed. Hand the stick on to the office it is meant for, or ask the sender for one for this office.`,
  },
  UNKNOWN_SENDER: {
    title: msg`The office that wrote this bundle is not known here`,
    detail: msg`Nothing was changed. If headquarters has signed that office, first take in the newest bundle from headquarters. Otherwise ask the office for its card, add it under “Offices”, then open the bundle again.`,
  },
  REVOKED_SENDER: {
    title: msg`The laptop that wrote this bundle was withdrawn`,
    detail: msg`It is not trusted since {at}. Nothing was changed. Do not use this bundle: keep the stick and call the office. What it lacks can come from another laptop of theirs.`,
  },
  BAD_SIGNATURE: {
    title: msg`The signature does not fit`,
    detail: msg`Nothing was changed. Somebody other than the named office may have written or altered this bundle. Call the office before you accept anything.`,
  },
  NEWER_FORMAT: {
    title: msg`This bundle was written by a newer Waypost`,
    detail: msg`Nothing was changed and the file is kept. Install the newer version here, then open the bundle again.`,
  },
  REFUSED_CONTENT: {
    title: msg`This bundle holds something Waypost does not accept`,
    detail: msg`Nothing was changed. Keep the file, tell the sender and give it to support: it was signed, yet it breaks a rule of the format.`,
  },
  MEDIA_UNRELIABLE: {
    title: msg`The stick gives different answers each time it is read`,
    detail: msg`Nothing was changed. Do not trust this stick any more. Ask for the bundle on another one.`,
  },
  setIncomplete: {
    title: msg`A file of this bundle has not been taken in yet`,
    detail: msg`The code stands for all files of it. Take in the others first, then show the code.`,
  },
  wrongReceiptCode: {
    title: msg`The code does not fit this bundle`,
    detail: msg`Nothing was changed. Let them read the code once more, and compare which bundle they took in. Before their first bundle only the laptop their card came from can confirm.`,
  },
  ownCard: {
    title: msg`This is this office’s own card`,
    detail: msg`Nothing was changed. Choose the card file that the other office saved.`,
  },
  cardOfOtherLaptop: {
    title: msg`This card is from another laptop of an office you know`,
    detail: msg`Nothing was changed, and nothing needs to be added: the laptop is recognised as soon as a bundle of that office names it. If they have no second laptop, call them.`,
  },
  cardDiffers: {
    title: msg`This office is known with other keys`,
    detail: msg`Nothing was changed and the old card still holds. Call the office: either its computer was set up anew, or this card is not from them.`,
  },
  anotherHeadquarters: {
    title: msg`Another headquarters is trusted here already`,
    detail: msg`Nothing was changed. There is one headquarters. Call the one you know and ask about this card before you do anything else.`,
  },
  officeRevoked: {
    title: msg`That office was withdrawn`,
    detail: msg`Nothing was written: no laptop of that office is trusted now. Ask headquarters, or add the office again once it has a new laptop.`,
  },
  officeWithoutLaptop: {
    title: msg`No laptop of that office is known here yet`,
    detail: msg`Nothing was written. Take in a bundle of headquarters or of that office first: it names their laptops. Or add their card.`,
  },
  noOtherLaptop: {
    title: msg`This office has no other laptop`,
    detail: msg`Nothing was written. Add a laptop to this office first.`,
  },
  wrongInvitationCode: {
    title: msg`The code does not open this invitation`,
    detail: msg`Nothing was changed. Compare each group with the printed code, and check that the file belongs to it.`,
  },
  notAnInvitation: {
    title: msg`This file is not an invitation`,
    detail: msg`Nothing was changed. Choose the file whose name begins with “waypost-invitation”.`,
  },
  invitationExpired: {
    title: msg`This invitation is too old`,
    detail: msg`Nothing was changed. An invitation is valid for 14 days: let the office write a new one.`,
  },
  invitationOfOtherOffice: {
    title: msg`This invitation is from another office`,
    detail: msg`Nothing was changed. This laptop belongs to one office already: let that office write a new invitation.`,
  },
  invitationUsed: {
    title: msg`This invitation was used already`,
    detail: msg`Nothing was changed. Each invitation adds one laptop: write another one. If no laptop was added by you, call headquarters.`,
  },
  notAnAnswer: {
    title: msg`This file is not an answer`,
    detail: msg`Nothing was changed. Choose the file whose name begins with “waypost-answer”, as the new laptop wrote it.`,
  },
  wrongAnswer: {
    title: msg`This answer was not written with the code of the invitation`,
    detail: msg`Nothing was changed and the laptop was not added. Somebody may have altered the file: write the answer again on the new laptop.`,
  },
  notOurInvitation: {
    title: msg`This answer belongs to no invitation of this laptop`,
    detail: msg`Nothing was changed. Finish adding on the laptop that wrote the invitation.`,
  },
  noOfficeKey: {
    title: msg`This laptop does not hold the key of the office`,
    detail: msg`Nothing was changed. Laptops are added and withdrawn on the laptop where the office was set up.`,
  },
  noRootKey: {
    title: msg`Only headquarters can do this`,
    detail: msg`Nothing was changed. Tell headquarters, on a number you know, which laptop was lost.`,
  },
  ownLaptop: {
    title: msg`This is the laptop you sit at`,
    detail: msg`Nothing was changed. Withdraw it from another laptop, or ask headquarters.`,
  },
  notJoining: {
    title: msg`This laptop is added already`,
    detail: msg`Nothing was written. It needs no answer any more.`,
  },
  officeNotMedical: {
    title: msg`That office does not receive medical records`,
    detail: msg`Nothing was written. Send registry records, or ask the office for a card made by somebody with access to medical records.`,
  },
  bundleNotWaiting: {
    title: msg`This bundle is no longer waiting`,
    detail: msg`Nothing was changed now. It was taken in or discarded already; the history below says which.`,
  },
  bundleFileGone: {
    title: msg`The copy of this bundle is no longer on this laptop`,
    detail: msg`Nothing was changed now. Open the same bundle from the stick once more: it is checked again and goes on where it was.`,
  },
  bundleNotTaken: {
    title: msg`This bundle is not taken in`,
    detail: msg`Nothing was changed. It was taken back already, or never taken in; the history below says which.`,
  },
  undoBuiltOn: undoRefusals.built_on,
  undoLeftLaptop: undoRefusals.left_laptop,
  undoAnotherImportSince: undoRefusals.another_import_since,
  undoErasure: undoRefusals.erasure,
  undoAnotherLife: undoRefusals.another_life,
  undoMedicalClosed: undoRefusals.medical_closed,
  gone: {
    title: msg`The stick or folder is no longer there`,
    detail: msg`Your records are as they were. Plug the stick in again and start once more. What was not finished on it is never offered as a bundle.`,
  },
  damagedMedium: {
    title: msg`The stick cannot be read or written`,
    detail: msg`Your records are as they were. Try another socket of the computer; if that does not help, use another stick.`,
  },
  stickFull: {
    title: msg`There is not enough room for this bundle`,
    detail: msg`Your records are as they were. Remove old files from the stick or use a larger one, and see that the disk of this computer is not full.`,
  },
  stickReadOnly: {
    title: msg`Waypost may not write there`,
    detail: msg`Your records are as they were. Slide the lock of the stick to “open” if it has one, or choose another stick or folder.`,
  },
  laptopFull: {
    title: msg`There is not enough room on this laptop`,
    detail: msg`Nothing was changed. A bundle is copied from the stick before it is looked at. Free some space on this computer, then open the bundle again.`,
  },
  tooLargeForOneVolume: {
    title: msg`The records do not fit into one bundle`,
    detail: msg`Nothing was written. Tell support: these records need more than one file.`,
  },
  readBackDiffers: {
    title: msg`The stick does not keep what is written`,
    detail: msg`What was written was read back and differs, so it was removed. Your records are safe. Use another stick.`,
  },
}
