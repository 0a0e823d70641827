import { Button, Group, SegmentedControl, Select, TextInput } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { auditAction } from '../../shared/codes/audit.ts'
import { query } from '../api.ts'
import { useLabel, useLocale } from '../i18n.ts'
import { PartialDateField } from '../records/date-field.tsx'
import { useSession } from '../shell/session.tsx'
import { everything, isNarrowed, type Asked } from './asked.ts'
import classes from './audit.module.css'

interface FiltersProps {
  readonly asked: Asked
  readonly onChange: (next: Asked) => void
}

/** What the log is narrowed by: who, what, which record, and when. */
export function Filters({ asked, onChange }: FiltersProps) {
  const { t } = useLingui()
  const { language } = useLocale()
  const label = useLabel()
  const session = useSession()
  const people = useQuery(query('accounts.users', {}))
  // A date box keeps what was typed; a new one is empty.
  const [emptied, setEmptied] = useState(0)
  const actions = auditAction.codes
    .map((code) => ({ value: code, label: label.code(auditAction.id, code) }))
    .toSorted((a, b) => a.label.localeCompare(b.label, language))
  const clear = () => {
    setEmptied(emptied + 1)
    onChange({ ...everything, store: asked.store })
  }
  return (
    <div className={`surface ${classes.filters ?? ''}`} role="search" aria-label={t`Narrow the log`}>
      {session.medical ? (
        <SegmentedControl
          aria-label={t`Which log`}
          className={classes.stores ?? ''}
          value={asked.store}
          onChange={(store) => onChange({ ...asked, store: store === 'medical' ? 'medical' : 'registry' })}
          data={[
            { value: 'registry', label: t`Registry records` },
            { value: 'medical', label: t`Medical records` },
          ]}
        />
      ) : null}
      <div className={classes.boxes}>
        <Select
          label={t`Person`}
          placeholder={t`Everybody`}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t`Everybody` }}
          nothingFoundMessage={t`Nobody is called that`}
          data={(people.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={asked.user}
          onChange={(user) => onChange({ ...asked, user })}
        />
        <Select
          label={t`What was done`}
          placeholder={t`Everything`}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t`Everything` }}
          nothingFoundMessage={t`Nothing is called that`}
          data={actions}
          value={asked.action}
          onChange={(action) => onChange({ ...asked, action })}
        />
        <TextInput
          label={t`Number of the record`}
          placeholder="HH-…"
          dir="ltr"
          spellCheck={false}
          maxLength={200}
          value={asked.record}
          onChange={(event) => onChange({ ...asked, record: event.currentTarget.value })}
        />
        <PartialDateField
          key={`from ${emptied}`}
          wholeDay
          label={t`From`}
          value={asked.from}
          onChange={(from) => onChange({ ...asked, from })}
        />
        <PartialDateField
          key={`to ${emptied}`}
          wholeDay
          label={t`To`}
          value={asked.to}
          onChange={(to) => onChange({ ...asked, to })}
        />
      </div>
      {isNarrowed(asked) ? (
        <Group>
          <Button variant="subtle" size="compact-sm" onClick={clear}>
            <Trans>Show all</Trans>
          </Button>
        </Group>
      ) : null}
    </div>
  )
}
