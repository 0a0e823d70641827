import { Text, TextInput } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Certificate } from '../../shared/contract/erasure.ts'
import { useCall } from '../api.ts'
import { useLabel } from '../i18n.ts'
import { Dialog } from '../records/dialog.tsx'
import type { Request } from './waiting.tsx'
import { WhatGoes } from './what-goes.tsx'

interface ApproveDialogProps {
  readonly request: Request
  readonly onClose: () => void
  readonly onDone: (certificate: Certificate) => void
}

/** The second person's decision: the number is typed, so that nobody approves by a slip. */
export function ApproveDialog({ request, onClose, onDone }: ApproveDialogProps) {
  const { t } = useLingui()
  const label = useLabel()
  const approve = useCall('erasure.approve')
  const [number, setNumber] = useState('')
  const same = number.trim().toUpperCase() === request.number.toUpperCase()
  const by = request.by ?? '–'
  const reason = label.code('erasureReason', request.reason)
  return (
    <Dialog
      title={t`Erase ${request.number}`}
      action={<Trans>Erase for good</Trans>}
      color="red.9"
      busy={approve.isPending}
      ready={same}
      error={approve.error}
      onClose={onClose}
      onSubmit={() => {
        if (same) approve.mutate({ id: request.id, number }, { onSuccess: onDone })
      }}
    >
      <Text size="sm">
        <Trans>
          Asked by <bdi>{by}</bdi>: {reason}.
        </Trans>{' '}
        <Trans>Nobody can bring it back, not even from a backup of this office.</Trans>
      </Text>
      <WhatGoes kind={request.kind} scope={request.scope} />
      <TextInput
        data-autofocus
        label={<Trans>Type the number of the record</Trans>}
        description={<bdi className="ltr">{request.number}</bdi>}
        value={number}
        onChange={(event) => setNumber(event.currentTarget.value)}
        dir="ltr"
        autoComplete="off"
        spellCheck={false}
        maxLength={40}
      />
    </Dialog>
  )
}
