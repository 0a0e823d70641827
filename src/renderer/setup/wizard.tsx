import { Anchor, Stack } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { queryClient, useCall } from '../api.ts'
import { useLocale } from '../i18n.ts'
import { Restore } from '../backup/restore.tsx'
import { Door } from '../shell/door.tsx'
import { LanguageStep } from './language-step.tsx'
import { OfficeStep, type OfficeAnswers } from './office-step.tsx'
import { PersonStep, type PersonAnswers } from './person-step.tsx'
import { JoinWizard } from './join.tsx'
import { RecoveryStep } from './recovery-step.tsx'
import { Steps } from './steps.tsx'

interface WizardProps {
  /** The office exists from here on; the wizard must stay until the keys are written down. */
  readonly onStart: () => void
  readonly onFinish: () => void
}

const noOffice: OfficeAnswers = {
  code: '',
  name: { ar: '', ckb: '', la: '' },
  type: 'country',
  phone: '',
  builtInPlaces: true,
}
const nobody: PersonAnswers = { name: '', passphrase: '', again: '' }

/** Where the first person of an office begins: language, office, own account, recovery keys. */
export function SetupWizard({ onStart, onFinish }: WizardProps) {
  const { t } = useLingui()
  const { language, digits } = useLocale()
  const setUp = useCall('accounts.setUp')
  const [step, setStep] = useState(0)
  const [office, setOffice] = useState(noOffice)
  const [person, setPerson] = useState(nobody)
  const [way, setWay] = useState<'new' | 'restore' | 'join'>('new')
  const steps = [t`Language`, t`Office`, t`You`, t`Recovery keys`]

  const create = (answers: PersonAnswers) => {
    setPerson(answers)
    onStart()
    const name = Object.fromEntries(Object.entries(office.name).filter(([, text]) => text.trim() !== ''))
    setUp.mutate(
      {
        office: {
          code: office.code,
          name,
          type: office.type,
          ...(office.phone.trim() === '' ? {} : { phone: office.phone.trim() }),
        },
        user: { name: answers.name.trim(), role: 'administrator' },
        language,
        digits,
        passphrase: answers.passphrase,
        builtInPlaces: office.builtInPlaces,
      },
      { onSuccess: () => setStep(3), onError: onFinish },
    )
  }
  const finish = () => {
    setPerson(nobody)
    onFinish()
    void queryClient.invalidateQueries()
  }
  if (way === 'join')
    return <JoinWizard onStart={onStart} onFailed={onFinish} onFinish={finish} onBack={() => setWay('new')} />
  if (way === 'restore')
    return (
      <Door wide>
        <Restore name={null} fresh onBack={() => setWay('new')} onDone={finish} />
      </Door>
    )
  return (
    <Door wide>
      <Steps names={steps} step={step} />
      {step === 0 ? (
        <>
          <LanguageStep onNext={() => setStep(1)} />
          <Stack gap={6} mt="md" align="flex-start">
            <Anchor component="button" type="button" size="sm" onClick={() => setWay('join')}>
              <Trans>Join an existing office with this laptop</Trans>
            </Anchor>
            <Anchor component="button" type="button" size="sm" onClick={() => setWay('restore')}>
              <Trans>The office exists already: bring it here from a backup</Trans>
            </Anchor>
          </Stack>
        </>
      ) : null}
      {step === 1 ? (
        <OfficeStep
          start={office}
          onBack={() => setStep(0)}
          onNext={(answers) => {
            setOffice(answers)
            setStep(2)
          }}
        />
      ) : null}
      {step === 2 ? (
        <PersonStep
          start={person}
          busy={setUp.isPending}
          error={setUp.error}
          onBack={() => setStep(1)}
          onNext={create}
        />
      ) : null}
      {step === 3 && setUp.data ? (
        <RecoveryStep keys={setUp.data.recoveryKeys} officeCode={office.code} onFinish={finish} />
      ) : null}
    </Door>
  )
}
