import { Anchor, Button, Group, Kbd, Skeleton, Stack, Text, Title } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconEyeOff, IconPencil } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Input } from '../../shared/contract/index.ts'
import { Failure } from '../../shared/errors.ts'
import { call } from '../api.ts'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import { EmptyState, ErrorNote, ErrorState } from '../records/states.tsx'
import { Choice, ValueOf } from './choice.tsx'
import { useKeys } from './keys.ts'
import { hasInput, OtherValue } from './other-value.tsx'
import { Author, Explained, useFieldName, type Conflict, type Row } from './words.tsx'
import classes from './conflicts.module.css'

const folders: Readonly<Record<NonNullable<Row['page']>['record'], string>> = {
  household: '/households',
  capProject: '/projects',
  evacuationCase: '/evacuations',
  place: '/places',
}

interface DeskProps {
  readonly row: Row
  /** Writes a decision; what it throws stands above the values. */
  readonly onDecide: (input: Input<'conflicts.decide'>) => Promise<unknown>
  readonly onMove: (by: 1 | -1) => void
  readonly onUndo: () => void
}

/** One disagreement: whose, about what, what stood before, and the values side by side. */
export function Desk({ row, onDecide, onMove, onUndo }: DeskProps) {
  const { record, id, field } = row
  const asked = { record, id, field }
  // Every change of a record refreshes what begins with `home`, one from another office as well.
  const found = useQuery({
    queryKey: ['home', 'conflicts.get', asked],
    queryFn: () => call('conflicts.get', asked),
    staleTime: 0,
    gcTime: 0,
  })
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  const [writing, setWriting] = useState(false)
  const conflict = found.data

  const decide = async (choice: Input<'conflicts.decide'>['choice']) => {
    if (!conflict) return
    setBusy(true)
    setFailure(null)
    try {
      await onDecide({ ...asked, version: conflict.version, choice })
    } finally {
      setBusy(false)
    }
  }
  const keep = (digit: number) => {
    const option = conflict?.options[digit - 1]
    if (!option || busy || !conflict.mayDecide) return
    decide({ keep: option.id }).catch(setFailure)
  }
  useKeys({
    choose: keep,
    move: onMove,
    undo: onUndo,
    other: () => {
      if (conflict && hasInput(conflict)) setWriting(true)
    },
  })

  const gone = found.error instanceof Failure && found.error.error.kind === 'refused'
  if (found.isError && !gone) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  return (
    <Stack gap="md">
      <About row={row} kind={conflict?.kind} />
      {failure === null ? null : <ErrorNote error={failure} />}
      {conflict && !gone ? (
        <Values conflict={conflict} busy={busy} onKeep={keep} onWrite={() => setWriting(true)} />
      ) : (
        <Skeleton h={180} radius="lg" aria-busy />
      )}
      {conflict && writing ? (
        <OtherValue conflict={conflict} onDecide={decide} onClose={() => setWriting(false)} />
      ) : null}
    </Stack>
  )
}

/** Whose value it is, and what happened. */
function About({ row, kind }: { readonly row: Row; readonly kind: Conflict['kind'] | undefined }) {
  const format = useFormat()
  const label = useLabel()
  const fieldName = useFieldName()
  const title = format.text(row.title)
  const to = row.page ? `${folders[row.page.record]}/${encodeURIComponent(row.page.id)}` : null
  return (
    <div>
      <Text size="sm" c="dimmed" component="div">
        {label.record(row.record)}
        {title === '' ? null : (
          <>
            {' · '}
            <bdi>{title}</bdi>
          </>
        )}
        {row.number === null ? null : (
          <>
            {' · '}
            <bdi className="ltr">{row.number}</bdi>
          </>
        )}
        {to === null ? null : (
          <>
            {' · '}
            <Anchor component={Link} to={to} size="sm" underline="always">
              <Trans>Open the record</Trans>
            </Anchor>
          </>
        )}
      </Text>
      <Title order={2}>{fieldName(row.record, row.field)}</Title>
      <Text size="sm">{kind ? <Explained kind={kind} /> : null}</Text>
    </div>
  )
}

interface ValuesProps {
  readonly conflict: Conflict
  readonly busy: boolean
  readonly onKeep: (digit: number) => void
  readonly onWrite: () => void
}

function Values({ conflict, busy, onKeep, onWrite }: ValuesProps) {
  const { t } = useLingui()
  if (conflict.withheld) {
    return (
      <EmptyState
        icon={<IconEyeOff size={24} />}
        title={<Trans>Your role does not show this field</Trans>}
        detail={<Trans>A colleague who may see it has to decide. You can go on to the next one.</Trans>}
      />
    )
  }
  return (
    <>
      {conflict.ancestor ? (
        <div className={classes.ancestor}>
          <Text size="xs" c="dimmed">
            <Trans>Before, known to all of them</Trans>
          </Text>
          <ValueOf conflict={conflict} field={conflict.field} value={conflict.ancestor.value} />
          <Text size="xs" c="dimmed" className={classes.by ?? ''}>
            <Author by={conflict.ancestor.by} />
          </Text>
        </div>
      ) : null}
      <ul className={classes.options} aria-label={t`Values to choose from`}>
        {conflict.options.map((option, index) => (
          <Choice
            key={option.id}
            conflict={conflict}
            option={option}
            digit={index + 1}
            busy={busy}
            onChoose={() => onKeep(index + 1)}
          />
        ))}
      </ul>
      <Group justify="space-between">
        {conflict.mayDecide ? null : (
          <Text size="sm" c="dimmed">
            <Trans>Your role does not decide this. A colleague who may change the record has to.</Trans>
          </Text>
        )}
        {hasInput(conflict) ? (
          <Button
            variant="subtle"
            leftSection={<IconPencil size={16} />}
            rightSection={<Kbd size="xs">E</Kbd>}
            onClick={onWrite}
          >
            <Trans>Another value</Trans>
          </Button>
        ) : null}
      </Group>
    </>
  )
}
