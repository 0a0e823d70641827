import { Alert, Button, Group, List, Menu, Modal, Stack, Text, Textarea } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import { householdStatus, householdTransitions, type HouseholdStatus } from '../../shared/codes/idp.ts'
import type { Household } from '../../shared/records/household.ts'
import { call, useCall } from '../api.ts'
import { issuesIn, useErrorText } from '../errors.ts'
import { useLabel } from '../i18n.ts'
import { ErrorNote } from '../records/states.tsx'
import { StatusBadge } from '../records/status-badge.tsx'
import { useUndo } from '../records/undo.tsx'

const open: readonly HouseholdStatus[] = ['draft', 'registered', 'verified', 'active']
const needsReason = (from: HouseholdStatus, to: HouseholdStatus): boolean =>
  (!open.includes(to) && to !== 'archived') || !open.includes(from)

/** The steps a household can take from where it is. Marking duplicates has its own screen, with both records side by side. */
const stepsFrom = (status: HouseholdStatus): readonly HouseholdStatus[] =>
  householdTransitions[status].filter((to) => to !== 'duplicate_of' && status !== 'duplicate_of')

/** Changes a household's status; steps that end or reopen a record ask why. */
export function StatusMenu({ stored }: { readonly stored: Household }) {
  const label = useLabel()
  const [to, setTo] = useState<HouseholdStatus | null>(null)
  const steps = stepsFrom(stored.status)
  if (steps.length === 0) return null
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={16} />}>
            <Trans>Change status</Trans>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {steps.map((step) => (
            <Menu.Item key={step} onClick={() => setTo(step)}>
              {label.code(householdStatus.id, step)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {to === null ? null : <StatusDialog stored={stored} to={to} onClose={() => setTo(null)} />}
    </>
  )
}

interface StatusDialogProps {
  readonly stored: Household
  readonly to: HouseholdStatus
  readonly onClose: () => void
}

const StatusDialog = ({ stored, to, onClose }: StatusDialogProps) => {
  const { t } = useLingui()
  const label = useLabel()
  const text = useErrorText()
  const undoable = useUndo()
  const [reason, setReason] = useState(stored.status === 'draft' ? (stored.statusReason ?? '') : '')
  const change = useCall('households.setStatus')
  const asked = needsReason(stored.status, to)
  const word = label.code(householdStatus.id, to)
  const issues = issuesIn(change.error)
  const others = issues.filter((issue) => issue.path[0] !== 'reason')
  const atReason = issues.find((issue) => issue.path[0] === 'reason')
  const save = () => {
    const why = reason.trim()
    change.mutate(
      { id: stored.id, to, ...(why === '' ? {} : { reason: why }) },
      {
        onSuccess: () => {
          onClose()
          const done = t`The status is now “${word}”.`
          // Not every step has a way back; where it has, the reason says that it was a slip.
          if (!householdTransitions[to].includes(stored.status))
            notifications.show({ withCloseButton: false, color: 'teal', message: done })
          else {
            undoable(done, () =>
              call('households.setStatus', { id: stored.id, to: stored.status, reason: t`Set by mistake` }),
            )
          }
        },
      },
    )
  }
  return (
    <Modal opened onClose={onClose} title={<Trans>Change status</Trans>} withCloseButton={false}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save()
        }}
      >
        <Stack gap="md">
          <Group gap="xs">
            <StatusBadge list={householdStatus} code={stored.status} />
            <Text span aria-label={t`to`} className="mirror">
              →
            </Text>
            <StatusBadge list={householdStatus} code={to} />
          </Group>
          <Textarea
            data-autofocus
            label={<Trans>Reason</Trans>}
            description={
              asked ? (
                <Trans>Where the news comes from, or why the record comes back.</Trans>
              ) : (
                <Trans>May stay empty.</Trans>
              )
            }
            withAsterisk={asked}
            aria-required={asked}
            error={atReason ? text.issue(atReason) : null}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            maxLength={1000}
            autosize
            minRows={2}
          />
          {others.length > 0 ? (
            <Alert color="red" role="alert" title={<Trans>This step is not possible yet</Trans>}>
              <List size="sm">
                {others.map((issue) => (
                  <List.Item key={`${issue.path.join('.')}:${issue.code}`}>{text.issue(issue)}</List.Item>
                ))}
              </List>
            </Alert>
          ) : change.isError && issues.length === 0 ? (
            <ErrorNote error={change.error} />
          ) : null}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              <Trans>Cancel</Trans>
            </Button>
            <Button type="submit" loading={change.isPending} disabled={asked && reason.trim() === ''}>
              <Trans>Set to “{word}”</Trans>
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
