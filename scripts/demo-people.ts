import type { Input } from '../src/shared/contract/index.ts'

/*
 * Hand-made records of invented people, one of each family, as somebody would type them. Their names are what the
 * demo looks for afterwards in every byte that an office and a stick hold.
 */

const name = (la: string, ar: string, ckb: string) => ({ la, ar, ckb })

export const family: Input<'households.register'> = {
  household: {
    residenceStatus: 'IDP',
    place: 'IQG15Q05',
    address: 'Near the old grain silo, second lane',
    shelter: 'rented_unfit',
    sizeReported: 4,
    femaleHeaded: true,
    phone: '0750 123 4567',
    consent: true,
    consentDate: '2026-11-03',
    registered: '2026-11-03',
    status: 'registered',
  },
  members: [
    {
      given: name('Zhiyan', 'ژيان', 'ژیان'),
      father: name('Hawkar', 'هاوكار', 'هاوکار'),
      grandfather: name('Sherzad', 'شيرزاد', 'شێرزاد'),
      family: name('Barzinji', 'البرزنجي', 'بەرزنجی'),
      sex: 'FEMALE',
      birth: '1987~',
      relationship: 'HEAD',
      marital: 'widowed',
      phone: '0750 123 4567',
      status: 'active',
    },
    {
      given: name('Rawand', 'روند', 'ڕەوەند'),
      father: name('Karwan', 'كاروان', 'کاروان'),
      grandfather: name('Aziz', 'عزيز', 'عەزیز'),
      family: name('Barzinji', 'البرزنجي', 'بەرزنجی'),
      sex: 'MALE',
      birth: '2011-04-12',
      relationship: 'SON_DAUGHTER',
      attendsSchool: true,
      status: 'active',
    },
    {
      given: name('Shilan', 'شيلان', 'شیلان'),
      father: name('Karwan', 'كاروان', 'کاروان'),
      grandfather: name('Aziz', 'عزيز', 'عەزیز'),
      family: name('Barzinji', 'البرزنجي', 'بەرزنجی'),
      sex: 'FEMALE',
      birth: '2015',
      relationship: 'SON_DAUGHTER',
      attendsSchool: false,
      status: 'active',
    },
  ],
  displacements: [
    {
      household: 'new',
      from: 'IQG15Q07',
      to: 'IQG15Q05',
      left: '2014-08',
      arrived: '2014-08',
      wholeFamily: true,
      intention12m: 'dont_know',
    },
  ],
}

export const project: Input<'projects.create'> = {
  draft: {
    title: { la: 'Repair of the water network', ar: 'إصلاح شبكة المياه', ckb: 'چاککردنەوەی تۆڕی ئاو' },
    type: 'water_network',
    sector: '14031',
    cluster: 'wash',
    donor: 'Example donor',
    grant: 'EX-2026-01',
    place: 'IQG15Q05',
    problem: 'Sixty families share one tap; the main pipe leaks at three joints.',
    beneficiariesDirect: 360,
    beneficiariesIndirect: 1200,
    beneficiaryBasis: 'estimated',
    countingRule: 'Households connected to the repaired line, times six.',
    estimate: { amount: '48500.00', currency: 'USD' },
    startPlanned: '2026-12-01',
    endPlanned: '2027-03-31',
    status: 'identified',
  },
}

export const patientCase: Input<'cases.create'> = {
  patient: {
    given: name('Dilovan', 'دلوفان', 'دلۆڤان'),
    father: name('Nechirvan', 'نيجيرفان', 'نێچیرڤان'),
    family: name('Zebari', 'الزيباري', 'زێباری'),
    sex: 'MALE',
    birth: '1979-06',
    place: 'IQG15Q05',
    bloodGroup: 'O+',
  },
  case: {
    patient: 'new',
    specialty: 'heart',
    diagnosis: 'Severe mitral stenosis after rheumatic fever.',
    icd10: 'I05.0',
    procedure: 'Mitral valve replacement.',
    whyAbroad: 'No cardiac surgery team in the governorate.',
    priority: 'urgent',
    deteriorating: true,
    consent: true,
    referred: '2026-11-05',
    stage: 'referred',
  },
}

/** Every spelling of every given, father's and family name above. */
export const allNames = (): readonly string[] => {
  const chains = [...family.members, patientCase.patient]
  const found = new Set<string>()
  for (const chain of chains) {
    for (const part of [chain.given, chain.father, chain.grandfather, chain.family]) {
      for (const spelling of Object.values(part ?? {})) if (spelling) found.add(spelling)
    }
  }
  return [...found]
}
