import { writeFile } from 'node:fs/promises'
import { registrationRows } from '../scripts/fixtures/rows.ts'
import { districts, registration } from '../scripts/fixtures/workbooks.ts'
import { generateOffice, type GeneratedHousehold } from './iraq/index.ts'

/** Writes a registration workbook with at least this many rows, households and individuals together. */
export const writeWorkbook = async (file: string, wanted: number): Promise<{ file: string; rows: number }> => {
  const households: GeneratedHousehold[] = []
  let rows = 0
  // Another seed than the office's: nobody in the workbook is on record already.
  for (const made of generateOffice({ seed: 4711, households: wanted, startYear: 2024, places: districts() })) {
    households.push(made)
    rows += 1 + made.members.length
    if (rows >= wanted) break
  }
  await writeFile(file, new Uint8Array(await registration(registrationRows(households)).xlsx.writeBuffer()))
  return { file, rows }
}
