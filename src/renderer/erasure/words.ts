import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import type { Output } from '../../shared/contract/index.ts'
import type { DueRecord } from '../../shared/contract/erasure.ts'
import { useFormat } from '../format.ts'

type Scope = Output<'erasure.scope'>['scope']

/** Words that several of these pages need. */
export function useErasureWords() {
  const { t } = useLingui()
  const format = useFormat()
  const comma = format.language === 'en' ? ', ' : '، '
  const count = (value: number, words: (shown: string) => string): string[] =>
    value === 0 ? [] : [words(format.number(value))]
  const why: Readonly<Record<DueRecord['reason'], string>> = {
    draft: t`A draft that nobody finished: 12 months`,
    household: t`A closed household: 5 years`,
    project: t`A project that ended: 10 years`,
    patient: t`A case that ended: 10 years`,
    child: t`A child’s case: until the age of 25`,
    left_over: t`Added elsewhere to an erased household`,
    erased_person: t`This person was erased in the register`,
  }
  return {
    why: (reason: DueRecord['reason']): string => why[reason],
    /** What goes with a record; empty when nothing hangs on it. */
    scope: ({ people, moves, steps, files, patients }: Scope): string =>
      [
        ...count(people, (n) => t`${plural(people, { one: `${n} person`, other: `${n} people` })}`),
        ...count(patients, (n) => t`${plural(patients, { one: `${n} patient`, other: `${n} patients` })}`),
        ...count(moves, (n) => t`${plural(moves, { one: `${n} move`, other: `${n} moves` })}`),
        ...count(steps, (n) => t`${plural(steps, { one: `${n} step`, other: `${n} steps` })}`),
        ...count(files, (n) => t`${plural(files, { one: `${n} photo or paper`, other: `${n} photos and papers` })}`),
      ].join(comma),
  }
}
