import { Button, Chip, Group, SegmentedControl, Text, TextInput } from '@mantine/core'
import { useDebouncedValue, useMediaQuery } from '@mantine/hooks'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconLayoutKanban, IconList, IconPlus, IconSearch } from '@tabler/icons-react'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState, type KeyboardEvent, type ReactNode } from 'react'
import type { CodeList } from '../../shared/codes/code-list.ts'
import { priority, specialty } from '../../shared/codes/evacuation.ts'
import { useLabel } from '../i18n.ts'
import { PageHeader } from '../records/page-header.tsx'
import { NoPermission } from '../records/states.tsx'
import { useMay } from '../shell/session.tsx'
import { Board } from './board.tsx'
import { filterOf, type BoardSearch } from './filter.ts'
import { CaseTable } from './table.tsx'
import classes from './evacuations.module.css'

// What was typed last, for whoever comes back from a case. It never stands in the address.
let lastText = ''

/** Patients on their way to treatment, by stage. Without the medical role nothing here tells that any exist. */
export function EvacuationPage() {
  const { may } = useMay()
  return may('case.read') ? <Cases /> : <NoPermission />
}

// Down from the search box to the first case.
const intoCases = (event: KeyboardEvent<HTMLElement>) => {
  if (event.key !== 'ArrowDown' || !(event.target instanceof HTMLInputElement) || event.target.type !== 'search') return
  event.preventDefault()
  event.currentTarget.querySelector<HTMLElement>('[data-card][tabindex="0"], tr[tabindex="0"]')?.focus()
}

const Cases = () => {
  const { t } = useLingui()
  const { may } = useMay()
  const navigate = useNavigate()
  const search = useSearch({ from: '/evacuations' })
  const narrow = useMediaQuery('(max-width: 900px)')
  const [text, setText] = useState(lastText)
  const [asked] = useDebouncedValue(text.trim().slice(0, 200), 150)
  useEffect(() => {
    lastText = text
  }, [text])
  const turn = (next: BoardSearch) => void navigate({ to: '/evacuations', search: next, replace: true })
  const view = search.view ?? (narrow ? 'list' : 'board')
  const filter = filterOf(search, asked)
  const narrowed = Object.keys(filter).length > 0
  const clear = () => {
    setText('')
    turn({ view: search.view })
  }
  return (
    <div onKeyDown={intoCases}>
      <PageHeader
        title={<Trans>Evacuation</Trans>}
        subtitle={
          view === 'board' ? (
            <Trans>Arrow keys move between the cases, Enter opens one.</Trans>
          ) : (
            <Trans>Most urgent first, then those who get worse, then the longest waiting</Trans>
          )
        }
        actions={
          may('case.write') ? (
            <Button
              leftSection={<IconPlus size={18} />}
              renderRoot={(props) => <Link to="/evacuations/new" {...props} />}
            >
              <Trans>New case</Trans>
            </Button>
          ) : null
        }
      />
      <div className={classes.tools}>
        <TextInput
          type="search"
          className={classes.search ?? ''}
          autoFocus
          dir="auto"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          aria-label={t`Find cases`}
          placeholder={t`Number, name in any script, or phone`}
          leftSection={<IconSearch size={17} aria-hidden />}
          spellCheck={false}
        />
        <SegmentedControl
          aria-label={t`Show as`}
          value={view}
          onChange={(next) => turn({ ...search, view: next === 'list' ? 'list' : 'board', group: undefined })}
          data={[
            { value: 'board', label: <View icon={<IconLayoutKanban size={16} />} word={t`Board`} /> },
            { value: 'list', label: <View icon={<IconList size={16} />} word={t`List`} /> },
          ]}
        />
      </div>
      <Group gap="md" mb="md" className={classes.filters ?? ''}>
        <Choice list={priority} chosen={search.priority} onChange={(next) => turn({ ...search, priority: next })} />
        <Choice list={specialty} chosen={search.specialty} onChange={(next) => turn({ ...search, specialty: next })} />
        {narrowed || search.group ? (
          <Button variant="subtle" size="compact-sm" onClick={clear}>
            <Trans>Show all</Trans>
          </Button>
        ) : null}
      </Group>
      {view === 'board' ? (
        <Board filter={filter} narrowed={narrowed} onClear={clear} />
      ) : (
        <CaseTable
          filter={filter}
          group={search.group}
          narrowed={narrowed}
          onGroup={(group) => turn({ ...search, group })}
          onClear={clear}
        />
      )}
    </div>
  )
}

const View = ({ icon, word }: { readonly icon: ReactNode; readonly word: string }) => (
  <Group gap={6} wrap="nowrap" component="span">
    {icon}
    <span>{word}</span>
  </Group>
)

interface ChoiceProps<C extends string> {
  readonly list: CodeList<string, C>
  readonly chosen: readonly C[] | undefined
  readonly onChange: (next: C[] | undefined) => void
}

/** A few codes to narrow by, all in sight. */
const Choice = <C extends string>({ list, chosen, onChange }: ChoiceProps<C>) => {
  const label = useLabel()
  const word = label.field('evacuationCase', list.id)
  return (
    <Group gap={6} role="group" aria-label={word}>
      <Text span size="xs" c="dimmed" aria-hidden>
        {word}
      </Text>
      <Chip.Group
        multiple
        value={[...(chosen ?? [])]}
        onChange={(next) => {
          const codes = list.codes.filter((code) => next.includes(code))
          onChange(codes.length === 0 ? undefined : codes)
        }}
      >
        {list.codes.map((code) => (
          <Chip key={code} value={code} size="xs" variant="light">
            {label.code(list.id, code)}
          </Chip>
        ))}
      </Chip.Group>
    </Group>
  )
}
