import { TextInput } from '@mantine/core'
import { useUncontrolled } from '@mantine/hooks'
import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { parseBirthEntry, parseDateEntry, type DateEntryError } from '../../shared/dates/entry.ts'
import { isPartialDate, localToday, precisionOf } from '../../shared/dates/partial.ts'
import { useFormat } from '../format.ts'
import { present, type InputProps } from './input-props.ts'

interface PartialDateFieldProps extends InputProps<string> {
  /** A bare number is then an age, and nothing lies ahead. */
  readonly birth?: boolean
  /** Only a whole day will do. */
  readonly wholeDay?: boolean
  readonly placeholder?: string
}

// The day as people write it on paper, so that what stands in the box can be typed over.
const typedForm = (date: string): string => {
  if (!isPartialDate(date)) return date
  if (date.endsWith('~')) return `~${date.slice(0, 4)}`
  return date.split('-').toReversed().join('/')
}

/** A date as people type it: 24112026, 24/11/26, 11/2026, 2026, ~1984, or an age. It says how it was understood. */
export function PartialDateField(props: PartialDateFieldProps) {
  const { birth, wholeDay, value, defaultValue, onChange, onBlur, error, required, description, placeholder, ...rest } =
    props
  const [date, setDate] = useUncontrolled<string | null>({
    ...present({ value, defaultValue, onChange }),
    finalValue: null,
  })
  const { t } = useLingui()
  const format = useFormat()
  const [typed, setTyped] = useState(date === null ? '' : format.digitsIn(typedForm(date)))
  const [problem, setProblem] = useState<DateEntryError | 'notWhole' | null>(null)
  const sentences: Record<DateEntryError | 'notWhole', string | null> = {
    empty: null,
    unreadable: t`Type a date such as 24/11/2026, 11/2026, 2026 or ~1984.`,
    noSuchDay: t`There is no such day.`,
    outOfRange: t`The year must lie between 1850 and 2150.`,
    notWhole: t`The whole day is needed: day, month and year.`,
  }
  const read = (text: string) => {
    setTyped(text)
    setProblem(null)
    const today = localToday(new Date())
    const entry = birth ? parseBirthEntry(text, today) : parseDateEntry(text, today)
    if (text.trim() === '') setDate(null)
    // What cannot be read stays as typed: the form must not save something else in its place.
    else setDate(entry.ok ? entry.date : text)
    return entry
  }
  const leave = () => {
    const entry = read(typed)
    if (entry.ok) {
      setTyped(format.digitsIn(typedForm(entry.date)))
      if (wholeDay && precisionOf(entry.date) !== 'day') setProblem('notWhole')
    } else if (entry.code !== 'empty') setProblem(entry.code)
    onBlur?.()
  }
  const understood = date !== null && isPartialDate(date) ? format.date(date) : null
  const shown = (problem ? sentences[problem] : null) ?? error
  return (
    <TextInput
      {...present(rest)}
      withAsterisk={required ?? false}
      aria-required={required ?? false}
      value={typed}
      onChange={(event) => read(event.currentTarget.value)}
      onBlur={leave}
      error={shown}
      description={understood ?? description ?? null}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      placeholder={
        placeholder ??
        (birth ? t`Date, year, ~year or age` : wholeDay ? t`Day/month/year` : t`Date, month/year or year`)
      }
      inputMode="text"
      autoComplete="off"
    />
  )
}
