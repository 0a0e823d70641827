import { setupI18n, type I18n, type MessageDescriptor, type Messages } from '@lingui/core'
import type { Digits, Language } from '../../shared/codes/core.ts'

/*
 * Papers carry two languages at once: the reader's, and English for the office that files them. Each has its own set
 * of words, so that one page can ask both.
 */

const catalogues = import.meta.glob<{ messages: Messages }>('../locales/{app,print}/*.po')
const labelFiles = import.meta.glob<Record<string, string>>('../locales/labels/*.json', { import: 'default' })

export interface Words {
  readonly language: Language
  readonly digits: Digits
  readonly say: (message: MessageDescriptor) => string
  /** The label of a field, a code or a record by its id, such as `household.phone` or `sex.FEMALE`. */
  readonly label: (id: string) => string
}

/** Loads the words of one language for papers. */
export async function loadWords(language: Language): Promise<Words> {
  const i18n: I18n = setupI18n()
  const parts = await Promise.all(
    Object.entries(catalogues).flatMap(([file, load]) => (file.endsWith(`/${language}.po`) ? [load()] : [])),
  )
  const labels = await Promise.all(
    Object.entries(labelFiles).flatMap(([file, load]) => (file.endsWith(`/${language}.json`) ? [load()] : [])),
  )
  i18n.loadAndActivate({
    locale: language,
    messages: Object.assign({}, ...parts.map((part) => part.messages)) as Messages,
  })
  const known = labels[0] ?? {}
  return {
    language,
    digits: language === 'en' ? 'latn' : 'arab',
    say: (message) => i18n._(message),
    label: (id) => known[id] ?? id,
  }
}

/** The languages of one paper: the reader's first, then English beside it. */
export interface Paper {
  readonly first: Words
  readonly second: Words | null
  readonly hidden: ReadonlySet<string>
}
