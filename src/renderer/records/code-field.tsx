import { Group, MultiSelect, Select, Text } from '@mantine/core'
import { useUncontrolled } from '@mantine/hooks'
import { useLingui } from '@lingui/react/macro'
import { useState, type FormEvent } from 'react'
import type { CodeList } from '../../shared/codes/code-list.ts'
import { toLatinDigits } from '../../shared/dates/digits.ts'
import { exactFold } from '../../shared/names/fold.ts'
import { useFormat } from '../format.ts'
import { useLabel } from '../i18n.ts'
import { present, type InputProps } from './input-props.ts'

interface Option {
  readonly value: string
  readonly label: string
}

/** The codes of a list as options: living ones to choose, and a retired one only where it is the present answer. */
function useOptions(list: CodeList<string, string, string>, chosen: readonly string[]): Option[] {
  const label = useLabel()
  const { t } = useLingui()
  return [
    ...list.codes.map((value) => ({ value, label: label.code(list.id, value) })),
    ...list.retired.flatMap((value) => {
      const word = label.code(list.id, value)
      return chosen.includes(value) ? [{ value, label: t`${word} (no longer used)` }] : []
    }),
  ]
}

/** Finds options by their number in the list, by their code, or by letters anywhere in the label. */
const matching = (options: readonly Option[], search: string): Option[] => {
  const typed = exactFold(search)
  const place = Number(toLatinDigits(search.trim()))
  if (Number.isInteger(place) && place > 0 && options[place - 1]) {
    const exact = options[place - 1]
    const others = options.filter((_option, index) => String(index + 1).startsWith(String(place)))
    return exact ? [exact, ...others.filter((option) => option !== exact)] : others
  }
  if (typed === '') return [...options]
  const found = options.filter(
    (option) => exactFold(option.label).includes(typed) || option.value.toLowerCase().startsWith(search.toLowerCase()),
  )
  // What begins with the typed letters comes first.
  return found.toSorted(
    (a, b) => Number(exactFold(b.label).startsWith(typed)) - Number(exactFold(a.label).startsWith(typed)),
  )
}

const useOptionRow = (options: readonly Option[]) => {
  const { number } = useFormat()
  return ({ option, checked }: { option: { value: string; label?: string }; checked?: boolean }) => {
    const index = options.findIndex((other) => other.value === option.value)
    return (
      <Group gap="xs" wrap="nowrap" w="100%">
        <Text span size="xs" c="dimmed" miw={20} className="tabular" aria-hidden>
          {number(index + 1)}
        </Text>
        <Text span size="sm" {...(checked ? { fw: 700 } : {})}>
          {option.label ?? option.value}
        </Text>
      </Group>
    )
  }
}

// A list that scrolls has to be reachable for those who cannot use a wheel.
const reachableScroll = { viewportProps: { tabIndex: -1 } }

/**
 * What was typed and not taken yet. Somebody who types and presses Enter at once is faster than the list can mark its
 * first answer, so leaving the field takes it; by then the list itself has put the old answer back into the field.
 */
function useTyped(options: readonly Option[], take: (value: string) => void) {
  const [typed, setTyped] = useState('')
  return {
    typed,
    forget: () => setTyped(''),
    onInput: (event: FormEvent<HTMLInputElement>) => setTyped(event.currentTarget.value.trim()),
    takeFirst: () => {
      const first = typed === '' ? undefined : matching(options, typed)[0]
      setTyped('')
      if (first) take(first.value)
    },
  }
}

interface CodeFieldProps extends InputProps<string> {
  readonly list: CodeList<string, string, string>
  readonly placeholder?: string
}

/** One code of a list, chosen by number or letters. */
export function CodeField(props: CodeFieldProps) {
  const { list, value, defaultValue, onChange, required, ...rest } = props
  const [chosen, setChosen] = useUncontrolled<string | null>({
    ...present({ value, defaultValue, onChange }),
    finalValue: null,
  })
  const { t } = useLingui()
  const options = useOptions(list, chosen === null ? [] : [chosen])
  const { typed, forget, onInput, takeFirst } = useTyped(options, setChosen)
  return (
    <Select
      {...present(rest)}
      onInput={onInput}
      onBlur={() => {
        takeFirst()
        rest.onBlur?.()
      }}
      withAsterisk={required ?? false}
      aria-required={required ?? false}
      data={options}
      value={chosen}
      onChange={(next) => {
        forget()
        setChosen(next)
      }}
      searchable
      autoSelectOnBlur
      selectFirstOptionOnChange
      clearable={!required}
      // An answer is taken away with its button: Enter and leaving the field take the marked one, which must not undo it.
      allowDeselect={false}
      clearButtonProps={{ 'aria-label': t`Clear` }}
      // The present answer stands in the field when the list opens: only what was typed narrows it.
      filter={({ search }) => matching(options, typed === '' ? '' : search)}
      renderOption={useOptionRow(options)}
      nothingFoundMessage={t`Nothing in this list matches`}
      maxDropdownHeight={320}
      scrollAreaProps={reachableScroll}
    />
  )
}

interface CodesFieldProps extends InputProps<readonly string[]> {
  readonly list: CodeList<string, string, string>
}

/** Several codes of a list. */
export function CodesField(props: CodesFieldProps) {
  const { list, value, defaultValue, onChange, required, ...rest } = props
  const [chosen, setChosen] = useUncontrolled<readonly string[] | null>({
    ...present({ value, defaultValue, onChange }),
    finalValue: [],
  })
  const { t } = useLingui()
  const options = useOptions(list, chosen ?? [])
  const { forget, onInput, takeFirst } = useTyped(options, (one) => {
    if (!(chosen ?? []).includes(one)) setChosen([...(chosen ?? []), one])
  })
  return (
    <MultiSelect
      {...present(rest)}
      onInput={onInput}
      onBlur={() => {
        takeFirst()
        rest.onBlur?.()
      }}
      withAsterisk={required ?? false}
      data={options}
      value={[...(chosen ?? [])]}
      onChange={(next) => {
        forget()
        setChosen(next)
      }}
      searchable
      hidePickedOptions
      clearable
      selectFirstOptionOnChange
      clearButtonProps={{ 'aria-label': t`Clear` }}
      filter={({ search }) => matching(options, search).filter((option) => !(chosen ?? []).includes(option.value))}
      renderOption={useOptionRow(options)}
      nothingFoundMessage={t`Nothing in this list matches`}
      maxDropdownHeight={320}
      scrollAreaProps={reachableScroll}
    />
  )
}
