import { useLingui } from '@lingui/react/macro'
import type { Output } from '../../shared/contract/index.ts'
import { useLabel } from '../i18n.ts'

type Target = Output<'imports.inspect'>['targets'][number]

const papers: Readonly<Record<string, string>> = {
  'person.nationalId': 'NATIONAL_ID',
  'person.passport': 'NATIONAL_PASSPORT',
  'person.electoralCard': 'ELECTORAL_CARD',
  'person.birthCertificate': 'BIRTH_CERTIFICATE',
  'person.driversLicense': 'DRIVERS_LICENSE',
}

/** What a target is called; several targets may fill one field, so that the field's own label is not enough. */
export function useTargetName(): (target: Target) => string {
  const { t } = useLingui()
  const label = useLabel()
  const own: Readonly<Record<string, string>> = {
    'household.key': t`Id of the household`,
    'household.governorate': t`Governorate`,
    'household.district': t`District`,
    'household.subDistrict': t`Sub-district`,
    'household.village': t`Village or neighbourhood`,
    'household.girlHeaded': t`Headed by a girl`,
    'person.household': t`Id of the person’s household`,
    'person.key': t`Id of the person`,
    'person.fullName': t`Full name`,
    'person.middleName': t`Middle names`,
    'person.birthEstimated': t`Birth date is an estimate`,
    'person.age': t`Age in years`,
    'person.otherPhone': t`Second phone number`,
  }
  return ({ target, record, field }) => {
    const paper = papers[target]
    return own[target] ?? (paper === undefined ? label.field(record, field) : label.code('paper', paper))
  }
}
