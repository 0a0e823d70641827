/**
 * The registration workbook of the humanitarian cash systems: sheets of households and individuals joined by
 * `household_id`. Column names are compared without case and without the suffix that tells core from flexible fields
 * (`_h_c`, `_i_f` ...). Data only; `null` leaves a column out on purpose, with the reason beside it.
 */
export interface PresetColumn {
  readonly names: readonly string[]
  readonly target: string | null
  readonly why: string
}

export const householdColumns: readonly PresetColumn[] = [
  { names: ['household_id', 'hh_id', 'household id'], target: 'household.key', why: 'joins the two sheets' },
  { names: ['residence_status'], target: 'household.residenceStatus', why: 'same list' },
  { names: ['admin1', 'governorate', 'المحافظة'], target: 'household.governorate', why: 'place code or name' },
  { names: ['admin2', 'district', 'القضاء'], target: 'household.district', why: 'place code or name' },
  { names: ['admin3', 'sub_district', 'الناحية'], target: 'household.subDistrict', why: 'place code or name' },
  { names: ['address', 'العنوان'], target: 'household.address', why: 'as written' },
  { names: ['village'], target: 'household.village', why: 'added to the address: villages are not on the list' },
  { names: ['hh_geopoint', 'geopoint', 'gps'], target: 'household.gps', why: '"latitude, longitude"' },
  { names: ['unhcr_hh_id'], target: 'household.unhcrNumber', why: 'as written; no key, it repeats in real files' },
  { names: ['size', 'household_size'], target: 'household.sizeReported', why: 'what the family said, never counted' },
  {
    names: ['first_registration_date', 'registration_date'],
    target: 'household.registered',
    why: 'day of registration',
  },
  { names: ['f_pregnant'], target: 'household.pregnantOrLactating', why: 'number of women' },
  { names: ['pregnant_member'], target: null, why: 'says only whether, not how many' },
  { names: ['child_hoh'], target: 'household.childHeaded', why: 'same question' },
  { names: ['fchild_hoh'], target: 'household.girlHeaded', why: 'true means headed by a girl; false says nothing' },
  { names: ['consent'], target: 'household.consent', why: 'same question' },
  { names: ['consent_date'], target: 'household.consentDate', why: 'same question' },
  { names: ['living_situation'], target: 'household.shelter', why: 'mapped code by code' },
  { names: ['phone_no', 'phone'], target: 'household.phone', why: 'as written' },
  { names: ['ration_card', 'pds_card'], target: 'household.rationCard', why: 'as written' },
  { names: ['start', 'end', 'deviceid'], target: null, why: 'about the form, not the family' },
  { names: ['returnee'], target: null, why: 'the residence status says it' },
  { names: ['country', 'country_origin', 'consent_origin'], target: null, why: 'this office works in one country' },
]

export const individualColumns: readonly PresetColumn[] = [
  { names: ['household_id', 'hh_id', 'household id'], target: 'person.household', why: 'joins the two sheets' },
  { names: ['individual_id', 'ind_id', 'individual id'], target: 'person.key', why: 'same row, same person' },
  { names: ['age'], target: 'person.age', why: 'years; a column of longer numbers holds ids instead' },
  { names: ['relationship'], target: 'person.relationship', why: 'same list' },
  {
    names: ['full_name', 'name', 'الاسم الكامل', 'الاسم'],
    target: 'person.fullName',
    why: 'split where parts are empty',
  },
  { names: ['given_name', 'first_name'], target: 'person.given', why: 'same part' },
  { names: ['middle_name'], target: 'person.middleName', why: 'father, then grandfather' },
  { names: ['father_name', 'اسم الاب'], target: 'person.father', why: 'same part' },
  { names: ['grandfather_name', 'اسم الجد'], target: 'person.grandfather', why: 'same part' },
  { names: ['family_name', 'last_name', 'اللقب'], target: 'person.family', why: 'same part' },
  { names: ['gender', 'sex', 'الجنس'], target: 'person.sex', why: 'same list' },
  { names: ['birth_date', 'date_of_birth', 'تاريخ الميلاد'], target: 'person.birth', why: 'same question' },
  { names: ['estimated_birth_date'], target: 'person.birthEstimated', why: 'true leaves only the year, as "about"' },
  { names: ['marital_status'], target: 'person.marital', why: 'same list, other case' },
  { names: ['phone_no', 'phone'], target: 'person.phone', why: 'as written' },
  { names: ['phone_no_alternative'], target: 'person.otherPhone', why: 'kept when the first is empty' },
  { names: ['national_id_no'], target: 'person.nationalId', why: 'first choice of the one paper kept' },
  { names: ['national_passport_no'], target: 'person.passport', why: 'second choice' },
  { names: ['electoral_card_no'], target: 'person.electoralCard', why: 'third choice' },
  { names: ['birth_certificate_no'], target: 'person.birthCertificate', why: 'fourth choice' },
  { names: ['drivers_license_no'], target: 'person.driversLicense', why: 'fifth choice' },
  { names: ['school_enrolled'], target: 'person.attendsSchool', why: 'same question' },
  { names: ['occupation'], target: 'person.occupation', why: 'as written' },
  { names: ['first_registration_date'], target: null, why: 'the household carries it' },
  { names: ['photo'], target: null, why: 'a file name without its file' },
  { names: ['primary_collector_id', 'alternate_collector_id'], target: null, why: 'who collects is not recorded yet' },
]

/** Written in front of a file's own ids, so that two systems' numbers never meet. */
export const keyPrefix = { household: 'reg-h:', person: 'reg-p:' } as const
