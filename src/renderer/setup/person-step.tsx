import { TextInput } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { ErrorNote } from '../records/states.tsx'
import { NewPassphrase } from '../shell/new-passphrase.tsx'
import { strengthOf } from '../shell/passphrase.ts'
import { StepFrame } from './step-frame.tsx'

export interface PersonAnswers {
  readonly name: string
  readonly passphrase: string
  readonly again: string
}

interface PersonStepProps {
  readonly start: PersonAnswers
  readonly busy: boolean
  readonly error: unknown
  /** True when the office exists and this laptop joins it. */
  readonly joins?: boolean
  readonly onBack: () => void
  readonly onNext: (answers: PersonAnswers) => void
}

/** The first person of the office, who becomes its administrator. */
export function PersonStep({ start, busy, error, joins = false, onBack, onNext }: PersonStepProps) {
  const { t } = useLingui()
  const [answers, setAnswers] = useState(start)
  const [tried, setTried] = useState(false)
  const errors = {
    value: strengthOf(answers.passphrase) === 'short' ? t`At least 12 characters.` : undefined,
    again: answers.passphrase !== answers.again ? t`The two are not the same.` : undefined,
  }
  const named = answers.name.trim() !== ''
  return (
    <StepFrame
      title={<Trans>You</Trans>}
      hint={
        joins ? (
          <Trans>
            You become the administrator of this laptop. The passphrase is the key to the records on it: nobody can look
            it up for you.
          </Trans>
        ) : (
          <Trans>
            You become the administrator of this office. The passphrase is the key to the records: nobody can look it up
            for you.
          </Trans>
        )
      }
      next={joins ? <Trans>Join the office</Trans> : <Trans>Set up the office</Trans>}
      busy={busy}
      onBack={onBack}
      onNext={() => {
        setTried(true)
        if (named && !errors.value && !errors.again) onNext(answers)
      }}
    >
      {error ? <ErrorNote error={error} /> : null}
      <TextInput
        label={<Trans>Your name</Trans>}
        description={<Trans>As colleagues know you. You type it each time you unlock.</Trans>}
        withAsterisk
        autoFocus
        dir="auto"
        autoComplete="username"
        value={answers.name}
        error={tried && !named ? t`Please fill this in.` : null}
        onChange={(event) => setAnswers({ ...answers, name: event.currentTarget.value })}
      />
      <NewPassphrase
        value={answers.passphrase}
        again={answers.again}
        errors={tried ? errors : {}}
        onChange={(passphrase, again) => setAnswers({ ...answers, passphrase, again })}
      />
    </StepFrame>
  )
}
