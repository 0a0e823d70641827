/** One thing about a workbook that somebody has to know before its form is used. */
export interface XlsformProblem {
  readonly sheet: string
  /** As the spreadsheet program numbers it; none when it is about the sheet as a whole. */
  readonly row: number | null
  /** The column's header as written. */
  readonly column: string | null
  /** Stable; the window, or the script, has the words. */
  readonly code: string
  readonly found: string
  readonly severity: 'error' | 'unsupported' | 'warning'
}

/** A list nobody reads to its end only takes memory; the count goes on. */
const MAX_TOLD = 1000

/** Collects what is wrong with a workbook. */
export class Problems {
  readonly list: XlsformProblem[] = []
  readonly counts = { error: 0, unsupported: 0, warning: 0 }

  add(
    severity: XlsformProblem['severity'],
    code: string,
    { sheet, row = null, column = null }: { sheet: string; row?: number | null; column?: string | null },
    found = '',
  ): void {
    this.counts[severity]++
    // What keeps a form out is told before what only is worth knowing.
    if (this.list.length >= MAX_TOLD) {
      const at = severity === 'warning' ? -1 : this.list.findLastIndex((one) => one.severity === 'warning')
      if (at < 0) return
      this.list.splice(at, 1)
    }
    this.list.push({ sheet, row, column, code, found: found.slice(0, 200), severity })
  }
}
