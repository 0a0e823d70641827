import { onlyKeys } from './strict.ts'

export interface PdfOptions {
  landscape?: boolean
  displayHeaderFooter?: boolean
  headerTemplate?: string
  footerTemplate?: string
  printBackground?: boolean
  scale?: number
  pageSize?: string | { width: number; height: number }
  margins?: { top?: number; bottom?: number; left?: number; right?: number }
  pageRanges?: string
  preferCSSPageSize?: boolean
  generateTaggedPDF?: boolean
  generateDocumentOutline?: boolean
}

const same = [
  'landscape',
  'displayHeaderFooter',
  'headerTemplate',
  'footerTemplate',
  'printBackground',
  'scale',
  'pageRanges',
  'preferCSSPageSize',
  'generateTaggedPDF',
  'generateDocumentOutline',
] as const

// In inches, as both Electron and the debugging protocol count.
const papers: Record<string, [number, number]> = {
  A3: [11.69, 16.54],
  A4: [8.27, 11.69],
  A5: [5.83, 8.27],
  Letter: [8.5, 11],
  Legal: [8.5, 14],
}

/** Answers the debugging protocol's names for Electron's options of printToPDF. */
export const printOptions = (options: PdfOptions): Record<string, unknown> => {
  onlyKeys('printToPDF', options, [...same, 'pageSize', 'margins'])
  const answer: Record<string, unknown> = {}
  for (const key of same) if (options[key] !== undefined) answer[key] = options[key]
  const { pageSize = 'Letter', margins = {} } = options
  const paper = typeof pageSize === 'string' ? papers[pageSize] : [pageSize.width, pageSize.height]
  if (!paper) throw new Error(`the stand-in has no page size ${JSON.stringify(pageSize)}`)
  answer['paperWidth'] = paper[0]
  answer['paperHeight'] = paper[1]
  for (const [side, name] of [
    ['top', 'marginTop'],
    ['bottom', 'marginBottom'],
    ['left', 'marginLeft'],
    ['right', 'marginRight'],
  ] as const) {
    if (margins[side] !== undefined) answer[name] = margins[side]
  }
  return answer
}
