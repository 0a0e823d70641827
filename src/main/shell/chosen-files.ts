import { open, readFile, rename, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { dialog, type BrowserWindow, type FileFilter } from 'electron'
import { randomBytes } from '../crypto/random.ts'
import { mostFiles } from '../../shared/contract/attachments.ts'
import { fail } from '../../shared/errors.ts'

/*
 * Paths never cross into a window: a dialog answers a token, and main tells the workers which path it stands for.
 */

type Purpose = 'workbook' | 'csv' | 'bundle' | 'card' | 'invitation' | 'folder'

const filters: Readonly<Record<Purpose, FileFilter[]>> = {
  workbook: [{ name: 'Excel', extensions: ['xlsx', 'xlsm', 'xls', 'ods'] }],
  csv: [{ name: 'CSV', extensions: ['csv', 'txt'] }],
  bundle: [{ name: 'Waypost', extensions: ['bundle'] }],
  card: [{ name: 'Waypost', extensions: ['json'] }],
  invitation: [{ name: 'Waypost', extensions: ['waypost'] }],
  folder: [],
}

const paths = new Map<string, string>()

/** Asks a person for a file or folder; null when they close the dialog. `announce` tells the workers the path. */
export const chooseFile = async (
  window: BrowserWindow,
  purpose: Purpose,
  announce: (token: string, path: string) => void,
): Promise<{ file: string; name: string; bytes: number } | null> => {
  const folder = purpose === 'folder'
  const answer = await dialog.showOpenDialog(window, {
    properties: folder ? ['openDirectory', 'createDirectory'] : ['openFile'],
    filters: filters[purpose],
  })
  const chosen = answer.filePaths[0]
  if (answer.canceled || chosen === undefined) return null
  const about = await stat(chosen)
  const token = randomBytes(16).toString('hex')
  paths.set(token, chosen)
  announce(token, chosen)
  return { file: token, name: path.basename(chosen), bytes: folder ? 0 : about.size }
}

const pathOf = (token: string): string => paths.get(token) ?? fail({ kind: 'notFound', record: 'file', id: token })

/** Asks a person for photos and papers; an empty list when they close the dialog. */
export const chooseAttachments = async (
  window: BrowserWindow,
  announce: (token: string, path: string) => void,
): Promise<{ file: string; name: string; bytes: number }[]> => {
  const answer = await dialog.showOpenDialog(window, {
    properties: ['openFile', 'multiSelections'],
    filters: [{ name: 'JPEG, PNG, WebP, PDF, TXT', extensions: ['jpg', 'jpeg', 'png', 'webp', 'pdf', 'txt'] }],
  })
  if (answer.canceled) return []
  const chosen = []
  for (const file of answer.filePaths.slice(0, mostFiles)) {
    const token = randomBytes(16).toString('hex')
    paths.set(token, file)
    announce(token, file)
    chosen.push({ file: token, name: path.basename(file), bytes: (await stat(file)).size })
  }
  return chosen
}

/** Reads a small public text, such as an office card. */
export const readSmallText = async (token: string, maxBytes: number): Promise<string> => {
  const file = pathOf(token)
  if ((await stat(file)).size > maxBytes) fail({ kind: 'refused', reason: 'not_a_card' })
  return await readFile(file, 'utf8')
}

/** Asks where a worker is to write; the token of the path, or null when the dialog was closed. */
export const chooseTarget = async (
  window: BrowserWindow,
  suggestedName: string,
  filter: FileFilter,
  announce: (token: string, path: string) => void,
): Promise<string | null> => {
  const answer = await dialog.showSaveDialog(window, { defaultPath: suggestedName, filters: [filter] })
  if (answer.canceled || answer.filePath === '') return null
  const token = randomBytes(16).toString('hex')
  paths.set(token, answer.filePath)
  announce(token, answer.filePath)
  return token
}

/**
 * Asks where to save and writes whole or not at all; false when the dialog was closed. `first` comes before the first
 * byte: what has to be noted is noted, or nothing is written.
 */
export const saveAs = async (
  window: BrowserWindow,
  suggestedName: string,
  content: Uint8Array,
  filter: FileFilter,
  first?: () => Promise<void>,
): Promise<boolean> => {
  const answer = await dialog.showSaveDialog(window, { defaultPath: suggestedName, filters: [filter] })
  if (answer.canceled || answer.filePath === '') return false
  await first?.()
  const partial = `${answer.filePath}.partial`
  await writeFile(partial, content)
  const handle = await open(partial, 'r+')
  await handle.sync()
  await handle.close()
  await rename(partial, answer.filePath)
  return true
}

/** Forgets every chosen path, at lock. */
export const forgetFiles = (): void => {
  paths.clear()
}
