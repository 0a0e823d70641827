import { Alert, Select, Skeleton, Stack, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { erasureReason, type ErasureReason } from '../../shared/codes/erasure.ts'
import type { ErasureKind } from '../../shared/contract/erasure.ts'
import { query, useCall } from '../api.ts'
import { useLabel } from '../i18n.ts'
import { Dialog } from '../records/dialog.tsx'
import { ErrorNote } from '../records/states.tsx'
import { WhatGoes } from './what-goes.tsx'

interface RequestDialogProps {
  readonly kind: ErasureKind
  readonly id: string
  /** Why it comes up, where that is known: the list of what is due. */
  readonly reason?: ErasureReason
  readonly onClose: () => void
}

const readable = /^[A-Za-z0-9/.-]{0,40}$/

/** Asks for a record to be erased. Nothing happens to it until somebody else agrees. */
export function RequestDialog({ kind, id, reason: known, onClose }: RequestDialogProps) {
  const { t } = useLingui()
  const label = useLabel()
  const scope = useQuery({ ...query('erasure.scope', { kind, id }), gcTime: 0 })
  const ask = useCall('erasure.request')
  const [reason, setReason] = useState<ErasureReason | null>(known ?? null)
  const [reference, setReference] = useState('')
  const wrong = !readable.test(reference.trim())
  const head = scope.data?.refused === 'person_is_head'
  const send = () => {
    if (reason === null || wrong || !scope.data || scope.data.refused !== null) return
    const letter = reference.trim()
    ask.mutate(
      { kind, id, reason, ...(letter === '' ? {} : { reference: letter }) },
      {
        onSuccess: () => {
          onClose()
          notifications.show({
            color: 'teal',
            withCloseButton: false,
            message: t`Asked. Nothing is erased until a second person approves it under “Data protection”.`,
          })
        },
      },
    )
  }
  return (
    <Dialog
      title={scope.data ? t`Ask to erase ${scope.data.number}` : t`Ask to erase`}
      action={<Trans>Ask to erase</Trans>}
      color="red.9"
      busy={ask.isPending}
      ready={reason !== null && !wrong && scope.data?.refused === null}
      error={ask.error}
      onClose={onClose}
      onSubmit={send}
    >
      {scope.isPending ? <Skeleton h={180} radius="md" aria-busy /> : null}
      {scope.isError ? <ErrorNote error={scope.error} /> : null}
      {head ? (
        <Alert
          color="orange"
          role="alert"
          icon={<IconAlertTriangle size={20} />}
          title={<Trans>This person is the head of the household</Trans>}
        >
          <Trans>Name another head first, or ask to erase the whole household.</Trans>
        </Alert>
      ) : null}
      {scope.data && !head ? (
        <Stack gap="md">
          <WhatGoes kind={kind} scope={scope.data.scope} />
          <Select
            label={label.code('codeList', 'erasureReason')}
            withAsterisk
            allowDeselect={false}
            data={erasureReason.codes.map((value) => ({ value, label: label.code('erasureReason', value) }))}
            value={reason}
            onChange={(value) => setReason(erasureReason.codes.find((code) => code === value) ?? null)}
            comboboxProps={{ withinPortal: true }}
          />
          <TextInput
            label={<Trans>Number of the letter or order</Trans>}
            description={<Trans>May stay empty. Never a name: this line is kept.</Trans>}
            value={reference}
            onChange={(event) => setReference(event.currentTarget.value)}
            error={wrong ? t`Only Latin letters, digits, and - / . are possible here.` : null}
            dir="ltr"
            maxLength={60}
          />
        </Stack>
      ) : null}
    </Dialog>
  )
}
