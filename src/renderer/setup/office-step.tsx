import { Checkbox, Select, SimpleGrid, TextInput } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { officeType, type Language, type OfficeType } from '../../shared/codes/core.ts'
import type { Script } from '../../shared/records/field.ts'
import { useLabel, useLocale } from '../i18n.ts'
import { StepFrame } from './step-frame.tsx'

export interface OfficeAnswers {
  readonly code: string
  readonly name: Readonly<Record<Script, string>>
  readonly type: OfficeType
  readonly phone: string
  readonly builtInPlaces: boolean
}

const orders: Readonly<Record<Language, readonly Script[]>> = {
  en: ['la', 'ar', 'ckb'],
  ar: ['ar', 'ckb', 'la'],
  ckb: ['ckb', 'ar', 'la'],
}

interface OfficeStepProps {
  readonly start: OfficeAnswers
  readonly onBack: () => void
  readonly onNext: (answers: OfficeAnswers) => void
}

/** Which office this is: its name, and the three letters its record numbers begin with. */
export function OfficeStep({ start, onBack, onNext }: OfficeStepProps) {
  const { t } = useLingui()
  const label = useLabel()
  const { language } = useLocale()
  const [answers, setAnswers] = useState(start)
  const [tried, setTried] = useState(false)
  const named = Object.values(answers.name).some((text) => text.trim() !== '')
  const coded = /^[A-Z]{3}$/.test(answers.code)
  const names: Readonly<Record<Script, string>> = {
    la: t`Name in Latin letters`,
    ar: t`Name in Arabic`,
    ckb: t`Name in Kurdish`,
  }
  const next = () => {
    setTried(true)
    if (named && coded) onNext(answers)
  }
  return (
    <StepFrame
      title={<Trans>Your office</Trans>}
      hint={<Trans>Its name stands on every paper and its letters open every record number.</Trans>}
      next={<Trans>Go on</Trans>}
      onBack={onBack}
      onNext={next}
    >
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <TextInput
          label={<Trans>Three letters</Trans>}
          description={<Trans>For example BGD for Baghdad. They cannot be changed later.</Trans>}
          withAsterisk
          autoFocus
          dir="ltr"
          maxLength={3}
          autoComplete="off"
          value={answers.code}
          error={tried && !coded ? t`Three Latin letters, A to Z.` : null}
          onChange={(event) => setAnswers({ ...answers, code: event.currentTarget.value.toUpperCase().slice(0, 3) })}
        />
        <Select
          label={<Trans>Kind of office</Trans>}
          description={<Trans>A country office brings the records of its field offices together.</Trans>}
          withAsterisk
          allowDeselect={false}
          data={officeType.codes.map((code) => ({ value: code, label: label.code('officeType', code) }))}
          value={answers.type}
          onChange={(type) =>
            setAnswers({ ...answers, type: officeType.codes.find((code) => code === type) ?? 'country' })
          }
        />
        {orders[language].map((script, index) => (
          <TextInput
            key={script}
            label={names[script]}
            withAsterisk={index === 0}
            dir="auto"
            lang={script === 'la' ? 'en' : script}
            value={answers.name[script]}
            error={tried && !named && index === 0 ? t`Fill in the name in at least one script.` : null}
            onChange={(event) =>
              setAnswers({ ...answers, name: { ...answers.name, [script]: event.currentTarget.value } })
            }
          />
        ))}
        <TextInput
          label={<Trans>Phone</Trans>}
          dir="ltr"
          inputMode="tel"
          value={answers.phone}
          onChange={(event) => setAnswers({ ...answers, phone: event.currentTarget.value })}
        />
      </SimpleGrid>
      <Checkbox
        label={<Trans>Load the built-in list of places in Iraq</Trans>}
        description={
          <Trans>Governorates, districts and sub-districts with their codes, so that you can begin at once.</Trans>
        }
        checked={answers.builtInPlaces}
        onChange={(event) => setAnswers({ ...answers, builtInPlaces: event.currentTarget.checked })}
      />
    </StepFrame>
  )
}
