import { Failure } from '../../shared/errors.ts'

/**
 * Turns what SQLite or the file system throws into a `storage` failure, and leaves every other error as it is. It goes by the code alone,
 * because dispatch serves threads in which the native module is not loaded.
 */
export const storageFailure = (error: unknown): unknown => {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error
  const reason = reasonOf(error.code)
  return reason === undefined ? error : new Failure({ kind: 'storage', reason })
}

function reasonOf(code: string): string | undefined {
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) return 'damaged'
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') return 'full'
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return 'busy'
  // Virus scanners and synchronisation hold files for a moment on Windows.
  if (code === 'EBUSY' || code === 'EPERM' || code === 'EACCES') return 'held'
  if (code.startsWith('SQLITE_IOERR') || code.startsWith('SQLITE_CANTOPEN')) return 'unreadable'
  if (code === 'SQLITE_READONLY' || code === 'EIO' || code === 'EROFS') return 'unreadable'
  return undefined
}
