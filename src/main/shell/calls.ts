import { app, BrowserWindow, type WebContents } from 'electron'
import { attachments, type attachmentShell } from '../../shared/contract/attachments.ts'
import { audit, type auditShell } from '../../shared/contract/audit.ts'
import { contract } from '../../shared/contract/index.ts'
import type { shell } from '../../shared/contract/documents.ts'
import type { ParsedInputOf, OutputOf } from '../../shared/contract/call.ts'
import { fail, type Result } from '../../shared/errors.ts'
import { dispatch } from '../dispatch.ts'
import type { StoreClient } from '../store/client.ts'
import { chooseAttachments, chooseFile, chooseTarget, readSmallText, saveAs } from './chosen-files.ts'
import { pageCount, printed, printReady } from './printing.ts'

export interface ShellContext {
  readonly store: StoreClient
  readonly lock: () => Promise<void>
  readonly sender: WebContents
}

type ShellCalls = typeof shell & typeof attachmentShell & typeof auditShell
type ShellHandlers = {
  [N in keyof ShellCalls]: (
    ctx: ShellContext,
    input: ParsedInputOf<ShellCalls[N]>,
  ) => Promise<OutputOf<ShellCalls[N]>> | OutputOf<ShellCalls[N]>
}

const endings: Readonly<Record<string, string>> = { 'image/jpeg': 'jpg', 'application/pdf': 'pdf', 'text/plain': 'txt' }

/** A row in the activity log, before a paper leaves: when it cannot be written, nothing is printed or saved. */
const noteFirst = async (ctx: ShellContext, name: string, input: unknown): Promise<void> => {
  const answer = await ctx.store.call(name, input)
  if (!answer.ok) fail(answer.error)
}

const windowOf = (sender: WebContents): BrowserWindow =>
  BrowserWindow.fromWebContents(sender) ?? fail({ kind: 'notFound', record: 'window', id: '' })

const handlers: ShellHandlers = {
  'print.preview': async (_ctx, { documentId }) => {
    const { pdf } = await printed(documentId)
    return { pdf, pages: pageCount(pdf) }
  },
  'print.ready': (_ctx, { documentId, number }) => {
    printReady(documentId, number)
    return {}
  },
  'print.save': async (ctx, { documentId }) => {
    const { pdf, number } = await printed(documentId)
    const first = () => noteFirst(ctx, 'documents.noteOutput', { documentId, how: 'save' })
    const filter = { name: 'PDF', extensions: ['pdf'] }
    return { saved: await saveAs(windowOf(ctx.sender), `${number}.pdf`, pdf, filter, first) }
  },
  'print.print': async (ctx, { documentId }) => {
    const { window } = await printed(documentId)
    await noteFirst(ctx, 'documents.noteOutput', { documentId, how: 'print' })
    // The system's own dialog: silent printing has a record of blank pages.
    window.webContents.print({ silent: false, printBackground: true })
    return {}
  },
  'files.choose': async (ctx, { purpose }) =>
    await chooseFile(windowOf(ctx.sender), purpose, (token, path) => {
      ctx.store.setPath(token, path)
    }),
  'files.readCard': async (_ctx, { file }) => ({ text: await readSmallText(file, 20_000) }),
  'files.saveCard': async (ctx, { text, suggestedName }) => ({
    saved: await saveAs(windowOf(ctx.sender), suggestedName, new TextEncoder().encode(text), {
      name: 'Waypost',
      extensions: ['json'],
    }),
  }),
  'attachments.choose': async (ctx) =>
    await chooseAttachments(windowOf(ctx.sender), (token, path) => {
      ctx.store.setPath(token, path)
    }),
  'attachments.saveCopy': async (ctx, input) => {
    const answer = await ctx.store.call('attachments.export', input)
    if (!answer.ok) return fail(answer.error)
    const { mediaType, bytes } = attachments['attachments.export'].output.parse(answer.value)
    const ending = endings[mediaType] ?? 'bin'
    // Nothing of the record goes into a file's name; the person writes a better one.
    return {
      saved: await saveAs(windowOf(ctx.sender), `waypost.${ending}`, bytes, { name: ending, extensions: [ending] }),
    }
  },
  'audit.saveCopy': async (ctx, input) => {
    const filter = { name: 'CSV', extensions: ['csv'] }
    const file = await chooseTarget(windowOf(ctx.sender), 'waypost-activity-log.csv', filter, (token, path) => {
      ctx.store.setPath(token, path)
    })
    if (file === null) return null
    const answer = await ctx.store.call('audit.export', { ...input, file })
    return answer.ok ? audit['audit.export'].output.parse(answer.value) : fail(answer.error)
  },
  'app.lock': (ctx) => {
    // Answered first: the window that asked is destroyed by the lock.
    setImmediate(() => void ctx.lock())
    return {}
  },
  'app.quit': () => {
    setImmediate(() => {
      app.quit()
    })
    return {}
  },
  'app.printWindow': async (ctx) => {
    if (ctx.store.user()) await noteFirst(ctx, 'accounts.noteSheet', {})
    ctx.sender.print({ silent: false, printBackground: true })
    return {}
  },
}

/** Serves the calls that belong to windows and dialogs, behind the same dispatch as all others. */
export const shellCall = async (name: string, input: unknown, ctx: ShellContext): Promise<Result<unknown>> =>
  await dispatch({ contract, handlers, ctx, user: ctx.store.user(), announce: () => undefined }, name, input)
