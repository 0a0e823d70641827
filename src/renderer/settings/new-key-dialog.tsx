import { Alert, PasswordInput, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconShieldLock } from '@tabler/icons-react'
import { useState } from 'react'
import type { Output } from '../../shared/contract/index.ts'
import { useCall } from '../api.ts'
import { useFormat } from '../format.ts'
import { KeyCard, PrintSheet, TypeBack, useTypedBack } from '../shell/recovery-key.tsx'
import { useSession } from '../shell/session.tsx'
import { Dialog } from '../records/dialog.tsx'

type Store = Output<'accounts.keys'>[number]['store']
type Made = Output<'accounts.newRecoveryKey'>

interface NewKeyProps {
  readonly store: Store
  readonly onClose: () => void
}

/** Makes a new printed key: first the own passphrase, then the sheet, and a group of it typed back. */
export function NewKey({ store, onClose }: NewKeyProps) {
  const [made, setMade] = useState<Made | null>(null)
  return made ? (
    <Confirm store={store} made={made} onClose={onClose} />
  ) : (
    <Prove store={store} onMade={setMade} onClose={onClose} />
  )
}

function Prove({ store, onMade, onClose }: NewKeyProps & { readonly onMade: (made: Made) => void }) {
  const { t } = useLingui()
  const make = useCall('accounts.newRecoveryKey')
  const [passphrase, setPassphrase] = useState('')
  const [tried, setTried] = useState(false)
  const submit = () => {
    setTried(true)
    if (passphrase !== '') make.mutate({ store, passphrase }, { onSuccess: onMade, onError: () => setPassphrase('') })
  }
  return (
    <Dialog
      title={<Trans>New printed key</Trans>}
      action={<Trans>Show the new key</Trans>}
      busy={make.isPending}
      error={make.error}
      onClose={onClose}
      onSubmit={submit}
    >
      <Text size="sm">
        <Trans>
          Make a new one when a sheet is lost or was seen by somebody. The old sheet stops working once you have copied
          the new key. Have the printer or paper and pen ready.
        </Trans>
      </Text>
      <PasswordInput
        label={<Trans>Your passphrase</Trans>}
        withAsterisk
        data-autofocus
        autoComplete="current-password"
        value={passphrase}
        error={tried && passphrase === '' ? t`Please fill this in.` : null}
        onChange={(event) => setPassphrase(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': t`Show what is typed` }}
      />
    </Dialog>
  )
}

function Confirm({ store, made, onClose }: NewKeyProps & { readonly made: Made }) {
  const { t } = useLingui()
  const format = useFormat()
  const { code } = useSession().office
  const confirm = useCall('accounts.confirmRecoveryKey')
  const back = useTypedBack(made.recoveryKey)
  const [tried, setTried] = useState(false)
  const number = format.number(back.number)
  const submit = () => {
    setTried(true)
    if (!back.right) return
    confirm.mutate(
      { store, slot: made.slot },
      {
        onSuccess: () => {
          notifications.show({ message: t`The new printed key is valid. Destroy the old sheet.` })
          onClose()
        },
      },
    )
  }
  return (
    <Dialog
      title={<Trans>New printed key</Trans>}
      action={<Trans>I have the new key on paper</Trans>}
      busy={confirm.isPending}
      error={confirm.error}
      onClose={onClose}
      onSubmit={submit}
    >
      <div data-print-alone>
        <KeyCard
          name={store === 'registry' ? t`Register of ${code}` : t`Medical records of ${code}`}
          value={made.recoveryKey}
        />
      </div>
      <Alert color="river" icon={<IconShieldLock size={20} />} className="no-print">
        <Trans>It is shown this one time and stored nowhere. Until you confirm it, the old sheet works too.</Trans>
      </Alert>
      <PrintSheet />
      <div className="no-print">
        <TypeBack label={<Trans>Group {number} of the new key</Trans>} back={back} tried={tried} />
      </div>
    </Dialog>
  )
}
