import { readdir, readFile } from 'node:fs/promises'
import { inflateRawSync } from 'node:zlib'
import ExcelJS from 'exceljs'
import { describe, expect, test } from 'vitest'
import { workbooks } from '../../scripts/fixtures/workbooks.ts'

const folder = new URL('../fixtures/workbooks/', import.meta.url)

const cells = (workbook: ExcelJS.Workbook): unknown =>
  workbook.worksheets.map((sheet) => {
    const found: [string, unknown][] = []
    sheet.eachRow((row) => row.eachCell((cell) => found.push([cell.address, cell.value])))
    return [sheet.name, found]
  })
const read = async (bytes: Uint8Array): Promise<ExcelJS.Workbook> => {
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load(new Uint8Array(bytes).buffer)
  return workbook
}
const open = async (name: string): Promise<ExcelJS.Workbook> => read(await readFile(new URL(name, folder)))

describe('the committed workbooks', () => {
  test.each(Object.keys(workbooks))('%s is what the script writes', async (name) => {
    const fresh = workbooks[name]?.()
    expect(fresh).toBeDefined()
    if (!fresh) return
    expect(cells(await open(name))).toEqual(cells(await read(new Uint8Array(await fresh.xlsx.writeBuffer()))))
  })

  test('no other file lies there', async () => {
    const others = ['README.md', 'not-a-workbook.xlsx', 'zip-bomb.xlsx']
    expect((await readdir(folder)).toSorted()).toEqual([...Object.keys(workbooks), ...others].toSorted())
  })

  test('the bomb is small and unpacks to 32 MB', async () => {
    const bytes = await readFile(new URL('zip-bomb.xlsx', folder))
    expect(bytes.length).toBeLessThan(100_000)
    const name = 'xl/worksheets/sheet1.xml'
    const sheet = inflateRawSync(bytes.subarray(bytes.indexOf(name) + name.length))
    expect(sheet.length).toBeGreaterThan(32 * 1024 * 1024)
  })
})

const column = (sheet: ExcelJS.Worksheet, name: string): ExcelJS.CellValue[] => {
  const header = Array.isArray(sheet.getRow(1).values) ? sheet.getRow(1).values : []
  const at = Array.isArray(header) ? header.indexOf(name) : -1
  return Array.from({ length: sheet.rowCount - 2 }, (_, i) => sheet.getRow(i + 3).getCell(at).value)
}

describe('registration-small.xlsx', () => {
  test('has the rows its description names', async () => {
    const workbook = await open('registration-small.xlsx')
    const households = workbook.getWorksheet('Households')
    const individuals = workbook.getWorksheet('Individuals')
    if (!households || !individuals) throw new Error('sheets are missing')
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(['Export Summary', 'Households', 'Individuals'])
    expect(households.getRow(2).hasValues).toBe(false)
    expect([households.rowCount, individuals.rowCount]).toEqual([22, 80])
    expect([households.columnCount, individuals.columnCount]).toEqual([72, 69])

    const rowsWhere = (sheet: ExcelJS.Worksheet, name: string, is: (value: ExcelJS.CellValue) => boolean): number[] =>
      column(sheet, name).flatMap((value, i) => (is(value) ? [i + 3] : []))
    expect(rowsWhere(households, 'residence_status_h_c', (value) => value === null)).toEqual([22])
    expect(
      rowsWhere(households, 'admin2_h_c', (value) => !/^IQG\d\dQ(?!99)\d\d$/.test(JSON.stringify(value).slice(1, -1))),
    ).toEqual([7, 14])
    expect(rowsWhere(individuals, 'birth_date_i_c', (value) => typeof value === 'string')).toEqual([8])
    expect(rowsWhere(individuals, 'full_name_i_c', (value) => value === null)).toEqual([16])

    const ids = column(households, 'household_id')
    expect(new Set(ids).size).toBe(20)
    expect(new Set(column(individuals, 'age')).size).toBe(78)
    // Every household but the last has its members, one of them the head.
    const heads = column(individuals, 'primary_collector_id').filter((id) => id !== null)
    expect(heads).toEqual(ids.slice(0, 19))
    expect(column(individuals, 'household_id').every((id) => ids.slice(0, 19).includes(id))).toBe(true)
  })
})
