import { Button, Drawer } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconHistory } from '@tabler/icons-react'
import { useState } from 'react'
import type { Input } from '../../shared/contract/index.ts'
import { HistoryLine, type NameOf } from './line.tsx'

/** The record whose history is told. */
export type Told = Pick<Input<'history.ofRecord'>, 'record' | 'id'>

interface HistoryButtonProps extends Told {
  /** What people call a part of the record, such as a member by name; null where the word for it is enough. */
  readonly called?: NameOf
}

/** Opens the history of a record beside its page: who changed which field, when, and from what to what. */
export function HistoryButton({ record, id, called }: HistoryButtonProps) {
  const { t } = useLingui()
  const [opened, setOpened] = useState(false)
  return (
    <>
      <Button variant="default" leftSection={<IconHistory size={16} />} onClick={() => setOpened(true)}>
        <Trans>History</Trans>
      </Button>
      <Drawer
        opened={opened}
        onClose={() => setOpened(false)}
        position="right"
        size={560}
        title={<Trans>History</Trans>}
        styles={{ title: { fontWeight: 700, fontSize: 18 } }}
        closeButtonProps={{ 'aria-label': t`Close the history` }}
      >
        <HistoryLine record={record} id={id} called={called ?? (() => null)} />
      </Drawer>
    </>
  )
}
