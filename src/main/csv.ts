/** Spreadsheet programs run a cell that begins with one of these as a formula. */
const formula = /^[\s]*[=+\-@\t\r]/

/** One cell: quoted, and with an apostrophe before what a spreadsheet program would run as a formula. */
const cell = (value: string | number | null): string => {
  if (typeof value === 'number') return String(value)
  const text = value ?? ''
  return `"${(formula.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
}

/** One line of a CSV file, with its end. */
export const csvLine = (cells: readonly (string | number | null)[]): string => `${cells.map(cell).join(',')}\r\n`

/** What a file begins with so that spreadsheet programs read it as UTF-8. */
export const byteOrderMark = '\uFEFF'
