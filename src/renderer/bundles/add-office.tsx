import { Alert, Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useCall } from '../api.ts'
import { useFormat } from '../format.ts'
import { ErrorNote } from '../records/states.tsx'
import classes from './bundles.module.css'
import { Fingerprint } from './fingerprint.tsx'
import type { Candidate } from './offices.tsx'

interface AddOfficeProps {
  readonly candidate: Candidate | null
  readonly onClose: () => void
}

/** Shows whose card was chosen and adds the office only after its fingerprint was compared. */
export const AddOffice = ({ candidate, onClose }: AddOfficeProps) => {
  const { t } = useLingui()
  return (
    <Modal
      opened={candidate !== null}
      onClose={onClose}
      size="lg"
      title={<b>{t`Is this the right office?`}</b>}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      {candidate ? <Compare key={candidate.office.fingerprint} candidate={candidate} onClose={onClose} /> : null}
    </Modal>
  )
}

const Compare = ({ candidate, onClose }: { readonly candidate: Candidate; readonly onClose: () => void }) => {
  const { t } = useLingui()
  const format = useFormat()
  const add = useCall('bundles.addOffice')
  const [compared, setCompared] = useState(false)
  const { office, card } = candidate
  return (
    <Stack gap="lg">
      <div className={classes.office}>
        <bdi className={classes.officeName}>{format.text(office.name)}</bdi>
        <bdi className={`ltr ${classes.code ?? ''}`}>{office.code}</bdi>
        <Text span size="sm" c="dimmed">
          {office.receivesMedical ? <Trans>registry and medical records</Trans> : <Trans>registry records only</Trans>}
        </Text>
      </div>
      <Fingerprint text={office.fingerprint} />
      {card.keys.root === undefined ? null : (
        <Alert color="river" title={t`This is the card of headquarters`}>
          <Trans>With it you also trust every office that headquarters has signed, without their cards.</Trans>
        </Alert>
      )}
      <Text size="sm">
        <Trans>
          Call the office on a number you already know, and let them read their fingerprint to you. If one group
          differs, the card is not theirs: do not add it.
        </Trans>
      </Text>
      <Checkbox
        label={t`We compared all groups by phone, and they are the same.`}
        checked={compared}
        onChange={(event) => setCompared(event.currentTarget.checked)}
        data-autofocus
      />
      {add.isError ? <ErrorNote error={add.error} /> : null}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          <Trans>Do not add</Trans>
        </Button>
        <Button
          disabled={!compared}
          loading={add.isPending}
          onClick={() => add.mutate({ card }, { onSuccess: onClose })}
        >
          <Trans>Add this office</Trans>
        </Button>
      </Group>
    </Stack>
  )
}
