import { Button, Group, Text } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { IconFolderOpen } from '@tabler/icons-react'
import type { Output } from '../../shared/contract/index.ts'
import { useCall } from '../api.ts'
import { ErrorNote } from '../records/states.tsx'
import classes from './bundles.module.css'

export type Folder = NonNullable<Output<'files.choose'>>

interface FolderChoiceProps {
  readonly folder: Folder | null
  readonly onChoose: (folder: Folder) => void
}

/** Asks for the stick or folder that something is written to. */
export function FolderChoice({ folder, onChoose }: FolderChoiceProps) {
  const choose = useCall('files.choose')
  return (
    <div>
      <Text size="sm" fw={500} mb={8}>
        <Trans>Where to?</Trans>
      </Text>
      <Group>
        <Button
          variant="default"
          leftSection={<IconFolderOpen size={17} />}
          loading={choose.isPending}
          onClick={() => choose.mutate({ purpose: 'folder' }, { onSuccess: (chosen) => chosen && onChoose(chosen) })}
        >
          {folder ? <Trans>Choose another folder</Trans> : <Trans>Choose the stick or a folder</Trans>}
        </Button>
        {folder ? <bdi className={classes.officeName}>{folder.name}</bdi> : null}
      </Group>
      {choose.isError ? <ErrorNote error={choose.error} /> : null}
    </div>
  )
}
