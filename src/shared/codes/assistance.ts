import { type CodeOf, codeList } from './code-list.ts'

export const priorityNeed = codeList('priorityNeed', [
  'shelter_housing',
  'food',
  'healthcare',
  'seeds_agricultural_inputs',
  'livelihoods',
  'drinking_water',
  'hygiene_nfis',
  'repay_debt',
  'education_children_less_18',
  'psychosocial_support',
  'legal_support',
  'info_gbv',
  'info_child_protection',
  'none',
  'other',
])
export type PriorityNeed = CodeOf<typeof priorityNeed>

export const nfiNeed = codeList('nfiNeed', [
  'bedding_items',
  'mattresses_sleeping_mats',
  'blankets',
  'cooking_utensils',
  'cooking_stove',
  'winter_heaters',
  'ac_fans',
  'clothing',
  'heating_cooking_fuel',
  'none',
  'other',
])
export type NfiNeed = CodeOf<typeof nfiNeed>

export const aidReceived = codeList('aidReceived', [
  'cash',
  'food',
  'water',
  'fuel',
  'shelter',
  'seasonal_items',
  'healthcare',
  'education_services',
  'other_nfis',
  'protection_legal_services',
  'none',
])
export type AidReceived = CodeOf<typeof aidReceived>

export const livelihood = codeList('livelihood', [
  'savings',
  'renting',
  'regular_employment',
  'irregular_employment',
  'remittances',
  'retirement_pension',
  'selling_assets',
  'selling_assistance_received',
  'loans_debts',
  'modm_cash_assistance',
  'support_from_community',
  'ngo_charity_assistance',
  'social_service',
  'illegal_activity',
  'zakat',
  'other',
])
export type Livelihood = CodeOf<typeof livelihood>

export const healthNeed = codeList('healthNeed', [
  'consult',
  'consult_acute',
  'consult_chronic',
  'trauma',
  'elective_non_life_saving_surgery',
  'emergency_surgery',
  'ante_post_natal',
  'safe_child_delivery',
  'lab_services',
  'gbv_services',
  'mhpss_services',
  'vaccination_services',
  'dental_services',
  'other',
  'decline',
])
export type HealthNeed = CodeOf<typeof healthNeed>

export const healthAccess = codeList('healthAccess', [
  'not_tried',
  'not_open',
  'no_issues',
  'no_access_qualified_staff',
  'no_referral',
  'no_medicine_available',
  'no_treatment_my_disability',
  'high_costs',
  'pb_civil_documents',
  'long_distance_transportation_constraints',
  'medical_staff_refused_treatment',
  'not_inclusive_disabilities',
  'insufficient_nb_female_staff',
  'fear_covid',
  'fear_distrust',
  'waiting_time_too_long',
  'other',
])
export type HealthAccess = CodeOf<typeof healthAccess>

export const absence = codeList('absence', [
  'school_not_functioning',
  'school_not_safe',
  'school_overcrowded',
  'school_infrastructure_poor',
  'cannot_afford_school_expenses',
  'not_able_to_register_school',
  'health_condition_child',
  'limited_access_school',
  'curriculum_not_adapted',
  'children_working',
  'parental_refusal',
  'lack_interest_education',
  'no_access_distance_learning_no_required_resources',
  'no_access_distance_learning_no_alternative_education',
  'none',
  'other',
])
export type Absence = CodeOf<typeof absence>

export const channel = codeList('channel', [
  'hotline',
  'aid_contact_nb',
  'face_2_face',
  'local_authorities_police',
  'mukhtar',
  'religious_leaders',
  'social_media',
  'other',
])
export type Channel = CodeOf<typeof channel>

export const grievanceCategory = codeList('grievanceCategory', [
  'payment_verification',
  'data_change',
  'sensitive',
  'complaint',
  'negative_feedback',
  'positive_feedback',
  'referral',
  'needs_adjudication',
  'system_flagging',
])
export type GrievanceCategory = CodeOf<typeof grievanceCategory>
