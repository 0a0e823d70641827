import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconAdjustmentsHorizontal, IconPlus, IconSearch } from '@tabler/icons-react'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState, type KeyboardEvent } from 'react'
import { PageHeader } from '../records/page-header.tsx'
import { NoPermission } from '../records/states.tsx'
import { useMay } from '../shell/session.tsx'
import { filterOf, type ListSearch } from './filter.ts'
import { FilterChips, FilterPanel } from './filters.tsx'
import { ProjectTable } from './table.tsx'
import classes from './projects.module.css'

// What was typed last, for whoever comes back from a project.
let lastText = ''

/** Community Assistance Projects, found by number, title, donor, grant or implementer. */
export function ProjectsPage() {
  const { may } = useMay()
  return may('project.read') ? <Projects /> : <NoPermission />
}

// Down from the search box into the table, as in any list of hits.
const intoTable = (event: KeyboardEvent<HTMLElement>) => {
  if (event.key !== 'ArrowDown' || !(event.target instanceof HTMLInputElement) || event.target.type !== 'search') return
  event.preventDefault()
  event.currentTarget.querySelector<HTMLElement>('tr[tabindex="0"]')?.focus()
}

const Projects = () => {
  const { t } = useLingui()
  const { may } = useMay()
  const navigate = useNavigate()
  const search = useSearch({ from: '/projects' })
  const [text, setText] = useState(lastText)
  const [asked] = useDebouncedValue(text.trim().slice(0, 200), 150)
  const [open, setOpen] = useState(false)
  useEffect(() => {
    lastText = text
  }, [text])
  const turn = (next: ListSearch) => void navigate({ to: '/projects', search: next, replace: true })
  const filter = filterOf(search)
  return (
    <div onKeyDown={intoTable}>
      <PageHeader
        title={<Trans>Projects</Trans>}
        subtitle={<Trans>Community Assistance Projects, those worked on last first</Trans>}
        actions={
          may('project.write') ? (
            <Button leftSection={<IconPlus size={18} />} renderRoot={(props) => <Link to="/projects/new" {...props} />}>
              <Trans>New project</Trans>
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
          aria-label={t`Find projects`}
          placeholder={t`Number, title, donor, grant or implementer`}
          leftSection={<IconSearch size={17} aria-hidden />}
          spellCheck={false}
        />
        <Button
          variant={open ? 'light' : 'default'}
          leftSection={<IconAdjustmentsHorizontal size={17} />}
          aria-expanded={open}
          aria-controls="project-filters"
          onClick={() => setOpen(!open)}
        >
          <Trans>Filter</Trans>
        </Button>
      </div>
      <div id="project-filters" hidden={!open}>
        {open ? <FilterPanel search={search} onChange={turn} /> : null}
      </div>
      <FilterChips search={search} onChange={turn} />
      <ProjectTable
        filter={{ ...filter, ...(asked === '' ? {} : { text: asked }) }}
        narrowed={asked !== '' || Object.keys(filter).length > 0}
        onClear={() => {
          setText('')
          turn({})
        }}
      />
    </div>
  )
}
