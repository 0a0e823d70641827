import { Button, Skeleton, Stack, Text } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { IconPencil, IconRoute, IconUserPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { householdStatus } from '../../shared/codes/idp.ts'
import type { Output } from '../../shared/contract/index.ts'
import type { Displacement } from '../../shared/records/household.ts'
import type { Person } from '../../shared/records/person.ts'
import { query } from '../api.ts'
import { useFormat } from '../format.ts'
import { Attachments } from '../attachments/section.tsx'
import { EraseMenu } from '../erasure/erase-menu.tsx'
import { RecordError } from '../erasure/record-error.tsx'
import { HistoryButton } from '../history/button.tsx'
import { PrintButton } from '../print/print-button.tsx'
import { PageHeader } from '../records/page-header.tsx'
import { NoPermission } from '../records/states.tsx'
import { StatusBadge } from '../records/status-badge.tsx'
import { useMay } from '../shell/session.tsx'
import { Born } from './born.tsx'
import { Details, DetailsForm } from './details.tsx'
import { RelatedHouseholds } from './family-flags.tsx'
import { FamilyMenu } from './family-menu.tsx'
import { Flags } from './flags.tsx'
import { History, MoveForm } from './history.tsx'
import { Members } from './members.tsx'
import { PersonForm } from './person-form.tsx'
import { StatusMenu } from './status-menu.tsx'
import classes from './page.module.css'

/** One household: who belongs to it, where it moved, and what to do about it. */
export function HouseholdPage() {
  const { may } = useMay()
  return may('household.read') ? <Loaded /> : <NoPermission />
}

const Loaded = () => {
  const { id } = useParams({ from: '/households/$id' })
  const file = useQuery(query('households.get', { id }))
  if (file.isError)
    return <RecordError kind="household" id={id} error={file.error} onRetry={() => void file.refetch()} />
  return file.data ? <File key={id} file={file.data} /> : <Waiting />
}

const Waiting = () => (
  <Stack gap="lg" aria-busy>
    <Skeleton h={34} w={360} />
    <Skeleton h={220} radius="lg" />
    <Skeleton h={160} radius="lg" />
  </Stack>
)

/** What is being edited in place; one thing at a time. */
type Editing =
  | { readonly what: 'details' }
  | { readonly what: 'born' }
  | { readonly what: 'member'; readonly stored?: Person }
  | { readonly what: 'move'; readonly stored?: Displacement }

const keyOf = (editing: Editing): string =>
  editing.what === 'details' || editing.what === 'born'
    ? editing.what
    : `${editing.what}.${editing.stored?.id ?? 'new'}`

const File = ({ file }: { readonly file: Output<'households.get'> }) => {
  const { household, members, displacements, places } = file
  const { may, reads } = useMay()
  const format = useFormat()
  const [editing, setEditing] = useState<Editing | null>(null)
  const last = useRef<string | null>(null)
  useEffect(() => {
    // From one household to another it is the same page: it would stay where the other one was left.
    document.getElementById('main')?.scrollTo(0, 0)
  }, [])
  useEffect(() => {
    // Back to the button that opened the form, so that the keyboard goes on from there.
    if (editing) last.current = keyOf(editing)
    else if (last.current) document.querySelector<HTMLElement>(`[data-edit="${last.current}"]`)?.focus()
  }, [editing])

  const head = members.find((one) => one.id === household.head)
  const name = head && reads('personal') ? format.name(head) : ''
  const close = () => setEditing(null)
  const writes = may('household.write')
  // Whoever came to a merged household later can still be moved on; nothing else is done there.
  const keptUp = writes && household.mergedInto === null
  const edit = (next: Editing) => () => setEditing(next)
  return (
    <>
      <PageHeader
        title={name === '' ? <bdi className="ltr">{household.number}</bdi> : <bdi>{name}</bdi>}
        badge={<StatusBadge list={householdStatus} code={household.status} />}
        subtitle={<Subtitle file={file} named={name !== ''} />}
        actions={
          <>
            {keptUp ? (
              <>
                <Button
                  variant="default"
                  leftSection={<IconPencil size={16} />}
                  onClick={edit({ what: 'details' })}
                  data-edit="details"
                >
                  <Trans>Edit</Trans>
                </Button>
                <Button
                  variant="default"
                  leftSection={<IconUserPlus size={16} />}
                  onClick={edit({ what: 'member' })}
                  data-edit="member.new"
                >
                  <Trans>Add member</Trans>
                </Button>
                <Button
                  variant="default"
                  leftSection={<IconRoute size={16} />}
                  onClick={edit({ what: 'move' })}
                  data-edit="move.new"
                >
                  <Trans>Add displacement</Trans>
                </Button>
                <FamilyMenu stored={household} members={members} onBorn={edit({ what: 'born' })} />
                <StatusMenu stored={household} />
              </>
            ) : null}
            <HistoryButton
              record="household"
              id={household.id}
              called={(_record, id) => {
                const member = members.find((one) => one.id === id)
                return member && reads('personal') ? format.name(member) : null
              }}
            />
            <PrintButton kind="household" id={household.id} />
            <EraseMenu kind="household" id={household.id} />
          </>
        }
      />
      {editing === null ? (
        <>
          <Flags file={file} />
          <RelatedHouseholds related={file.related} />
          <div className={classes.columns}>
            <div className={classes.stack}>
              {household.mergedInto !== null && members.length === 0 ? null : (
                <Members
                  members={members}
                  head={household.head}
                  onEdit={writes ? (stored) => setEditing({ what: 'member', stored }) : null}
                />
              )}
              <History
                moves={displacements}
                places={places}
                onEdit={writes ? (stored) => setEditing({ what: 'move', stored }) : null}
              />
              <Attachments owner={{ type: 'household', id: household.id }} />
            </div>
            <div>
              <Details stored={household} />
              <Written file={file} />
            </div>
          </div>
        </>
      ) : (
        <EditForm key={keyOf(editing)} editing={editing} file={file} onDone={close} />
      )}
    </>
  )
}

interface EditFormProps {
  readonly editing: Editing
  readonly file: Output<'households.get'>
  readonly onDone: () => void
}

const EditForm = ({ editing, file, onDone }: EditFormProps) => {
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // A list opens when it gets the focus, which would cover the form that somebody wants to look at first.
    element.current?.focus({ preventScroll: true })
    document.getElementById('main')?.scrollTo(0, 0)
  }, [])
  const { id } = file.household
  return (
    <div ref={element} tabIndex={-1} className={classes.editing}>
      {editing.what === 'details' ? <DetailsForm stored={file.household} onDone={onDone} /> : null}
      {editing.what === 'born' ? <Born household={id} members={file.members} onDone={onDone} /> : null}
      {editing.what === 'member' ? (
        <PersonForm
          household={id}
          members={file.members}
          {...(editing.stored ? { stored: editing.stored } : {})}
          onDone={onDone}
        />
      ) : null}
      {editing.what === 'move' ? (
        <MoveForm household={id} {...(editing.stored ? { stored: editing.stored } : {})} onDone={onDone} />
      ) : null}
    </div>
  )
}

interface FileProps {
  readonly file: Output<'households.get'>
}

const Subtitle = ({ file, named }: FileProps & { readonly named: boolean }) => {
  const format = useFormat()
  const { household, places } = file
  const place = places.find((one) => one.id === household.place)
  const above = places.find((one) => one.id === place?.parent)
  const comma = format.language === 'en' ? ', ' : '، '
  return (
    <span className={classes.subtitle}>
      {named ? <bdi className="ltr">{household.number}</bdi> : null}
      {place ? <bdi>{[place, above].flatMap((one) => (one ? [format.place(one)] : [])).join(comma)}</bdi> : null}
    </span>
  )
}

const Written = ({ file }: FileProps) => {
  const format = useFormat()
  const created = { by: file.createdBy?.name ?? file.household.createdBy, at: format.time(file.household.createdAt) }
  const updated = { by: file.updatedBy?.name ?? file.household.updatedBy, at: format.time(file.household.updatedAt) }
  return (
    <Text size="xs" c="dimmed" component="p" mt="md" px={4}>
      <Trans>
        Entered by <bdi>{created.by}</bdi>, {created.at}.
      </Trans>{' '}
      <Trans>
        Last changed by <bdi>{updated.by}</bdi>, {updated.at}.
      </Trans>
    </Text>
  )
}
