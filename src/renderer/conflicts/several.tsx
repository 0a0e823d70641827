import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { Output } from '../../shared/contract/index.ts'
import { useCall } from '../api.ts'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import { ErrorNote } from '../records/states.tsx'
import type { Group as Waiting } from './words.tsx'
import classes from './conflicts.module.css'

interface SeveralProps {
  readonly groups: readonly Waiting[]
  readonly onDone: (answer: Output<'conflicts.decideAll'>) => void
  readonly onClose: () => void
}

/** Decides every disagreement about one field by a rule; only fields that need no look at each are offered. */
export function Several({ groups, onDone, onClose }: SeveralProps) {
  const { t } = useLingui()
  const format = useFormat()
  const label = useLabel()
  const decide = useCall('conflicts.decideAll')
  const run = ({ record, field }: Waiting, rule: 'newest' | 'filled') =>
    decide.mutate({ record, field, rule }, { onSuccess: onDone })
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={
        <b>
          <Trans>Decide several at once</Trans>
        </b>
      }
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <Stack gap="md">
        <Text size="sm">
          <Trans>
            Names, papers, status, money and medical values are not here: somebody has to look at each of them. What you
            decide here can be taken back with U.
          </Trans>
        </Text>
        {decide.isError ? <ErrorNote error={decide.error} /> : null}
        <ul className={classes.groups}>
          {groups.map((group) => {
            const name = label.field(group.record, group.field)
            const count = format.number(group.count)
            return (
              <li key={`${group.record} ${group.field}`} className={classes.group}>
                <div>
                  <Text fw={700} size="sm">
                    {name}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {label.record(group.record)} ·{' '}
                    <Plural value={group.count} one={`${count} value to decide`} other={`${count} values to decide`} />
                  </Text>
                </div>
                <Group gap="xs">
                  <Button
                    variant="light"
                    size="xs"
                    disabled={decide.isPending}
                    onClick={() => run(group, 'newest')}
                    aria-label={t`The newest value: ${name}`}
                  >
                    <Trans>The newest value</Trans>
                  </Button>
                  <Button
                    variant="default"
                    size="xs"
                    disabled={decide.isPending}
                    onClick={() => run(group, 'filled')}
                    aria-label={t`The value, where the other is empty: ${name}`}
                  >
                    <Trans>The value, where the other is empty</Trans>
                  </Button>
                </Group>
              </li>
            )
          })}
        </ul>
      </Stack>
    </Modal>
  )
}
