import { ipcMain, type WebContents, type WebFrameMain } from 'electron'
import { err, type Result } from '../shared/errors.ts'

/** Larger than any form and far smaller than what could hurt: inputs are fields, never files. */
const largestInput = 4 * 1024 * 1024

/** Only the main frame of our own pages may call. `.origin` would be 'null' for every custom scheme. */
const isAppFrame = (frame: WebFrameMain | null): boolean => {
  if (!frame || frame.parent) return false
  const url = URL.parse(frame.url)
  return url?.protocol === 'app:' && url.host === 'waypost'
}

const isSmall = (input: unknown): boolean => {
  try {
    return (JSON.stringify(input) ?? '').length <= largestInput
  } catch {
    return false
  }
}

/** The only door from a window: checks who calls, bounds what comes, and hands it on. */
export const routeCalls = (
  route: (name: string, input: unknown, sender: WebContents) => Promise<Result<unknown>>,
): void => {
  ipcMain.handle('call', async (event, name: unknown, input: unknown): Promise<Result<unknown>> => {
    if (!isAppFrame(event.senderFrame)) return err({ kind: 'forbidden' })
    if (typeof name !== 'string') return err({ kind: 'unknownCall' })
    if (!isSmall(input)) return err({ kind: 'invalid', issues: [{ path: [], code: 'too_large' }] })
    return await route(name, input, event.sender)
  })
}
