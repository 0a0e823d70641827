import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

const folder = path.resolve(import.meta.dirname, '../../node_modules/electron')

/**
 * Answers the path of the installed Electron binary, or undefined. It looks at files only: importing the `electron`
 * package in plain Node would start a download.
 */
export const electronBinary = (): string | undefined => {
  const note = path.join(folder, 'path.txt')
  if (!existsSync(note)) return undefined
  const binary = path.join(folder, 'dist', readFileSync(note, 'utf8').trim())
  return existsSync(binary) ? binary : undefined
}
