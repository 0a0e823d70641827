import { codeList } from './code-list.ts'

/** To be confirmed by the programme. */
export const displacementReason = codeList('displacementReason', [
  'direct_threat',
  'generalised_violence',
  'fear',
  'armed_conflict',
  'forced_from_property',
  'military_operations',
  'discrimination',
  'natural_hazard',
  'eviction_secondary',
  'other',
])

/** Derived from the date of arrival; the codes are kept as DTM writes them. */
export const displacementWave = codeList('displacementWave', [
  'before 2003',
  '2003-Feb 2006',
  'after 22 Feb 2006',
  'pre-Jun 2014',
  'Jun-Jul 2014',
  'Aug 2014',
  'post-Sep 2014',
  'post-Apr 2015',
  'post-Mar 2016',
  'later (confirm)',
])

export const intention3m = codeList('intention3m', [
  'remain',
  'return',
  'move_inside_iraq',
  'move_outside_iraq',
  'wait_to_decide',
])

export const intention12m = codeList('intention12m', [
  'current',
  'return',
  'move_inside_iraq',
  'move_other',
  'dont_know',
])

export const returnReason = codeList('returnReason', [
  'security_stable',
  'uxo',
  'other_members_returned',
  'livelihood_availability_there',
  'basic_services',
  'emotional_desire',
  'secure_house_land',
  'secure_civil_doc',
  'limited_livelihoods_aod',
  'limited_services',
  'no_safe_aod',
  'no_integrated_aod',
  'facing_eviction',
  'forced_security',
  'lack_safety_security_women_girls',
  'fam_released',
  'other',
  'decline_to_answer',
])

export const returnObstacle = codeList('returnObstacle', [
  'fear_trauma',
  'lack_of_security_forces',
  'presence_of_mines',
  'discrimination',
  'commun_tensions',
  'movement_restrictions',
  'lack_security_women',
  'lack_court',
  'lack_livelihoods_aoo',
  'lack_healthcare',
  'lack_of_education_opportunities',
  'civil_doc',
  'sec_clearance',
  'no_transport_return',
  'no_money_return',
  'house_damaged_destroyed',
  'house_land_occupied',
  'hh_assets_stolen_damaged',
  'local_markets_not_working',
  'basic_services_not_enough',
  'immediate_family_wont_return',
  'health_conditions',
  'children_enrolled_in_displacement',
  'living_conditions_better',
  'do_not_know',
  'decline_to_answer',
  'other',
])

export const relocateReason = codeList('relocateReason', [
  'reunite_with_family',
  'reunite_with_network',
  'seek_better_basic_services',
  'seek_better_security',
  'seek_better_education',
  'seek_better_livelihood_opp',
  'cohabitation_issues',
  'facing_eviction',
  'no_other_option',
  'do_not_know',
  'refuse_to_answer',
  'other',
])

export const eviction = codeList('eviction', [
  'lack_funds',
  'no_longer_hosted',
  'unaccepted_by_community',
  'authorities_request',
  'owner_request',
  'no_agreement',
  'occupied',
  'confiscation',
  'dispute',
  'other',
])

/** Each code stands for a band of damage in percent; moderate_damage fills the gap of its source. */
export const damage = codeList('damage', [
  'completely_destroyed',
  'heavily_damaged',
  'damaged_but_habitable',
  'moderate_damage',
  'minor_damage',
  'undamaged',
  'dont_know',
])

export const clearance = codeList('clearance', [
  'full_approval',
  'part_approval',
  'not_answered_yet',
  'rejected',
  'no_response',
])
