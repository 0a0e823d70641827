import { Button, Group, Loader, Stack, Text, Title } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconDatabaseImport, IconFolderOpen } from '@tabler/icons-react'
import { useState } from 'react'
import type { Output } from '../../shared/contract/index.ts'
import { useCall } from '../api.ts'
import { ErrorNote } from '../records/states.tsx'
import classes from './imports.module.css'
import { kinds, type Kind } from './kinds.ts'

/** A chosen file; `file` is null for the list built into the application. */
export interface Chosen {
  readonly file: string | null
  readonly name: string
}

interface FileStepProps {
  readonly kind: Kind
  readonly starting: boolean
  readonly onChosen: (file: Chosen, inspected: Output<'imports.inspect'> | null) => void
}

/** Chooses the built-in list or a file; a workbook's columns are read at once. */
export function FileStep({ kind, starting, onChosen }: FileStepProps) {
  const { t, i18n } = useLingui()
  const choose = useCall('files.choose')
  const inspect = useCall('imports.inspect')
  const [name, setName] = useState('')
  const words = kinds[kind]
  const pick = () => {
    inspect.reset()
    choose.mutate(
      { purpose: kind === 'registration' ? 'workbook' : 'csv' },
      {
        onSuccess: (chosen) => {
          if (!chosen) return
          setName(chosen.name)
          if (kind !== 'registration') onChosen(chosen, null)
          else {
            inspect.mutate(
              { file: chosen.file, kind },
              { onSuccess: (inspected) => onChosen({ file: chosen.file, name: chosen.name }, inspected) },
            )
          }
        },
      },
    )
  }
  const error = inspect.error ?? choose.error
  return (
    <Stack gap="lg">
      {error ? (
        <div>
          {name === '' ? null : (
            <Text size="sm" mb={6}>
              <bdi>{name}</bdi>
            </Text>
          )}
          <ErrorNote error={error} />
        </div>
      ) : null}
      <div className={classes.choices}>
        {words.builtIn ? (
          <section className={`surface ${classes.choice ?? ''}`}>
            <span className={classes.picture}>
              <IconDatabaseImport size={24} stroke={1.6} />
            </span>
            <div>
              <Title order={2}>
                <Trans>The built-in list</Trans>
              </Title>
              <Text size="sm" c="dimmed">
                <Trans>Comes with Waypost and is right for most offices. No file is needed.</Trans>
              </Text>
            </div>
            <Button loading={starting} onClick={() => onChosen({ file: null, name: t`Built-in list` }, null)}>
              <Trans>Use the built-in list</Trans>
            </Button>
          </section>
        ) : null}
        <section className={`surface ${classes.choice ?? ''}`}>
          <span className={classes.picture}>
            <IconFolderOpen size={24} stroke={1.6} />
          </span>
          <div>
            <Title order={2}>
              <Trans>A file on this computer or a stick</Trans>
            </Title>
            <Text size="sm" c="dimmed">
              {i18n._(words.file)} <Trans>The file itself is never changed.</Trans>
            </Text>
          </div>
          {inspect.isPending ? (
            <Group gap="sm" role="status">
              <Loader size={18} />
              <Text size="sm">
                <Trans>
                  Reading <bdi>{name}</bdi>
                </Trans>
              </Text>
            </Group>
          ) : (
            <Button variant={words.builtIn ? 'default' : 'filled'} loading={choose.isPending} onClick={pick}>
              {error ? <Trans>Choose another file</Trans> : <Trans>Choose a file</Trans>}
            </Button>
          )}
        </section>
      </div>
    </Stack>
  )
}
