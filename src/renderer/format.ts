import { useLingui } from '@lingui/react/macro'
import type { Digits, Language } from '../shared/codes/core.ts'
import { fullName, shownText, type NameParts } from '../shared/names/display.ts'
import type { Money, MultiText, PartialDate } from '../shared/records/field.ts'
import type { Place } from '../shared/records/place.ts'
import { useLocale } from './i18n.ts'

// Our own tables: the months people in Iraq say, and Sorani, which the browser does not know.
const months: Readonly<Record<Language, readonly string[]>> = {
  en: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  ar: [
    'كانون الثاني',
    'شباط',
    'آذار',
    'نيسان',
    'أيار',
    'حزيران',
    'تموز',
    'آب',
    'أيلول',
    'تشرين الأول',
    'تشرين الثاني',
    'كانون الأول',
  ],
  ckb: [
    'کانوونی دووەم',
    'شوبات',
    'ئازار',
    'نیسان',
    'ئایار',
    'حوزەیران',
    'تەممووز',
    'ئاب',
    'ئەیلوول',
    'تشرینی یەکەم',
    'تشرینی دووەم',
    'کانوونی یەکەم',
  ],
}

const arabicZero = 0x0660

/** Writes Latin digits in the digits a person chose. */
export const inDigits = (text: string, digits: Digits): string =>
  digits === 'latn' ? text : text.replace(/[0-9]/g, (digit) => String.fromCharCode(arabicZero + Number(digit)))

/** Groups a whole number in thousands, in the chosen digits. */
const formatNumber = (value: number, digits: Digits): string =>
  digits === 'latn'
    ? new Intl.NumberFormat('en').format(value)
    : inDigits(new Intl.NumberFormat('en').format(value).replaceAll(',', '٬').replace('.', '٫'), digits)

/** Writes an ISO day, month, year or "about" year for a reader; `about` is the word for an estimate. */
export function formatDate(date: PartialDate, language: Language, digits: Digits, about: string): string {
  const [year = '', month, day] = date.replace('~', '').split('-')
  const name = month === undefined ? undefined : months[language][Number(month) - 1]
  const parts = [day === undefined ? undefined : String(Number(day)), name, year]
  const text = inDigits(parts.filter((part) => part !== undefined).join(' '), digits)
  return date.endsWith('~') ? `${about} ${text}` : text
}

/** Everything a screen needs to show values in the reader's language and digits. */
export function useFormat() {
  const { language, digits } = useLocale()
  const { t } = useLingui()
  const about = t({ message: 'about', comment: 'before a year that is an estimate: about 1984' })
  const date = (value: PartialDate): string => formatDate(value, language, digits, about)
  return {
    language,
    digits,
    date,
    /** A moment, ISO 8601 in UTC, in the laptop's own time. */
    time: (value: string): string => {
      const at = new Date(value)
      const two = (part: number) => String(part).padStart(2, '0')
      const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
      return `${date(day)}، ${inDigits(`${two(at.getHours())}:${two(at.getMinutes())}`, digits)}`.replace(
        '،',
        language === 'en' ? ',' : '،',
      )
    },
    number: (value: number): string => formatNumber(value, digits),
    /** Digits inside a text, for example a percentage. */
    digitsIn: (text: string): string => inDigits(text, digits),
    /** A size in bytes as KB or MB, of 1,024 each. */
    size: (bytes: number): string => {
      const kib = 1024
      const mib = bytes / kib / kib
      const number = (value: number): string =>
        inDigits(value >= 100 ? String(Math.round(value)) : String(Math.round(value * 10) / 10), digits)
      return mib >= 0.1 ? t`${number(mib)} MB` : t`${number(Math.max(0.1, bytes / kib))} KB`
    },
    money: (value: Money): string =>
      `${inDigits(value.amount.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, digits === 'latn' ? ',' : '٬'), digits)} ${value.currency}`,
    /** The patronymic chain in the script the reader knows. */
    name: (value: NameParts): string => fullName(value, language),
    text: (value: MultiText | null | undefined): string => shownText(value, language),
    place: (value: Pick<Place, 'nameEn' | 'nameAr' | 'nameKu'>): string =>
      (language === 'ar' ? value.nameAr : language === 'ckb' ? (value.nameKu ?? value.nameAr) : null) ?? value.nameEn,
  }
}
