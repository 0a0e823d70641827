import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { Trans } from '@lingui/react/macro'
import { IconRepeat } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Output } from '../../shared/contract/index.ts'
import { useCall } from '../api.ts'
import { useErrorText } from '../errors.ts'
import { useMay } from '../shell/session.tsx'
import { ConfirmReceipt } from './receipt.tsx'

type Row = Output<'bundles.history'>[number]

/** Writes the same choice again, with what the office lacks by now: one click, and the stick. */
function useSendAgain() {
  const navigate = useNavigate()
  const text = useErrorText()
  const choose = useCall('files.choose')
  const start = useCall('bundles.export')
  // There is no form here to show it in.
  const onError = (error: Error) => {
    const { title, detail } = text.error(error)
    notifications.show({ withCloseButton: false, title, message: detail, color: 'red', autoClose: 10_000 })
  }
  const again = (choice: NonNullable<Row['choice']>) => {
    choose.mutate(
      { purpose: 'folder' },
      {
        onSuccess: (folder) => {
          if (!folder) return
          const content = choice.content === 'everything' ? 'lacking' : choice.content
          start.mutate(
            { ...choice, content, folder: folder.file },
            { onError, onSuccess: ({ jobId }) => void navigate({ to: '/bundles/send', search: { job: jobId } }) },
          )
        },
        onError,
      },
    )
  }
  return { again, busy: choose.isPending || start.isPending }
}

interface SentActionsProps {
  readonly row: Row
  readonly office: string
}

/** What can be done about a bundle written here: say that it has arrived, or write the same again. */
export function SentActions({ row, office }: SentActionsProps) {
  const { may } = useMay()
  const { again, busy } = useSendAgain()
  const [asking, setAsking] = useState(false)
  const { choice, confirmed, state } = row
  if (state !== 'written') return null
  return (
    <Group gap="xs" wrap="nowrap">
      {confirmed ? (
        <Text span size="sm" c="dimmed">
          <Trans>has arrived</Trans>
        </Text>
      ) : null}
      {choice && choice.content !== 'receipt' && !confirmed && may('bundle.import') ? (
        <Button size="compact-sm" variant="subtle" onClick={() => setAsking(true)}>
          <Trans>Has it arrived?</Trans>
        </Button>
      ) : null}
      {choice && may('bundle.export') ? (
        <Button
          size="compact-sm"
          variant="light"
          leftSection={<IconRepeat size={15} />}
          loading={busy}
          onClick={() => again(choice)}
        >
          <Trans>Send again</Trans>
        </Button>
      ) : null}
      {asking ? <ConfirmReceipt bundle={row.bundle} office={office} onClose={() => setAsking(false)} /> : null}
    </Group>
  )
}
