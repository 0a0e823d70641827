import { msg } from '@lingui/core/macro'
import { styleNonce } from '../start.ts'
import type { Paper } from './words.ts'

/** Text inside a CSS string: quotes and backslashes escaped, line breaks impossible. */
const quoted = (text: string): string =>
  `"${text.replaceAll(/["\\]/g, (found) => `\\${found}`).replaceAll(/\s+/g, ' ')}"`

export interface Furniture {
  readonly number: string
  /** Who printed it and when, in the paper's language. */
  readonly printed: string
  /** An isolated left-to-right run keeps a record number readable inside right-to-left text. */
  readonly confidential: string
}

/** Puts what every page carries into its margins: number, confidentiality, page X of Y, printed by and when. */
export const furnishPages = (paper: Paper, furniture: Furniture): void => {
  const rtl = paper.first.language !== 'en'
  const style = document.createElement('style')
  style.nonce = styleNonce
  const counter = (name: string): string => `counter(${name}${rtl ? ', arabic-indic' : ''})`
  const start = rtl ? 'right' : 'left'
  const end = rtl ? 'left' : 'right'
  const font = 'font-family: "Vazirmatn", sans-serif; font-size: 7.5pt; color: #495057;'
  style.textContent = `
@page {
  size: A4; margin: 20mm 14mm 18mm;
  @top-${start} { ${font} content: ${quoted(`\u2066${furniture.number}\u2069`)}; font-weight: 700; }
  @top-${end} { ${font} content: ${quoted(furniture.confidential)}; font-weight: 700; color: #9a2a2a; }
  @bottom-${start} { ${font} content: ${quoted(furniture.printed)}; width: 70%; text-align: ${start}; }
  @bottom-${end} { ${font} content: ${quoted(paper.first.say(msg`Page`))} " " ${counter('page')} " " ${quoted(
    paper.first.say(msg({ message: 'of', comment: 'page 1 of 4' })),
  )} " " ${counter('pages')}; width: 30%; text-align: ${end}; }
}`
  document.head.append(style)
}
