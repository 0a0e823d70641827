import { Button, Select, Tabs, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconAdjustmentsHorizontal, IconSearch, IconUserPlus } from '@tabler/icons-react'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState, type KeyboardEvent } from 'react'
import { PageHeader } from '../records/page-header.tsx'
import { NoPermission } from '../records/states.tsx'
import { useMay } from '../shell/session.tsx'
import { FilterChips } from './filter-chips.tsx'
import { FilterPanel } from './filter-panel.tsx'
import { filterOf, sorts, type ListSearch } from './filter.ts'
import { PairList } from './pairs.tsx'
import { HouseholdTable, PeopleTable } from './tables.tsx'
import classes from './list.module.css'

// What was typed last, for whoever comes back from a household. It never stands in the address.
let lastText = ''

/** Households and people on record, found by number, name in any script, phone or paper. */
export function HouseholdsPage() {
  const { may } = useMay()
  return may('household.read') ? <Households /> : <NoPermission />
}

// Down from the search box into the table, as in any list of hits.
const intoTable = (event: KeyboardEvent<HTMLElement>) => {
  if (event.key !== 'ArrowDown' || !(event.target instanceof HTMLInputElement) || event.target.type !== 'search') return
  event.preventDefault()
  event.currentTarget.querySelector<HTMLElement>('tr[tabindex="0"]')?.focus()
}

const Households = () => {
  const { t } = useLingui()
  const { may } = useMay()
  const navigate = useNavigate()
  const search = useSearch({ from: '/households' })
  const [text, setText] = useState(lastText)
  const [asked] = useDebouncedValue(text.trim().slice(0, 200), 150)
  const [open, setOpen] = useState(false)
  useEffect(() => {
    lastText = text
  }, [text])

  const turn = (next: ListSearch) => void navigate({ to: '/households', search: next, replace: true })
  const people = search.tab === 'people'
  const filter = filterOf(search)
  const filtered = Object.keys(filter).length
  const clear = () => {
    setText('')
    turn({ tab: search.tab, sort: search.sort, ascending: search.ascending })
  }
  return (
    <div onKeyDown={intoTable} className={classes.page}>
      <PageHeader
        title={<Trans>Households</Trans>}
        actions={
          may('household.write') ? (
            <Button
              leftSection={<IconUserPlus size={18} />}
              renderRoot={(props) => <Link to="/households/new" {...props} />}
            >
              <Trans>Register a household</Trans>
            </Button>
          ) : null
        }
      />
      <Tabs
        value={search.tab ?? 'households'}
        onChange={(tab) => turn({ ...search, tab: tab === 'people' || tab === 'pairs' ? tab : undefined })}
        mb="md"
        keepMounted={false}
      >
        <Tabs.List>
          <Tabs.Tab value="households">
            <Trans>Households</Trans>
          </Tabs.Tab>
          <Tabs.Tab value="people">
            <Trans>People</Trans>
          </Tabs.Tab>
          <Tabs.Tab value="pairs">
            <Trans>On record twice</Trans>
          </Tabs.Tab>
        </Tabs.List>
        {search.tab === 'pairs' ? null : (
          <div className={classes.tools}>
            <TextInput
              type="search"
              className={classes.search ?? ''}
              autoFocus
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              aria-label={people ? t`Find people` : t`Find households`}
              placeholder={t`Number, name in any script, or phone`}
              leftSection={<IconSearch size={17} aria-hidden />}
              spellCheck={false}
            />
            {people ? null : (
              <>
                <Button
                  variant={open ? 'light' : 'default'}
                  leftSection={<IconAdjustmentsHorizontal size={17} />}
                  aria-expanded={open}
                  aria-controls="household-filters"
                  onClick={() => setOpen(!open)}
                >
                  <Trans>Filter</Trans>
                </Button>
                <SortSelect search={search} onChange={turn} />
              </>
            )}
          </div>
        )}
        <Tabs.Panel value="households">
          <div id="household-filters" hidden={!open}>
            {open ? <FilterPanel search={search} onChange={turn} /> : null}
          </div>
          <FilterChips search={search} onChange={turn} />
          <HouseholdTable
            filter={{ ...filter, ...(asked === '' ? {} : { text: asked }) }}
            sort={search.sort ?? 'registered'}
            descending={!search.ascending}
            narrowed={asked !== '' || filtered > 0}
            onClear={clear}
          />
        </Tabs.Panel>
        <Tabs.Panel value="people">
          <PeopleTable text={asked} onClear={clear} />
        </Tabs.Panel>
        <Tabs.Panel value="pairs" pt="md">
          <PairList />
        </Tabs.Panel>
      </Tabs>
    </div>
  )
}

interface SortSelectProps {
  readonly search: ListSearch
  readonly onChange: (next: ListSearch) => void
}

const SortSelect = ({ search, onChange }: SortSelectProps) => {
  const { t } = useLingui()
  const words = {
    registered: { down: t`Newest registration first`, up: t`Oldest registration first` },
    updatedAt: { down: t`Last changed first`, up: t`Longest unchanged first` },
    number: { down: t`Number, highest first`, up: t`Number, lowest first` },
  }
  return (
    <Select
      aria-label={t`Order`}
      w={230}
      allowDeselect={false}
      data={sorts.flatMap((sort) => [
        { value: `${sort}.down`, label: words[sort].down },
        { value: `${sort}.up`, label: words[sort].up },
      ])}
      value={`${search.sort ?? 'registered'}.${search.ascending ? 'up' : 'down'}`}
      onChange={(value) => {
        const [name, way] = (value ?? '').split('.')
        const sort = sorts.find((one) => one === name)
        onChange({ ...search, sort, ascending: way === 'up' ? true : undefined })
      }}
    />
  )
}
