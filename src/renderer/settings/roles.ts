import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'
import type { Role } from '../../shared/permissions.ts'

/** What each role is for, in one sentence. */
export const roleHints: Readonly<Record<Role, MessageDescriptor>> = {
  registrar: msg`Registers and corrects households. Sees no protection details and no patients.`,
  programmeOfficer: msg`Households with their protection details, projects, import and bundles.`,
  medicalOfficer: msg`Households and patients’ evacuation files. Needs medical access as well.`,
  dataManager: msg`Households, projects, places, import and bundles. No patients.`,
  viewer: msg`Reads households and projects, and changes nothing.`,
  auditor: msg`Reads the log of who did what. Sees no household.`,
  administrator: msg`Everything in this office, and the people and keys of this computer. Patients only with medical access.`,
}
