import { mkdir, writeFile } from 'node:fs/promises'
import { workbooks } from './fixtures/workbooks.ts'
import { xlsform, xlsforms } from './fixtures/xlsforms.ts'
import { zipBomb } from './fixtures/zip-bomb.ts'
import { withoutTimes } from './fixtures/zip-times.ts'

// Writes the committed workbooks of the tests: `node scripts/make-fixtures.ts`.
const folder = new URL('../tests/fixtures/workbooks/', import.meta.url)
await mkdir(folder, { recursive: true })
for (const [name, make] of Object.entries(workbooks)) {
  await writeFile(new URL(name, folder), withoutTimes(new Uint8Array(await make().xlsx.writeBuffer())))
}
await writeFile(new URL('not-a-workbook.xlsx', folder), 'This is text with the name of a workbook.\n')
await writeFile(new URL('zip-bomb.xlsx', folder), zipBomb())

const forms = new URL('../tests/fixtures/xlsforms/', import.meta.url)
await mkdir(forms, { recursive: true })
for (const [name, sheets] of Object.entries(xlsforms)) {
  await writeFile(new URL(name, forms), withoutTimes(new Uint8Array(await xlsform(sheets).xlsx.writeBuffer())))
}
