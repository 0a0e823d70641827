import { parse } from 'csv-parse'
import { withFile } from '../with-file.ts'
import {
  DecryptionError,
  EncryptedFileError,
  HucreError,
  readOds,
  readXls,
  readXlsb,
  readXlsx,
  type ReadOptions,
  type Workbook,
} from 'hucre'
import { readFile, stat } from 'node:fs/promises'
import { Failure, fail } from '../../shared/errors.ts'
import { checkZip, zipLimits } from './zip-check.ts'

/** The only module that knows the spreadsheet library; everything else sees plain sheets. */

export type CellValue = string | number | boolean | Date | null
export interface RawSheet {
  readonly name: string
  /** Row 0 is the first row of the sheet; empty rows are kept, so that row numbers match the spreadsheet program. */
  readonly rows: readonly (readonly CellValue[])[]
  /** `row,column` of every formula cell, counted from 0. The value is the one the spreadsheet program last worked out. */
  readonly formulas: ReadonlySet<string>
}
export interface TableFile {
  readonly sheets: readonly string[]
  /** Reads one sheet; at most `maxRows` rows when given. */
  readonly read: (sheet: string, maxRows: number | null) => Promise<RawSheet>
}

export const fileLimits = { bytes: 100 * 1024 * 1024, cells: 10_000_000, rows: 300_000 } as const

const refused = (reason: string): never => fail({ kind: 'refused', reason })

/** Turns the library's errors into reasons a person can act on. */
const guarded = async <T>(read: () => Promise<T>): Promise<T> => {
  try {
    return await read()
  } catch (error) {
    if (error instanceof Failure) throw error
    if (error instanceof EncryptedFileError || error instanceof DecryptionError) return refused('encrypted')
    if (error instanceof HucreError && /zip bomb|exceeds/.test(error.message)) return refused('zip_bomb')
    // Everything else the reader meets is a file that is not what it says it is; its message may quote the contents.
    return refused('damaged')
  }
}

const toRaw = (workbook: Workbook, name: string): RawSheet => {
  const sheet = workbook.sheets.find((candidate) => candidate.name === name)
  if (sheet === undefined) return refused('damaged')
  let cells = 0
  for (const row of sheet.rows) cells += row.length
  if (cells > fileLimits.cells || sheet.rows.length > fileLimits.rows) return refused('too_large')
  const formulas = new Set<string>()
  for (const [at, { formula }] of sheet.cells ?? []) {
    // `=FALSE()` is how some programs write a plain no.
    if (formula !== undefined && !/^=?(?:true|false)\(\)$/i.test(formula)) formulas.add(at)
  }
  return { name, rows: sheet.rows, formulas }
}

type Read = (bytes: Uint8Array, options: ReadOptions) => Promise<Workbook>

const workbookFile = async (bytes: Uint8Array, read: Read): Promise<TableFile> => {
  const sheets: string[] = []
  const first = await guarded(() =>
    read(bytes, {
      sheets: (info) => {
        sheets.push(info.name)
        return false
      },
    }),
  )
  // A reader that knows no filter has answered the sheets themselves.
  if (sheets.length === 0) sheets.push(...first.sheets.map((sheet) => sheet.name))
  if (sheets.length === 0) return refused('empty')
  return {
    sheets,
    read: async (name, maxRows) => {
      const only = { sheets: [name], ...(maxRows === null ? {} : { maxRows }) }
      return toRaw(await guarded(() => read(bytes, only)), name)
    },
  }
}

/** UTF-8 with or without a mark, UTF-16 with one, else Windows Arabic, which older office programs write. */
const decodeText = (bytes: Uint8Array): string => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1256').decode(bytes)
  }
}

const separators = [',', ';', '\t', '|'] as const

/** The separator that the first line uses most. */
const separatorOf = (text: string): string => {
  const line = text.slice(0, Math.max(text.search(/[\r\n]/), 0) || 10_000)
  const count = (separator: string): number => line.split(separator).length
  return separators.reduce<string>((best, next) => (count(next) > count(best) ? next : best), ',')
}

const csvFile = (bytes: Uint8Array): TableFile => {
  // A text has no zero byte; a program or a picture has many.
  if (bytes.subarray(0, 4096).includes(0) && !(bytes[0] === 0xff && bytes[1] === 0xfe)) return refused('not_a_workbook')
  const text = decodeText(bytes)
  const delimiter = separatorOf(text)
  if (text.trim() === '') return refused('empty')
  // A table has columns; what has none is some other text.
  if (!text.slice(0, 10_000).includes(delimiter)) return refused('not_a_workbook')
  const read = async (name: string, maxRows: number | null): Promise<RawSheet> => {
    const rows: CellValue[][] = []
    const parser = parse(text, {
      delimiter,
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      max_record_size: 1024 * 1024,
      ...(maxRows === null ? {} : { to: maxRows }),
    })
    let cells = 0
    for await (const record of parser as AsyncIterable<string[]>) {
      cells += record.length
      if (cells > fileLimits.cells || rows.length >= fileLimits.rows) return refused('too_large')
      rows.push(record.map((cell) => (cell.trim() === '' ? null : cell)))
    }
    return { name, rows, formulas: new Set() }
  }
  return { sheets: ['csv'], read: (name, maxRows) => guarded(() => read(name, maxRows)) }
}

const startsWith = (bytes: Uint8Array, ...signature: number[]): boolean => signature.every((b, i) => bytes[i] === b)

/** Which zip it is, by the names in its list of contents: OpenDocument, binary Excel, or Excel. */
const zipReader = (bytes: Buffer): Read => {
  if (bytes.subarray(0, 120).includes('application/vnd.oasis.opendocument.spreadsheet')) return readOds
  if (bytes.includes('xl/workbook.bin')) return readXlsb
  if (bytes.includes('xl/workbook.xml') || bytes.includes('[Content_Types].xml')) return readXlsx
  return refused('not_a_workbook')
}

/** Opens a workbook or a CSV file by its content, whatever its name says. */
export const openTable = async (path: string): Promise<TableFile> => {
  const { size } = await stat(path).catch(() => refused('unreadable'))
  if (size === 0) return refused('empty')
  if (size > fileLimits.bytes) return refused('too_large')
  const head = Buffer.alloc(8)
  await withFile(path, 'r', async (file) => await file.read(head, 0, 8, 0))
  if (startsWith(head, 0x50, 0x4b, 3, 4)) {
    await checkZip(path, size, zipLimits)
    const bytes = await readFile(path)
    return workbookFile(bytes, zipReader(bytes))
  }
  const bytes = await readFile(path)
  if (startsWith(head, 0xd0, 0xcf, 0x11, 0xe0)) {
    // The old container holds both .xls and encrypted .xlsx; the latter names its stream in UTF-16.
    if (bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'))) return refused('encrypted')
    return workbookFile(bytes, readXls)
  }
  if (startsWith(head, 0x25, 0x50, 0x44, 0x46)) return refused('not_a_workbook')
  return csvFile(bytes)
}
