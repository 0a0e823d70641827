import type { CodeOf } from './codes/code-list.ts'
import type { userRole } from './codes/core.ts'

export type Role = CodeOf<typeof userRole>

/** How private a field is (domain design, section 3): each level needs its own right to be read. */
export const privacyClasses = ['ordinary', 'personal', 'sensitive', 'medical'] as const
export type PrivacyClass = (typeof privacyClasses)[number]

export const permissions = [
  'place.read',
  'place.write',
  'household.read',
  'household.write',
  'project.read',
  'project.write',
  'case.read',
  'case.write',
  'document.print',
  'import.run',
  'bundle.export',
  'bundle.import',
  'office.write',
  'user.write',
  'audit.read',
  'backup.run',
  'backup.restore',
  'erasure.read',
  'erasure.request',
  'erasure.approve',
] as const
export type Permission = (typeof permissions)[number]

/** What a call asks of its caller. */
export type Need = Permission | 'signedIn' | 'anyone'

interface RoleRights {
  readonly may: readonly Permission[]
  readonly reads: readonly PrivacyClass[]
}

const registryWork: readonly Permission[] = ['place.read', 'household.read', 'household.write', 'project.read']
const exchange: readonly Permission[] = ['import.run', 'bundle.export', 'bundle.import', 'backup.run']

/** One table of who may do what (store design, section 4, roles). Medical rights also need a medical key slot. */
export const rights: Readonly<Record<Role, RoleRights>> = {
  registrar: { may: [...registryWork, 'document.print'], reads: ['ordinary', 'personal'] },
  programmeOfficer: {
    may: [...registryWork, ...exchange, 'project.write', 'document.print'],
    reads: ['ordinary', 'personal', 'sensitive'],
  },
  medicalOfficer: {
    may: [...registryWork, ...exchange, 'case.read', 'case.write', 'document.print'],
    reads: ['ordinary', 'personal', 'sensitive', 'medical'],
  },
  dataManager: {
    may: [
      ...registryWork,
      ...exchange,
      'place.write',
      'project.write',
      'document.print',
      'backup.restore',
      'erasure.read',
      'erasure.request',
    ],
    reads: ['ordinary', 'personal', 'sensitive'],
  },
  viewer: { may: ['place.read', 'household.read', 'project.read'], reads: ['ordinary', 'personal'] },
  auditor: { may: ['place.read', 'audit.read', 'erasure.read', 'erasure.approve'], reads: ['ordinary'] },
  // The first user of an office is its administrator and holds both keys: somebody has to be able to grant them.
  administrator: {
    may: permissions,
    reads: privacyClasses,
  },
}

/** True for roles whose work is with medical records: only they are given the key of the medical store. */
export const holdsMedical = (role: Role): boolean => rights[role].may.includes('case.read')

export interface Reader {
  readonly role: Role
  /** True when the user's key slot opens the medical store. */
  readonly medical: boolean
}

/** Tells whether a user may make a call that needs `need`. */
export const may = (user: Reader | null, need: Need): boolean => {
  if (need === 'anyone') return true
  if (!user) return false
  if (need === 'signedIn') return true
  if ((need === 'case.read' || need === 'case.write') && !user.medical) return false
  return rights[user.role].may.includes(need)
}

/** Tells whether a user may read fields of a privacy class. */
export const mayRead = (user: Reader | null, privacy: PrivacyClass): boolean =>
  user !== null && rights[user.role].reads.includes(privacy) && (privacy !== 'medical' || user.medical)
