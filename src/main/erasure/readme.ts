import { smallest } from './tables.ts'

interface About {
  readonly at: Date
  readonly files: readonly { readonly name: string; readonly rows: number }[]
  readonly merged: number
  readonly left: number
  readonly medical: boolean
}

/** What goes with the tables, for whoever gets them: what they are, and what is not in them. */
export const readmeText = ({ at, files, merged, left, medical }: About): string =>
  [
    'Statistics copy',
    '===============',
    '',
    `Made on ${at.toISOString().slice(0, 10)}.`,
    '',
    'Files:',
    ...files.map(({ name, rows }) => `- ${name}: ${rows} rows`),
    '',
    'Left out on purpose:',
    '- names, record numbers and every other identifier',
    '- phone numbers, papers and addresses',
    '- notes and all other free text',
    '- dates: years and age bands stand for them',
    '- places below the district',
    `- reasons of displacement and special needs${medical ? ', diagnoses and treatments' : ', and everything medical'}`,
    '- photos and papers',
    '- the order of registration: rows are shuffled',
    '',
    `Groups of fewer than ${smallest} people of one governorate, age band and sex are not shown apart:`,
    `in ${merged} rows columns were emptied to join a larger group, and ${left} rows were left out.`,
    'An empty cell means "not known, or too few to say".',
    '',
    'Places are given by their codes of the COD-AB list of Iraq; other columns by the codes of Waypost.',
    'Do not try to find out who somebody is, and do not join these tables with lists of names.',
    '',
  ].join('\r\n')
