import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'
import { useLingui } from '@lingui/react'
import { Failure, type AppError, type Issue } from '../shared/errors.ts'
import { useFormat } from './format.ts'
import { backupRefusals } from './backup/refusals.ts'
import { attachmentRefusals } from './attachments/refusals.ts'
import { erasureRefusals } from './erasure/refusals.ts'
import { bundleRefusals } from './bundles/refusals.ts'
import { conflictRefusals } from './conflicts/refusals.ts'
import { importRefusals } from './imports/refusals.ts'

/** What a person needs after something went wrong: what happened, what was kept, and what to do next. */
export interface ErrorText {
  readonly title: string
  readonly detail: string
}

const kinds: Readonly<Record<AppError['kind'], { title: MessageDescriptor; detail: MessageDescriptor }>> = {
  invalid: {
    title: msg`Some answers need another look`,
    detail: msg`Nothing was saved yet and nothing you typed is lost. Correct the marked fields and save again.`,
  },
  notFound: {
    title: msg`This record is not here`,
    detail: msg`It may have been removed, or it has not arrived from the other office yet. Nothing was changed.`,
  },
  conflict: {
    title: msg`Somebody changed this in the meantime`,
    detail: msg`Your change was not saved; the other one was kept. Open the record again and repeat your change.`,
  },
  locked: {
    title: msg`The office is locked`,
    detail: msg`Everything saved is safe. Enter your name and passphrase to go on.`,
  },
  forbidden: {
    title: msg`Your role does not include this`,
    detail: msg`Nothing was changed. Ask the administrator of your office if you need it for your work.`,
  },
  unknownCall: {
    title: msg`This version of Waypost does not know that action`,
    detail: msg`Nothing was changed. Close Waypost and start it again.`,
  },
  cancelled: { title: msg`Cancelled`, detail: msg`What was finished before is kept.` },
  storage: {
    title: msg`The records could not be read or written`,
    detail: msg`Everything saved before is kept. Lock Waypost, check the disk, and unlock it again.`,
  },
  refused: { title: msg`This cannot be done now`, detail: msg`Nothing was changed.` },
  unexpected: {
    title: msg`Something went wrong inside Waypost`,
    detail: msg`Everything saved before is kept. Try again; if it happens again, give the number below to support.`,
  },
}

const reasons: Readonly<Record<string, { title: MessageDescriptor; detail: MessageDescriptor }>> = {
  ...importRefusals,
  ...bundleRefusals,
  ...backupRefusals,
  ...attachmentRefusals,
  ...erasureRefusals,
  ...conflictRefusals,
  wrongPassphrase: {
    title: msg`Name and passphrase do not match`,
    detail: msg`Nothing was opened. Check the keyboard language and capital letters, then try again.`,
  },
  wrongKey: {
    title: msg`This recovery key does not open the office`,
    detail: msg`Nothing was changed. Compare each group with the printed sheet; it may be from another office.`,
  },
  tooManyAttempts: {
    title: msg`Too many attempts`,
    detail: msg`Nothing is lost. Wait a little before you try again.`,
  },
  noSuchUser: {
    title: msg`Name and passphrase do not match`,
    detail: msg`Nothing was opened. Check the keyboard language and capital letters, then try again.`,
  },
  full: {
    title: msg`The disk is full`,
    detail: msg`The last change was not saved; everything before it is kept. Free some space and save again.`,
  },
  readOnly: {
    title: msg`The folder with the records is read-only`,
    detail: msg`The last change was not saved; everything before it is kept. Ask whoever looks after this computer.`,
  },
  damaged: {
    title: msg`The file with the records is damaged`,
    detail: msg`Waypost stopped so that nothing gets worse. Restore the newest backup.`,
  },
  newerVersion: {
    title: msg`These records were written by a newer Waypost`,
    detail: msg`Nothing was changed. Install the newer version on this computer.`,
  },
  inUse: {
    title: msg`Waypost is already open`,
    detail: msg`Only one window may work with these records. Close the other one.`,
  },
  headCannotBeRemoved: {
    title: msg`The head of household cannot be removed`,
    detail: msg`Nothing was changed. Make another member the head first.`,
  },
  transitionNotAllowed: {
    title: msg`This step does not follow from the present one`,
    detail: msg`Nothing was changed. Choose one of the steps that are offered.`,
  },
  pairSaidDifferent: {
    title: msg`Somebody said that these are different people`,
    detail: msg`Nothing was changed. Look under “On record twice” who is not the same as whom, and take that back first if it is wrong.`,
  },
  pairJoinedByOthers: {
    title: msg`Other decisions make these two the same person`,
    detail: msg`Nothing was changed. Both are linked through somebody else; take one of those links back first, under “On record twice”.`,
  },
  pairOfOne: {
    title: msg`This is the same record`,
    detail: msg`Nothing was changed. Choose another person.`,
  },
  reasonMissing: {
    title: msg`This step needs a reason`,
    detail: msg`Nothing was changed. Write down why, then try again.`,
  },
  notActive: {
    title: msg`This account is no longer active`,
    detail: msg`Nothing was opened. Ask the administrator of your office.`,
  },
  notSetUp: {
    title: msg`There is no office on this computer yet`,
    detail: msg`Close Waypost, start it again, and set the office up.`,
  },
  unknownUser: {
    title: msg`Nobody of this name signs in here`,
    detail: msg`Nothing was changed. Write the name as it was set up.`,
  },
  lastAdministrator: {
    title: msg`This is the last administrator`,
    detail: msg`Nothing was changed. Make somebody else administrator first; otherwise nobody could add or help people.`,
  },
  ownAccount: {
    title: msg`This is your own account`,
    detail: msg`Nothing was changed. Another administrator can do this for you.`,
  },
  medicalKeyNeeded: {
    title: msg`This needs medical access`,
    detail: msg`Nothing was changed. Somebody who has the key of the medical records and is administrator can do it.`,
  },
  roleNotMedical: {
    title: msg`This role does not work with patients`,
    detail: msg`Nothing was changed. Give the person another role first.`,
  },
  notHere: {
    title: msg`This person does not sign in on this computer`,
    detail: msg`Nothing was changed. Let them set a passphrase here first.`,
  },
  keysAltered: {
    title: msg`The files with the keys were altered`,
    detail: msg`Nothing was changed. Somebody wrote into them from outside: tell whoever looks after this computer.`,
  },
  keyNotChanged: {
    title: msg`The key was not changed`,
    detail: msg`Everything is as before. Lock Waypost, sign in again, and try once more.`,
  },
  jobsRunning: {
    title: msg`Something is still running`,
    detail: msg`Nothing was changed. Wait until the import or bundle has ended, then try again.`,
  },
  tooLarge: {
    title: msg`This file is too large`,
    detail: msg`Nothing was taken in. Split it into smaller files and try again.`,
  },
  zipBomb: {
    title: msg`This file unpacks to far more than it seems`,
    detail: msg`Nothing was taken in. Save it again in your spreadsheet program, or ask for a new one.`,
  },
  unreadable: {
    title: msg`This file cannot be read`,
    detail: msg`Nothing was taken in. Check that it opens in the program that wrote it.`,
  },
  notACard: {
    title: msg`This is not an office card`,
    detail: msg`Nothing was changed. Choose the card file that the other office saved from Waypost.`,
  },
  noHousehold: {
    title: msg`This person belongs to no household`,
    detail: msg`Nothing was changed. Add the person to a household first.`,
  },
  changedSince: {
    title: msg`This was changed since`,
    detail: msg`Nothing was taken back: somebody worked on these people or households after it. Change them step by step.`,
  },
  notTakenBackHere: {
    title: msg`This cannot be taken back here`,
    detail: msg`Nothing was changed. Look at the history of the record.`,
  },
  fieldNotPutBack: {
    title: msg`This field cannot be put back here`,
    detail: msg`Nothing was changed. Numbers, heads and statuses move only step by step, on the page of the record.`,
  },
  alreadySetUp: {
    title: msg`This office is already set up`,
    detail: msg`Nothing was changed. Close Waypost, start it again, and unlock it.`,
  },
}

/** What happened to the office's own files; the same word means something else for a file that came from outside. */
const storage: Readonly<Record<string, { title: MessageDescriptor; detail: MessageDescriptor }>> = {
  busy: {
    title: msg`Waypost is already open`,
    detail: msg`Only one window may work with these records. Close the other one.`,
  },
  behind: {
    title: msg`Saved changes are missing`,
    detail: msg`The file with the records is older than it was. Lock Waypost and unlock it again to choose what to do.`,
  },
  missing: {
    title: msg`A file with records is missing`,
    detail: msg`Nothing was changed. Put back the office's folder from a backup; do not set up a new office in its place.`,
  },
  held: {
    title: msg`Another program holds a file of Waypost`,
    detail: msg`Nothing was changed. Wait a moment and try again; if it stays so, close what may be scanning or copying the folder.`,
  },
  unreadable: {
    title: msg`The disk with the records does not answer`,
    detail: msg`The last change may not have been saved; everything before it is kept. Check the disk, then start again.`,
  },
  wrongKey: {
    title: msg`A file with records belongs to another office`,
    detail: msg`Nothing was opened or changed. Put back this office's own file, or restore the newest backup.`,
  },
}

const issues: Readonly<Record<string, MessageDescriptor>> = {
  weak_passphrase: msg`This passphrase is too easy to guess. Use four or five words that do not belong together.`,
  required: msg`Please fill this in.`,
  invalid_type: msg`This is not the kind of answer expected here.`,
  invalid_value: msg`Please choose one of the answers offered.`,
  invalid_format: msg`This is not written in the form expected here.`,
  invalid_date: msg`There is no such day.`,
  too_small: msg`This is below the smallest value allowed ({limit}).`,
  too_big: msg`This is above the largest value allowed ({limit}).`,
  too_short: msg`This is too short: at least {limit} characters.`,
  too_long: msg`This is too long: at most {limit} characters.`,
  unrecognized_keys: msg`This answer does not belong here.`,
  consent_not_given: msg`There is a consent date, yet consent was not given.`,
  same_place: msg`A family cannot move from a place to itself.`,
  arrival_before_departure: msg`The arrival lies before the departure.`,
  end_before_start: msg`The end lies before the start.`,
  paper_kind_missing: msg`Say which kind of paper the number is from.`,
  head_twice: msg`A household has exactly one head.`,
  head_missing: msg`A household needs a head.`,
  ambiguous: msg`Several places have this name. Choose one of them.`,
  unknown_reference: msg`What this points to is not on record here.`,
  transition_not_allowed: msg`This step does not follow from the present one.`,
  unknown_place: msg`This place is not in the list.`,
  future_date: msg`This date lies in the future.`,
  too_young_to_marry: msg`Marital status is asked from the age of 12.`,
  reason_needed: msg`This step needs a reason.`,
  before_last_step: msg`This day lies before the last step.`,
  estimate_needed: msg`A project needs an estimated cost before it is submitted.`,
  grant_needed: msg`A project needs its grant number before it is approved.`,
  consent_needed: msg`Consent has to be recorded before this step.`,
  guardian_needed: msg`A child needs a guardian.`,
  place_needed: msg`Choose a place first.`,
  head_not_active: msg`The head of household must be an active member.`,
  head_not_a_member: msg`The head of household must be a member of this household.`,
  head_cannot_leave: msg`The head of household cannot leave before another is named.`,
  head_cannot_move: msg`This is the head of the household. Make somebody else head first, or split the household.`,
  head_needed: msg`Say who is head of the household from now on.`,
  household_closed: msg`This household is closed: it is archived, or was merged into another one.`,
  household_by_move: msg`A member changes the household with “Move to another household…”.`,
  already_there: msg`This person lives in that household already.`,
  same_household: msg`Choose another household: this is the same one.`,
  not_active_member: msg`This person is not an active member any more.`,
  not_of_this_household: msg`This person does not belong to the household any more.`,
  nobody_stays: msg`Somebody who can be head has to stay. When all of them leave, change the household itself.`,
  died_before_birth: msg`The death lies before the birth.`,
  head_by_choice: msg`Choose another head in the list of members.`,
  household_needed: msg`A member needs a household.`,
  marital_too_young: msg`Marital status other than single is asked from the age of 12.`,
  school_age: msg`School is asked for children of 6 to 17.`,
  status_not_allowed: msg`A new household is a draft or registered.`,
  status_by_transition: msg`The status changes step by step, with “Change status”.`,
  not_later: msg`Choose a day after today.`,
  duplicate: msg`This is already on record.`,
  name_taken: msg`Somebody signs in with this name already. Add the father’s name.`,
  recovery_key_length: msg`A recovery key has eight groups of four and two more characters.`,
  recovery_key_character: msg`There is a character in it that no recovery key has.`,
  recovery_key_check: msg`There is a slip in it: compare each group with the sheet.`,
}

type Say = (message: MessageDescriptor) => string
const withParams = (message: MessageDescriptor, params: Issue['params']): MessageDescriptor =>
  params === undefined ? message : { ...message, values: { ...message.values, ...params } }

/** The sentence for one issue. */
const issueText = (issue: Pick<Issue, 'code' | 'params'>, say: Say): string =>
  say(withParams(issues[issue.code] ?? msg`This answer cannot be accepted.`, issue.params))

const reasonOf = (error: AppError): string | null => ('reason' in error ? error.reason : null)
// Main may write reasons as `disk_full`, `disk-full` or `diskFull`; they mean the same.
const camel = (text: string): string => text.replace(/[_-](\w)/g, (_match, letter: string) => letter.toUpperCase())

/** Turns anything thrown into a title and what to do next. */
function errorText(error: unknown, say: Say, day: (iso: string) => string): ErrorText {
  const app: AppError = error instanceof Failure ? error.error : { kind: 'unexpected', incident: '' }
  const reason = reasonOf(app)
  const own = app.kind === 'storage' ? storage[camel(app.reason)] : undefined
  const known = own ?? (reason === null ? undefined : (reasons[reason] ?? reasons[camel(reason)]))
  const words = known ?? kinds[app.kind]
  const code = app.kind === 'unexpected' ? app.incident : known ? null : reason
  const params = app.kind === 'refused' ? app.params : undefined
  const at = typeof params?.['at'] === 'string' ? { at: day(params['at'].slice(0, 10)) } : {}
  const detail = say(withParams(words.detail, params && { ...params, ...at }))
  return { title: say(words.title), detail: code ? `${detail} (${code})` : detail }
}

/** Error sentences in the window's language. */
export function useErrorText() {
  const { _ } = useLingui()
  const { date } = useFormat()
  return {
    error: (error: unknown): ErrorText => errorText(error, (message) => _(message), date),
    issue: (issue: Pick<Issue, 'code' | 'params'>): string => issueText(issue, (message) => _(message)),
  }
}

/** The issues of a refused input, or none. */
export const issuesIn = (error: unknown): readonly Issue[] =>
  error instanceof Failure && error.error.kind === 'invalid' ? error.error.issues : []
