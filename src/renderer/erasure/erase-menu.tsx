import { ActionIcon, Menu } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconDots, IconEraser } from '@tabler/icons-react'
import { useState } from 'react'
import type { ErasureKind } from '../../shared/contract/erasure.ts'
import { useMay } from '../shell/session.tsx'
import { RequestDialog } from './request-dialog.tsx'

interface EraseMenuProps {
  readonly kind: ErasureKind
  readonly id: string
}

/** Behind three dots at the head of a record: what is rarely done. Nothing for those who may not ask. */
export function EraseMenu({ kind, id }: EraseMenuProps) {
  const { t } = useLingui()
  const { may } = useMay()
  const [asking, setAsking] = useState(false)
  if (!may('erasure.request')) return null
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label={t`More`}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item color="red" leftSection={<IconEraser size={16} />} onClick={() => setAsking(true)}>
            <Trans>Erase for good…</Trans>
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asking ? <RequestDialog kind={kind} id={id} onClose={() => setAsking(false)} /> : null}
    </>
  )
}
