import { Anchor, Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { IconFileInvoice } from '@tabler/icons-react'
import { useState } from 'react'
import { useCall } from '../api.ts'
import { useFormat } from '../format.ts'
import { ErrorNote } from '../records/states.tsx'

/** On a laptop whose invitation grew too old before its answer came home: takes a newer one, so that nothing is lost. */
export const RenewInvitation = ({ until }: { readonly until: string }) => {
  const format = useFormat()
  const choose = useCall('files.choose')
  const renew = useCall('roster.renew')
  const [expired] = useState(() => until <= new Date().toISOString())
  const [open, setOpen] = useState(expired)
  const [code, setCode] = useState('')
  const error = choose.error ?? renew.error
  const day = format.date(until.slice(0, 10))
  if (renew.data)
    return (
      <Text size="sm" role="status">
        <Trans>The new invitation is valid until {day}. Now write the answer once more.</Trans>
      </Text>
    )
  if (!open)
    return (
      <Anchor component="button" type="button" size="sm" ta="start" onClick={() => setOpen(true)}>
        <Trans>The invitation is too old? Use a new one</Trans>
      </Anchor>
    )
  return (
    <Stack gap="xs">
      <Text size="sm">
        {expired ? (
          <Trans>The invitation was valid until {day}. Let the office write a new one; your records here stay.</Trans>
        ) : (
          <Trans>Let the office write a new one; your records here stay.</Trans>
        )}
      </Text>
      {error ? <ErrorNote error={error} /> : null}
      <Group align="flex-end">
        <TextInput
          label={<Trans>Code of the new invitation</Trans>}
          dir="ltr"
          w={280}
          autoComplete="off"
          spellCheck={false}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button
          variant="default"
          leftSection={<IconFileInvoice size={17} />}
          disabled={code.trim() === ''}
          loading={choose.isPending || renew.isPending}
          onClick={() =>
            choose.mutate(
              { purpose: 'invitation' },
              { onSuccess: (chosen) => (chosen ? renew.mutate({ file: chosen.file, code }) : undefined) },
            )
          }
        >
          <Trans>Choose the new invitation</Trans>
        </Button>
      </Group>
    </Stack>
  )
}
