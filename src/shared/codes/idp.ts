import { type CodeOf, codeList } from './code-list.ts'

export * from './person.ts'
export * from './displacement.ts'
export * from './assistance.ts'

/** RETURNEE means a refugee who came back from abroad; IDP_RETURNEE came back from displacement inside the country. */
export const residenceStatus = codeList('residenceStatus', [
  'IDP',
  'IDP_RETURNEE',
  'REFUGEE',
  'OTHERS_OF_CONCERN',
  'HOST',
  'NON_HOST',
  'RETURNEE',
])

export const shelterType = codeList('shelterType', [
  'host_family',
  'hotel',
  'makeshift_shelter',
  'religious_building',
  'public_building',
  'unfinished_building',
  'good_habitual',
  'damaged_habitual',
  'good_rental',
  'damaged_rental',
  'non_residential',
  'tent',
  'rhu',
  'other',
])

/** DTM groups (critical, private) stand beside their members because reports often give only the group. */
export const shelterCategory = codeList(
  'shelterCategory',
  [
    'camp',
    'critical',
    'private',
    'unknown',
    'informal_settlement',
    'religious_building',
    'school_building',
    'unfinished_abandoned',
    'other_formal_collective',
    'host_family',
    'hotel_motel',
    'own_property',
    'rented_fit',
    'rented_unfit',
  ],
  ['rented'],
)
export type ShelterCategory = CodeOf<typeof shelterCategory>

/** The code a shelter category belongs to, so that details add up to the groups of a DTM table. */
export const shelterCategoryParents: Readonly<Partial<Record<ShelterCategory, ShelterCategory>>> = {
  informal_settlement: 'critical',
  religious_building: 'critical',
  school_building: 'critical',
  unfinished_abandoned: 'critical',
  other_formal_collective: 'critical',
  host_family: 'private',
  rented: 'private',
  hotel_motel: 'private',
  own_property: 'private',
  rented_fit: 'rented',
  rented_unfit: 'rented',
}

export const householdStatus = codeList('householdStatus', [
  'draft',
  'registered',
  'verified',
  'active',
  'returned',
  'relocated',
  'locally_integrated',
  'left_country',
  'lost_contact',
  'deceased_all',
  'withdrawn',
  'archived',
  'duplicate_of',
])
export type HouseholdStatus = CodeOf<typeof householdStatus>

/** Where a household may go from each status; back to active is a reopening and needs a reason. */
export const householdTransitions: Readonly<Record<HouseholdStatus, readonly HouseholdStatus[]>> = {
  draft: ['registered', 'duplicate_of'],
  registered: ['verified', 'duplicate_of'],
  verified: ['active', 'duplicate_of'],
  active: [
    'returned',
    'relocated',
    'locally_integrated',
    'left_country',
    'lost_contact',
    'deceased_all',
    'withdrawn',
    'duplicate_of',
  ],
  returned: ['archived', 'active', 'duplicate_of'],
  relocated: ['archived', 'active', 'duplicate_of'],
  locally_integrated: ['archived', 'active', 'duplicate_of'],
  left_country: ['archived', 'active', 'duplicate_of'],
  lost_contact: ['archived', 'active', 'duplicate_of'],
  deceased_all: ['archived', 'active', 'duplicate_of'],
  withdrawn: ['archived', 'active', 'duplicate_of'],
  archived: ['active', 'duplicate_of'],
  // A reviewer may undo the decision; the household then takes back the status it had, whichever that was.
  duplicate_of: [
    'draft',
    'registered',
    'verified',
    'active',
    'returned',
    'relocated',
    'locally_integrated',
    'left_country',
    'lost_contact',
    'deceased_all',
    'withdrawn',
    'archived',
  ],
}
