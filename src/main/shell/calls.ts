import { app, BrowserWindow, type WebContents } from 'electron'
import { contract } from '../../shared/contract/index.ts'
import type { shell } from '../../shared/contract/documents.ts'
import type { ParsedInputOf, OutputOf } from '../../shared/contract/call.ts'
import { fail, type Result } from '../../shared/errors.ts'
import { dispatch } from '../dispatch.ts'
import type { StoreClient } from '../store/client.ts'
import { chooseFile, readSmallText, saveAs } from './chosen-files.ts'
import { pageCount, printed, printReady } from './printing.ts'

export interface ShellContext {
  readonly store: StoreClient
  readonly lock: () => Promise<void>
  readonly sender: WebContents
}

type ShellCalls = typeof shell
type ShellHandlers = {
  [N in keyof ShellCalls]: (
    ctx: ShellContext,
    input: ParsedInputOf<ShellCalls[N]>,
  ) => Promise<OutputOf<ShellCalls[N]>> | OutputOf<ShellCalls[N]>
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
    return { saved: await saveAs(windowOf(ctx.sender), `${number}.pdf`, pdf, { name: 'PDF', extensions: ['pdf'] }) }
  },
  'print.print': async (_ctx, { documentId }) => {
    const { window } = await printed(documentId)
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
  'app.printWindow': (ctx) => {
    ctx.sender.print({ silent: false, printBackground: true })
    return {}
  },
}

/** Serves the calls that belong to windows and dialogs, behind the same dispatch as all others. */
export const shellCall = async (name: string, input: unknown, ctx: ShellContext): Promise<Result<unknown>> =>
  await dispatch({ contract, handlers, ctx, user: ctx.store.user(), announce: () => undefined }, name, input)
