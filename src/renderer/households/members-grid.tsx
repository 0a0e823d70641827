import { Button, Chip, Group, Text, VisuallyHidden } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { IconPlus } from '@tabler/icons-react'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { scripts as allScripts, type MultiText, type Script } from '../../shared/records/field.ts'
import type { Language } from '../../shared/codes/core.ts'
import { useLocale } from '../i18n.ts'
import { useFormAround, type AnyForm } from '../records/form-context.tsx'
import { FormPart } from '../records/record-form.tsx'
import { MemberRow, scriptNames } from './member-row.tsx'
import { namesDown, type Known } from './names-down.ts'
import { newMember } from './new-registration.ts'
import { isBlankMember, likelyRelationship } from './registration.ts'
import classes from './register.module.css'

const scriptOf: Readonly<Record<Language, Script>> = { en: 'la', ar: 'ar', ckb: 'ckb' }
const carriedParts = ['father', 'grandfather', 'family'] as const

const membersIn = (form: AnyForm): readonly Record<string, unknown>[] => {
  const members = form.getValues()['members']
  return Array.isArray(members) ? (members as Record<string, unknown>[]) : []
}
const knownOf = (row: Record<string, unknown>): Known => row as unknown as Known

const scriptsIn = (form: AnyForm): readonly Script[] =>
  allScripts.filter((script) =>
    membersIn(form).some((row) =>
      ['given', ...carriedParts].some((part) => ((row[part] as MultiText | null)?.[script] ?? '') !== ''),
    ),
  )

/** Writes father's, grandfather's and family names into rows of children, and never over what somebody typed. */
function carryNames(form: AnyForm, carried: Map<string, string>): void {
  const members = membersIn(form)
  for (const [index, row] of members.entries()) {
    if (index === 0) continue
    const suggested = namesDown(knownOf(row).relationship, members.map(knownOf))
    for (const part of carriedParts) {
      for (const script of allScripts) {
        const path = `members.${index}.${part}.${script}`
        const present = ((row[part] as MultiText | null)?.[script] ?? '').trim()
        const wanted = (suggested[part]?.[script] ?? '').trim()
        if (present === wanted || (present !== '' && present !== carried.get(path))) continue
        carried.set(path, wanted)
        form.setFieldValue(path, wanted)
      }
    }
  }
}

/** Rows keep their keys when one between them goes; new ones get keys nobody had. */
const keysFor = (known: readonly number[], count: number): readonly number[] => {
  const keys = known.slice(0, count)
  while (keys.length < count) keys.push(Math.max(0, ...keys) + 1)
  return keys
}

interface MembersGridProps {
  /** The field that Enter leads to once nobody is left to enter. */
  readonly nextPath: string
}

/** The family, one person after the other: Enter at the end of the last row opens the next, in an empty row it goes on. */
export function MembersGrid({ nextPath }: MembersGridProps) {
  const form = useFormAround()
  const { language } = useLocale()
  const element = useRef<HTMLDivElement>(null)
  const carried = useRef(new Map<string, string>())
  const [shown, setShown] = useState<readonly Script[]>(() => {
    const written = scriptsIn(form)
    return allScripts.filter((script) => script === scriptOf[language] || written.includes(script))
  })
  const [known, setKnown] = useState<readonly number[]>([])
  const goTo = useRef<number | null>(null)
  const members = membersIn(form)
  const ids = keysFor(known, members.length)
  if (ids.length !== known.length) setKnown(ids)

  // After every render: the row to go to is drawn by the one that follows its insertion.
  useEffect(() => {
    if (goTo.current === null) return
    const row = element.current?.querySelector(`[data-member="${goTo.current}"]`)
    if (!row) return
    const first = row.querySelector<HTMLInputElement>('input:not([readonly])')
    first?.focus()
    // The relationship is proposed: what is typed replaces it.
    first?.select()
    goTo.current = null
  })

  const carry = () => carryNames(form, carried.current)
  const add = () => {
    const index = membersIn(form).length
    form.insertListItem('members', newMember(likelyRelationship(membersIn(form))))
    goTo.current = index
  }
  const remove = (index: number) => {
    setKnown(ids.toSpliced(index, 1))
    carried.current.clear()
    form.removeListItem('members', index)
  }
  const onKeyDown = (index: number) => (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.defaultPrevented) return
    if (index !== membersIn(form).length - 1 || !(event.target instanceof HTMLInputElement)) return
    const path = event.target.dataset['path'] ?? ''
    const blank = index > 0 && isBlankMember(membersIn(form)[index])
    if (blank && path.startsWith(`members.${index}.given`)) {
      event.preventDefault()
      document.querySelector<HTMLElement>(`[data-path="${nextPath}"]`)?.focus()
      remove(index)
    } else if (path === `members.${index}.paperNumber` && !blank) {
      event.preventDefault()
      add()
    }
  }
  return (
    <FormPart
      title={<Trans>Family</Trans>}
      hint={
        <Trans>
          Enter after the last field opens the next person. Enter in an empty given name goes on to the household.
        </Trans>
      }
    >
      <Group gap={6} className={classes.scripts ?? ''}>
        <Text size="sm" c="dimmed" id="scripts-shown">
          <Trans>Names in</Trans>
        </Text>
        <VisuallyHidden>
          <Trans>Scripts shown</Trans>
        </VisuallyHidden>
        <Chip.Group
          multiple
          value={[...shown]}
          onChange={(next) => {
            if (next.length > 0) setShown(allScripts.filter((script) => next.includes(script)))
          }}
        >
          {allScripts.map((script) => (
            <Chip
              key={script}
              value={script}
              size="xs"
              variant="light"
              lang={script === 'la' ? 'en' : script}
              tabIndex={-1}
            >
              {scriptNames[script]}
            </Chip>
          ))}
        </Chip.Group>
      </Group>
      <div ref={element} className={classes.members} onBlur={carry}>
        {members.map((_row, index) => (
          <MemberRow
            key={ids[index]}
            index={index}
            scripts={shown}
            onRemove={() => remove(index)}
            onKeyDown={onKeyDown(index)}
          />
        ))}
      </div>
      <div>
        <Button variant="light" size="xs" leftSection={<IconPlus size={16} />} onClick={add}>
          <Trans>Add a person</Trans>
        </Button>
      </div>
    </FormPart>
  )
}
