import { Alert, Button, Checkbox, Group, Skeleton, Stack, Text } from '@mantine/core'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { IconHistory } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Output } from '../../shared/contract/index.ts'
import { query, useCall } from '../api.ts'
import { useFormat } from '../format.ts'
import { Dialog } from '../records/dialog.tsx'
import { ErrorNote } from '../records/states.tsx'
import { useMay } from '../shell/session.tsx'

type Copy = Output<'erasure.oldCopies'>[number]

/** Older copies on this disk that still hold what was erased since; deleted only when somebody chooses them. */
export function OldCopies() {
  const { may } = useMay()
  const copies = useQuery(query('erasure.oldCopies', {}))
  const [deleting, setDeleting] = useState(false)
  if (copies.isPending) return <Skeleton h={60} radius="lg" aria-busy />
  if (copies.isError) return <ErrorNote error={copies.error} />
  const { length } = copies.data
  if (length === 0) return null
  return (
    <Alert
      color="orange"
      icon={<IconHistory size={20} />}
      title={
        <Plural
          value={length}
          one="One older copy on this computer still holds erased records"
          other="# older copies on this computer still hold erased records"
        />
      }
    >
      <Group justify="space-between" gap="md">
        <Text size="sm" maw={640}>
          <Trans>They are encrypted and go by themselves when newer backups take their place.</Trans>
        </Text>
        {may('backup.restore') ? (
          <Button variant="default" size="xs" onClick={() => setDeleting(true)}>
            <Trans>Choose what to delete…</Trans>
          </Button>
        ) : null}
      </Group>
      {deleting ? <DeleteCopies copies={copies.data} onClose={() => setDeleting(false)} /> : null}
    </Alert>
  )
}

const DeleteCopies = ({ copies, onClose }: { readonly copies: readonly Copy[]; readonly onClose: () => void }) => {
  const { t } = useLingui()
  const format = useFormat()
  const remove = useCall('erasure.deleteCopies')
  const [chosen, setChosen] = useState<readonly string[]>([])
  const kinds: Readonly<Record<Copy['kind'], string>> = {
    backup: t`Backup`,
    replaced: t`Files that a restore replaced`,
    update: t`Copy from before an update`,
  }
  const words = (copy: Copy): string => {
    const at = format.time(copy.created)
    return `${kinds[copy.kind]}, ${at}`
  }
  return (
    <Dialog
      title={<Trans>Delete older copies</Trans>}
      action={<Trans>Delete the chosen copies</Trans>}
      color="red.9"
      busy={remove.isPending}
      ready={chosen.length > 0}
      error={remove.error}
      onClose={onClose}
      onSubmit={() => remove.mutate({ ids: [...chosen] }, { onSuccess: onClose })}
    >
      <Text size="sm">
        <Trans>A deleted copy cannot be brought back, and the office can no longer go back to that day.</Trans>
      </Text>
      <Checkbox.Group value={[...chosen]} onChange={setChosen}>
        <Stack gap="sm">
          {copies.map((copy) => (
            <Checkbox
              key={copy.id}
              value={copy.id}
              label={words(copy)}
              description={
                copy.expires === null ? t`Does not go by itself` : t`Goes by itself on ${format.date(copy.expires)}`
              }
            />
          ))}
        </Stack>
      </Checkbox.Group>
    </Dialog>
  )
}
