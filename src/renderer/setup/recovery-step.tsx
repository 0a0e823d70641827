import { Alert, SimpleGrid } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconShieldLock } from '@tabler/icons-react'
import { useState } from 'react'
import { useFormat } from '../format.ts'
import { KeyCard, PrintSheet, TypeBack, useTypedBack } from '../shell/recovery-key.tsx'
import { StepFrame } from './step-frame.tsx'

interface Keys {
  readonly registry: string
  readonly medical: string
}

interface RecoveryStepProps {
  readonly keys: Keys
  readonly officeCode: string
  readonly onFinish: () => void
}

/** The recovery keys, shown once: to print, to keep apart from the laptop, and to type back in part. */
export function RecoveryStep({ keys, officeCode, onFinish }: RecoveryStepProps) {
  const { t } = useLingui()
  const format = useFormat()
  const registry = useTypedBack(keys.registry)
  const medical = useTypedBack(keys.medical)
  const [tried, setTried] = useState(false)
  const registryNumber = format.number(registry.number)
  const medicalNumber = format.number(medical.number)
  return (
    <StepFrame
      title={<Trans>Recovery keys</Trans>}
      hint={
        <Trans>
          They open this office when a passphrase is forgotten. They are shown this one time and stored nowhere.
        </Trans>
      }
      next={<Trans>Finish</Trans>}
      onNext={() => {
        setTried(true)
        if (registry.right && medical.right) onFinish()
      }}
    >
      <KeyCard name={t`Register of ${officeCode}`} value={keys.registry} />
      <KeyCard name={t`Medical records of ${officeCode}`} value={keys.medical} />
      <Alert color="river" icon={<IconShieldLock size={20} />} className="no-print">
        <Trans>
          Print the sheet or copy it by hand. Keep it in the safe of the office, away from this computer, and the
          medical key apart from the other.
        </Trans>
      </Alert>
      <PrintSheet />
      <SimpleGrid cols={{ base: 1, sm: 2 }} className="no-print">
        <TypeBack label={<Trans>Register key, group {registryNumber}</Trans>} back={registry} tried={tried} />
        <TypeBack label={<Trans>Medical key, group {medicalNumber}</Trans>} back={medical} tried={tried} />
      </SimpleGrid>
    </StepFrame>
  )
}
