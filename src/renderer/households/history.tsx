import { ActionIcon, Group, Text, Title } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconArrowRight, IconPencil, IconTrash } from '@tabler/icons-react'
import { displacement, type Displacement } from '../../shared/records/household.ts'
import type { Place } from '../../shared/records/place.ts'
import { call } from '../api.ts'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import { RecordForm } from '../records/record-form.tsx'
import { Value } from '../records/value.tsx'
import { changeOf } from '../records/change.ts'
import { moveFields } from './moves.tsx'
import { useReport } from './report.ts'
import { useUndo } from '../records/undo.tsx'
import classes from './page.module.css'

interface HistoryProps {
  readonly moves: readonly Displacement[]
  readonly places: readonly Place[]
  readonly onEdit: ((move: Displacement) => void) | null
}

/** Where the family moved, the oldest move first. */
export function History({ moves, places, onEdit }: HistoryProps) {
  const known = new Map(places.map((place) => [place.id, place]))
  return (
    <section className="surface" aria-labelledby="moves-title">
      <div className={classes.cardHead}>
        <Title order={2} id="moves-title">
          <Trans>Displacement history</Trans>
        </Title>
      </div>
      {moves.length === 0 ? (
        <Text size="sm" c="dimmed" px={20} pb={20}>
          <Trans>No move is recorded.</Trans>
        </Text>
      ) : (
        <ol className={classes.timeline}>
          {moves.map((move) => (
            <Move key={move.id} move={move} known={known} onEdit={onEdit ? () => onEdit(move) : null} />
          ))}
        </ol>
      )}
    </section>
  )
}

interface MoveProps {
  readonly move: Displacement
  readonly known: ReadonlyMap<string, Place>
  readonly onEdit: (() => void) | null
}

const Move = ({ move, known, onEdit }: MoveProps) => {
  const { t } = useLingui()
  const format = useFormat()
  const label = useLabel()
  const undoable = useUndo()
  const report = useReport()
  const named = (id: string | null, unknown: string | null): string => {
    const place = id === null ? undefined : known.get(id)
    return place ? format.place(place) : (id ?? unknown ?? t`place not recorded`)
  }
  const left = move.left ? format.date(move.left) : null
  const arrived = move.arrived ? format.date(move.arrived) : null
  const remove = () =>
    report(async () => {
      await call('households.removeDisplacement', { id: move.id, undo: false })
      undoable(t`The move was taken out.`, () => call('households.removeDisplacement', { id: move.id, undo: true }))
    })
  const facts = (['reasons', 'intention3m', 'intention12m', 'returnObstacles'] as const).filter((field) => {
    const value = move[field]
    return Array.isArray(value) ? value.length > 0 : value !== null
  })
  return (
    <li className={classes.move}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div>
          <p className={classes.route}>
            <bdi>{named(move.from, move.fromUnknown)}</bdi>
            <IconArrowRight size={16} className="mirror" aria-label={t`to`} />
            <bdi>{named(move.to, move.toUnknown)}</bdi>
          </p>
          <p className={classes.sub}>
            {left || arrived ? null : <Trans>dates not recorded</Trans>}
            {left ? (
              <span>
                <Trans>left {left}</Trans>
              </span>
            ) : null}
            {arrived ? (
              <span>
                <Trans>arrived {arrived}</Trans>
              </span>
            ) : null}
          </p>
        </div>
        {onEdit ? (
          <Group gap={2} wrap="nowrap">
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t`Edit this move`}
              onClick={onEdit}
              data-edit={`move.${move.id}`}
            >
              <IconPencil size={17} stroke={1.7} />
            </ActionIcon>
            <ActionIcon variant="subtle" color="gray" aria-label={t`Take this move out`} onClick={() => void remove()}>
              <IconTrash size={17} stroke={1.7} />
            </ActionIcon>
          </Group>
        ) : null}
      </Group>
      {facts.length > 0 ? (
        <dl className={classes.facts}>
          {facts.map((field) => (
            <div key={field}>
              <dt>{label.field('displacement', field)}</dt>
              <dd>
                <Value record={displacement} name={field} value={move[field]} />
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
      {move.notes ? (
        <Text size="sm" mt={6}>
          <bdi>{move.notes}</bdi>
        </Text>
      ) : null}
    </li>
  )
}

interface MoveFormProps {
  readonly household: string
  readonly stored?: Displacement
  readonly onDone: () => void
}

/** Enters or edits one move. */
export function MoveForm({ household, stored, onDone }: MoveFormProps) {
  const { t } = useLingui()
  const undoable = useUndo()
  const unknown = [
    ...(stored?.fromUnknown ? (['fromUnknown'] as const) : []),
    ...(stored?.toUnknown ? (['toUnknown'] as const) : []),
  ]
  return (
    <RecordForm
      record={displacement}
      initial={stored ?? { household }}
      sections={[
        {
          title: stored ? <Trans>Edit the move</Trans> : <Trans>New displacement</Trans>,
          fields: [...unknown, ...moveFields, 'returnTried', 'notes'],
        },
      ]}
      onSubmit={async (draft) => {
        if (stored) {
          const { patch, back, empty } = changeOf(displacement, stored, draft)
          if (!empty) {
            await call('households.updateDisplacement', { id: stored.id, patch })
            undoable(t`The move was changed.`, () =>
              call('households.updateDisplacement', { id: stored.id, patch: back }),
            )
          }
        } else {
          const { id } = await call('households.addDisplacement', { draft })
          undoable(t`The move was added.`, () => call('households.removeDisplacement', { id, undo: false }))
        }
        onDone()
      }}
      onCancel={onDone}
    />
  )
}
