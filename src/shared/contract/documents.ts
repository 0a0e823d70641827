import { z } from 'zod'
import { language } from '../codes/core.ts'
import { office } from '../records/office.ts'
import { recordId } from '../records/field.ts'
import { call, done, fileToken, nothing } from './call.ts'
import { cases } from './cases.ts'
import { households } from './households.ts'
import { projects } from './projects.ts'

/** A prepared document: what its record's own call answers, redacted for the person who prints it. */
export const document = z.strictObject({
  documentId: z.string(),
  language: z.enum(language.codes),
  number: z.string(),
  office: office.stored,
  printedBy: z.string(),
  printedAt: z.string(),
  hidden: z.array(z.string()),
  content: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('household'), data: households['households.get'].output }),
    z.strictObject({ kind: z.literal('project'), data: projects['projects.get'].output }),
    z.strictObject({ kind: z.literal('case'), data: cases['cases.get'].output }),
  ]),
})
export type PreparedDocument = z.infer<typeof document>

export const documents = {
  // Checks the right to print this record, writes the audit row, and keeps the document for the print window.
  'documents.prepare': call({
    input: z.strictObject({
      kind: z.enum(['household', 'project', 'case']),
      id: recordId,
      // The second language of the labels beside English.
      language: z.enum(language.codes),
    }),
    output: z.strictObject({ documentId: z.string() }),
    needs: 'document.print',
    changes: [],
  }),
  'documents.read': call({
    input: z.strictObject({ documentId: z.string().max(60) }),
    output: document,
    needs: 'document.print',
    changes: [],
  }),
  // Writes the audit row of a prepared document that leaves the screen; main makes it before it prints or saves.
  'documents.noteOutput': call({
    input: z.strictObject({ documentId: z.string().max(60), how: z.enum(['print', 'save']) }),
    output: done,
    needs: 'document.print',
    changes: [],
  }),
}

const documentId = z.strictObject({ documentId: z.string().max(60) })

/** Calls served in main itself: windows, dialogs, printing. They carry no records. */
export const shell = {
  'print.preview': call({
    input: documentId,
    output: z.strictObject({ pdf: z.instanceof(Uint8Array), pages: z.int() }),
    needs: 'document.print',
    changes: [],
    shell: true,
  }),
  // The print window says that fonts and pictures are in place.
  'print.ready': call({
    // The record number becomes the suggested file name; nothing else of the record may.
    input: z.strictObject({ documentId: z.string().max(60), number: z.string().regex(/^[A-Z0-9-]{1,40}$/) }),
    output: done,
    needs: 'document.print',
    changes: [],
    shell: true,
  }),
  'print.save': call({
    input: documentId,
    output: z.strictObject({ saved: z.boolean() }),
    needs: 'document.print',
    changes: [],
    shell: true,
  }),
  'print.print': call({ input: documentId, output: done, needs: 'document.print', changes: [], shell: true }),
  'files.choose': call({
    input: z.strictObject({ purpose: z.enum(['workbook', 'csv', 'bundle', 'card', 'invitation', 'folder']) }),
    // Null when the person closed the dialog.
    output: z.strictObject({ file: fileToken, name: z.string(), bytes: z.int() }).nullable(),
    // Before sign-in too: the backup of an office that does not open is on a stick.
    needs: 'anyone',
    changes: [],
    shell: true,
  }),
  // Office cards are small public texts: read and written whole.
  'files.readCard': call({
    input: z.strictObject({ file: fileToken }),
    output: z.strictObject({ text: z.string().max(20_000) }),
    needs: 'signedIn',
    changes: [],
    shell: true,
  }),
  'files.saveCard': call({
    input: z.strictObject({ text: z.string().max(20_000), suggestedName: z.string().regex(/^[a-z0-9-]{1,40}\.json$/) }),
    output: z.strictObject({ saved: z.boolean() }),
    needs: 'signedIn',
    changes: [],
    shell: true,
  }),
  'app.lock': call({ input: nothing, output: done, needs: 'anyone', changes: ['accounts'], shell: true }),
  'app.quit': call({ input: nothing, output: done, needs: 'anyone', changes: [], shell: true }),
  // The recovery sheet, drawn by the set-up screen itself, goes to the system's print dialog.
  'app.printWindow': call({ input: nothing, output: done, needs: 'anyone', changes: [], shell: true }),
}
