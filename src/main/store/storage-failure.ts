import { Failure } from '../../shared/errors.ts'

/**
 * Turns what SQLite throws into a `storage` failure, and leaves every other error as it is. It goes by the code alone,
 * because dispatch serves threads in which the native module is not loaded.
 */
export const storageFailure = (error: unknown): unknown => {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error
  const code = error.code
  const reason =
    code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')
      ? 'damaged'
      : code === 'SQLITE_FULL'
        ? 'full'
        : code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')
          ? 'busy'
          : code.startsWith('SQLITE_IOERR') || code.startsWith('SQLITE_CANTOPEN') || code === 'SQLITE_READONLY'
            ? 'unreadable'
            : undefined
  return reason === undefined ? error : new Failure({ kind: 'storage', reason })
}
