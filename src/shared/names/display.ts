import type { Language } from '../codes/core.ts'
import type { MultiText, Script } from '../records/field.ts'

/** What showing a name needs of a person: each part in any scripts, absent parts left out or null. */
export interface NameParts {
  readonly given: MultiText | null
  readonly father?: MultiText | null | undefined
  readonly grandfather?: MultiText | null | undefined
  readonly family?: MultiText | null | undefined
}

// Arabic script of either language is nearer to a reader of the other than Latin letters are.
const preference: Readonly<Record<Language, readonly Script[]>> = {
  en: ['la', 'ar', 'ckb'],
  ar: ['ar', 'ckb', 'la'],
  ckb: ['ckb', 'ar', 'la'],
}
const chainOrder = ['given', 'father', 'grandfather', 'family'] as const

const written = (part: MultiText | null | undefined, script: Script): string => (part?.[script] ?? '').trim()

function presentParts(name: NameParts): MultiText[] {
  return chainOrder.flatMap((key) => {
    const part = name[key]
    return part && preference.en.some((script) => written(part, script) !== '') ? [part] : []
  })
}

/** One text in the reader's language, or in the script it exists in. */
export function shownText(text: MultiText | null | undefined, language: Language): string {
  for (const script of preference[language]) {
    const value = written(text, script)
    if (value !== '') return value
  }
  return ''
}

/**
 * The full name for a reader: in the first script of their preference that has every part; a name of which no script
 * has every part mixes scripts, because a missing father's name misleads more than a second script does.
 */
export function fullName(name: NameParts, language: Language): string {
  const parts = presentParts(name)
  const complete = preference[language].find((script) => parts.every((part) => written(part, script) !== ''))
  return parts.map((part) => (complete ? written(part, complete) : shownText(part, language))).join(' ')
}

/** The name once per script it is written in, for the search index: only parts that exist in that script. */
export function nameForms(name: NameParts): { script: Script; text: string }[] {
  return preference.ar.flatMap((script) => {
    const text = presentParts(name)
      .map((part) => written(part, script))
      .filter((part) => part !== '')
      .join(' ')
    return text === '' ? [] : [{ script, text }]
  })
}
