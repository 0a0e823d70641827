import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useCall } from '../api.ts'
import { useLocale } from '../i18n.ts'
import { Door } from '../shell/door.tsx'
import { AnswerStep } from './answer-step.tsx'
import { InvitationStep, type OpenedInvitation } from './invitation-step.tsx'
import { PersonStep, type PersonAnswers } from './person-step.tsx'
import { RecoveryStep } from './recovery-step.tsx'
import { Steps } from './steps.tsx'

interface JoinWizardProps {
  /** The office exists here from now on; the wizard must stay until the answer is written. */
  readonly onStart: () => void
  /** Nothing was made after all. */
  readonly onFailed: () => void
  readonly onFinish: () => void
  readonly onBack: () => void
}

const nobody: PersonAnswers = { name: '', passphrase: '', again: '' }

/** Where a further laptop of an office begins: invitation and code, own account, recovery keys, answer. */
export function JoinWizard({ onStart, onFailed, onFinish, onBack }: JoinWizardProps) {
  const { t } = useLingui()
  const { language, digits } = useLocale()
  const join = useCall('roster.join')
  const [step, setStep] = useState(0)
  const [opened, setOpened] = useState<OpenedInvitation | null>(null)
  const [person, setPerson] = useState(nobody)
  const create = (answers: PersonAnswers) => {
    setPerson(answers)
    if (!opened) return
    onStart()
    join.mutate(
      {
        file: opened.file,
        code: opened.code,
        user: { name: answers.name.trim() },
        language,
        digits,
        passphrase: answers.passphrase,
      },
      {
        onSuccess: () => {
          setPerson(nobody)
          setStep(2)
        },
        onError: onFailed,
      },
    )
  }
  return (
    <Door wide>
      <Steps names={[t`Invitation`, t`You`, t`Recovery keys`, t`Answer`]} step={step} />
      {step === 0 ? (
        <InvitationStep
          onBack={onBack}
          onNext={(found) => {
            setOpened(found)
            setStep(1)
          }}
        />
      ) : null}
      {step === 1 ? (
        <PersonStep
          joins
          start={person}
          busy={join.isPending}
          error={join.error}
          onBack={() => setStep(0)}
          onNext={create}
        />
      ) : null}
      {step === 2 && join.data && opened ? (
        <RecoveryStep
          keys={join.data.recoveryKeys}
          officeCode={opened.invitation.office.code}
          onFinish={() => setStep(3)}
        />
      ) : null}
      {step === 3 ? <AnswerStep onFinish={onFinish} /> : null}
    </Door>
  )
}
