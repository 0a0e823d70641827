import { Button, Menu } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconArrowRight, IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import type { CodeList } from '../../shared/codes/code-list.ts'
import { useLabel } from '../i18n.ts'
import { StepDialog, type StepDialogProps } from './step-dialog.tsx'

interface StepMenuProps<C extends string> extends Pick<StepDialogProps, 'title' | 'from'> {
  readonly list: CodeList<string, C>
  /** Steps that go on with the work. */
  readonly onward: readonly C[]
  /** Steps that stop or end it. */
  readonly endings: readonly C[]
  readonly asksReason: (to: C) => boolean
  readonly send: (to: C, date: string, reason: string | undefined) => Promise<unknown>
  readonly onDone: (to: C) => void
}

/** The steps a record may take from where it is: the next one as a button, all of them in its menu. */
export function StepMenu<C extends string>(props: StepMenuProps<C>) {
  const { list, title, from, onward, endings, asksReason, send, onDone } = props
  const { t } = useLingui()
  const label = useLabel()
  const [to, setTo] = useState<C | null>(null)
  const [only] = onward.length === 1 ? onward : []
  const words = (code: string) => label.code(list.id, code)
  const close = () => {
    setTo(null)
    // The dialog is gone by then: the keyboard goes on from the button that leads to it.
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-steps]')?.focus())
  }
  const nextWord = only === undefined ? '' : words(only)
  if (onward.length + endings.length === 0) return null
  const items = (
    <Menu.Dropdown>
      {onward.map((step) => (
        <Menu.Item key={step} onClick={() => setTo(step)}>
          {words(step)}
        </Menu.Item>
      ))}
      {endings.map((step) => (
        <Menu.Item key={step} c="red.9" onClick={() => setTo(step)}>
          {words(step)}
        </Menu.Item>
      ))}
    </Menu.Dropdown>
  )
  return (
    <>
      {only === undefined ? (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <Button rightSection={<IconChevronDown size={16} />} data-steps>
              <Trans>Next step</Trans>
            </Button>
          </Menu.Target>
          {items}
        </Menu>
      ) : (
        <Button.Group>
          <Button data-steps rightSection={<IconArrowRight size={16} className="mirror" />} onClick={() => setTo(only)}>
            <Trans>Next: {nextWord}</Trans>
          </Button>
          {endings.length > 0 ? (
            <Menu position="bottom-end" withinPortal>
              <Menu.Target>
                <Button px="xs" aria-label={t`Other steps`} style={{ borderInlineStartColor: '#ffffff55' }}>
                  <IconChevronDown size={16} />
                </Button>
              </Menu.Target>
              {items}
            </Menu>
          ) : null}
        </Button.Group>
      )}
      {to === null ? null : (
        <StepDialog
          title={title}
          list={list}
          from={from}
          to={to}
          asksReason={asksReason(to)}
          send={(date, reason) => send(to, date, reason)}
          onDone={() => {
            close()
            onDone(to)
          }}
          onClose={close}
        />
      )}
    </>
  )
}
