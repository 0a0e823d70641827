import { List, Select, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { revokeReason } from '../../shared/codes/core.ts'
import { useCall } from '../api.ts'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import { Dialog } from '../records/dialog.tsx'
import type { KnownOffice, Laptop } from './laptops.tsx'

interface RevokeProps {
  readonly office: KnownOffice
  /** Null for the whole office. */
  readonly laptop: Laptop | null
  readonly onClose: () => void
}

/** Asks before a laptop or an office is withdrawn, and says plainly what that does and what it does not. */
export const Revoke = ({ office, laptop, onClose }: RevokeProps) => {
  const { t } = useLingui()
  const label = useLabel()
  const format = useFormat()
  const revoke = useCall('roster.revoke')
  const [reason, setReason] = useState<string | null>(null)
  const code = revokeReason.codes.find((one) => one === reason)
  const name = laptop?.name ?? format.text(office.name)
  const submit = () => {
    if (!code) return
    revoke.mutate(
      { office: office.id, device: laptop?.device ?? null, reason: code },
      {
        onSuccess: () => {
          notifications.show({
            withCloseButton: false,
            autoClose: 10_000,
            message: t`“${name}” is withdrawn. Send a bundle to every office so that they know.`,
          })
          onClose()
        },
      },
    )
  }
  return (
    <Dialog
      title={laptop ? <Trans>Withdraw the laptop “{name}”?</Trans> : <Trans>Withdraw the office “{name}”?</Trans>}
      action={laptop ? <Trans>Withdraw this laptop</Trans> : <Trans>Withdraw this office</Trans>}
      color="red.9"
      busy={revoke.isPending}
      ready={code !== undefined}
      error={revoke.error}
      onClose={onClose}
      onSubmit={submit}
    >
      <div>
        <Text fw={700} size="sm">
          <Trans>What it does</Trans>
        </Text>
        <List size="sm">
          <List.Item>
            <Trans>Bundles written there are refused here from now on.</Trans>
          </List.Item>
          <List.Item>
            <Trans>Other offices refuse them once they have taken in a bundle from you or from somebody who has.</Trans>
          </List.Item>
          <List.Item>
            <Trans>Bundles written from now on do not open there.</Trans>
          </List.Item>
        </List>
      </div>
      <div>
        <Text fw={700} size="sm">
          <Trans>What it does not do</Trans>
        </Text>
        <List size="sm">
          <List.Item>
            <Trans>It deletes nothing there: only the passphrases protect what is on a lost laptop.</Trans>
          </List.Item>
          <List.Item>
            <Trans>Records that came from there stay here.</Trans>
          </List.Item>
          <List.Item>
            <Trans>It cannot be taken back. A laptop that is found again joins anew.</Trans>
          </List.Item>
        </List>
      </div>
      <Select
        label={<Trans>Why?</Trans>}
        withAsterisk
        data={revokeReason.codes.map((one) => ({ value: one, label: label.code('revokeReason', one) }))}
        value={reason}
        onChange={setReason}
        data-autofocus
      />
    </Dialog>
  )
}
