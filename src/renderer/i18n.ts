import { i18n, type Messages } from '@lingui/core'
import { useSyncExternalStore } from 'react'
import { type Digits, type Language } from '../shared/codes/core.ts'

/** What the window shows everything in. */
export interface Locale {
  readonly language: Language
  readonly digits: Digits
}

const catalogues = import.meta.glob<{ messages: Messages }>('./locales/*/*.po')
const labelFiles = import.meta.glob<Record<string, string>>('./locales/labels/*.json', { import: 'default' })

let locale: Locale = { language: 'en', digits: 'latn' }
let labels: Readonly<Record<string, string>> = {}
const listeners = new Set<() => void>()

const endingWith = <T>(files: Record<string, () => Promise<T>>, ending: string): Promise<T[]> =>
  Promise.all(Object.entries(files).flatMap(([path, load]) => (path.endsWith(ending) ? [load()] : [])))

/** Loads a language's sentences and labels, then turns the whole window to it. */
export async function startLanguage(next: Locale): Promise<void> {
  const parts = await endingWith(catalogues, `/${next.language}.po`)
  const [words] = await endingWith(labelFiles, `/${next.language}.json`)
  labels = words ?? {}
  i18n.loadAndActivate({
    locale: next.language,
    messages: Object.assign({}, ...parts.map((part) => part.messages)) as Messages,
  })
  locale = next
  document.documentElement.lang = next.language
  document.documentElement.dir = directionOf(next.language)
  for (const listener of listeners) listener()
}

/** The direction a language is written in. */
export const directionOf = (language: Language): 'ltr' | 'rtl' => (language === 'en' ? 'ltr' : 'rtl')

/** What the window starts with before anybody has signed in: the system's language if it is one of ours. */
export function firstLanguage(): Locale {
  const wanted = navigator.language.toLowerCase()
  if (wanted.startsWith('ckb') || wanted.startsWith('ku')) return { language: 'ckb', digits: 'arab' }
  return wanted.startsWith('ar') ? { language: 'ar', digits: 'arab' } : { language: 'en', digits: 'latn' }
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

/** The language and digits of the window. */
export const useLocale = (): Locale => useSyncExternalStore(subscribe, () => locale)

// `sizeReported` reads "Size reported" and `host_family` "Host family" until the list of labels has it.
const spelled = (id: string): string => {
  const words = id
    .replaceAll('_', ' ')
    .replace(/([a-z])([A-Z])/g, (_match, a: string, b: string) => `${a} ${b.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

export interface Labels {
  /** The label of a record's field. */
  readonly field: (record: string, field: string) => string
  /** The label of a code; the code itself when it has none. */
  readonly code: (list: string, code: string) => string
  /** The word for a record. */
  readonly record: (record: string) => string
}

/** The labels of records, fields and codes in the window's language. */
export function useLabel(): Labels {
  useLocale()
  return {
    field: (record, field) => labels[`${record}.${field}`] ?? spelled(field),
    code: (list, code) => labels[`${list}.${code}`] ?? spelled(code),
    record: (record) => labels[`record.${record}`] ?? spelled(record),
  }
}
