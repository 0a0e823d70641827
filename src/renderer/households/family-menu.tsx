import { Button, Menu } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { IconArrowMerge, IconArrowsSplit2, IconChevronDown, IconMoodKid } from '@tabler/icons-react'
import { useState } from 'react'
import type { Household } from '../../shared/records/household.ts'
import type { Person } from '../../shared/records/person.ts'
import { Merge } from './merge.tsx'
import { Split } from './split.tsx'

interface FamilyMenuProps {
  readonly stored: Household
  readonly members: readonly Person[]
  readonly onBorn: () => void
}

/** What happens to a family as a whole: a birth, some of it leaving, all of it joining another. */
export function FamilyMenu({ stored, members, onBorn }: FamilyMenuProps) {
  const [open, setOpen] = useState<'split' | 'merge' | null>(null)
  const active = members.filter(({ status }) => status === 'active')
  if (stored.status === 'duplicate_of' || stored.status === 'archived') return null
  const close = () => {
    setOpen(null)
    // The menu is gone by then: the keyboard goes on from the button that leads to it.
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-edit="born"]')?.focus())
  }
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={16} />} data-edit="born">
            <Trans>Family</Trans>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconMoodKid size={16} />} onClick={onBorn}>
            <Trans>A child was born…</Trans>
          </Menu.Item>
          <Menu.Item
            leftSection={<IconArrowsSplit2 size={16} />}
            disabled={active.length < 2}
            onClick={() => setOpen('split')}
          >
            <Trans>Split…</Trans>
          </Menu.Item>
          <Menu.Item leftSection={<IconArrowMerge size={16} />} onClick={() => setOpen('merge')}>
            <Trans>Merge into another…</Trans>
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open === 'split' ? <Split stored={stored} members={members} onClose={close} /> : null}
      {open === 'merge' ? <Merge stored={stored} members={members} onClose={close} /> : null}
    </>
  )
}
