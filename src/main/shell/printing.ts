import type { BrowserWindow } from 'electron'
import { fail } from '../../shared/errors.ts'
import { openPrintWindow } from './windows.ts'

/*
 * A document is drawn by print.html in a hidden window, which reads it through the same bridge as any window, and
 * becomes a PDF in memory. No temporary file is written.
 */

interface Printed {
  readonly window: BrowserWindow
  readonly number: string
  readonly pdf: Uint8Array<ArrayBuffer>
}

/** A print window that never says it is ready holds a person up; this is how long we wait for it. */
const patienceMs = 30_000

const waiting = new Map<string, (number: string) => void>()
let current: { readonly documentId: string; readonly printed: Promise<Printed> } | undefined

const draw = async (documentId: string): Promise<Printed> => {
  const ready = new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error('the print window did not become ready'))
    }, patienceMs)
    waiting.set(documentId, (number) => {
      clearTimeout(timer)
      resolve(number)
    })
  })
  const window = openPrintWindow(documentId)
  try {
    const number = await ready
    const pdf = await window.webContents.printToPDF({
      preferCSSPageSize: true,
      printBackground: true,
      generateTaggedPDF: true,
      generateDocumentOutline: true,
    })
    return { window, number, pdf: new Uint8Array(pdf) }
  } catch (error) {
    window.destroy()
    throw error
  } finally {
    waiting.delete(documentId)
  }
}

/** Draws a prepared document, or answers the one already drawn. One document is kept at a time. */
export const printed = async (documentId: string): Promise<Printed> => {
  if (current?.documentId !== documentId) {
    await dropPrinted()
    current = { documentId, printed: draw(documentId) }
    current.printed.catch(() => {
      current = undefined
    })
  }
  return await current.printed
}

/** The print window has its fonts and pictures in place. */
export const printReady = (documentId: string, number: string): void => {
  const resolve = waiting.get(documentId)
  if (!resolve) fail({ kind: 'notFound', record: 'document', id: documentId })
  resolve?.(number)
}

/** Counts the pages of a PDF written by Chromium, whose page objects are not compressed. */
export const pageCount = (pdf: Uint8Array): number =>
  Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength)
    .toString('latin1')
    .match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0

/** Closes the hidden window and forgets the document. */
export const dropPrinted = async (): Promise<void> => {
  const last = current
  current = undefined
  const result = await last?.printed.catch(() => undefined)
  if (result && !result.window.isDestroyed()) result.window.destroy()
}
