/** Why a key, a passphrase or a sealed value was refused. */
export type KeyErrorCode =
  | 'WRONG_PASSPHRASE'
  | 'NO_SUCH_SLOT'
  | 'NO_ACCESS'
  | 'WEAK_PARAMETERS'
  | 'TAMPERED'
  | 'MISSING'
  | 'BAD_RECOVERY_KEY'
  | 'SLOT_EXISTS'
  | 'LAST_SLOT'
  | 'NOT_CANONICAL'
  | 'WRONG_KEY'
  | 'REKEYING'

/** Thrown by main/crypto; the message names what failed and carries no secret. */
export class KeyError extends Error {
  readonly code: KeyErrorCode
  constructor(code: KeyErrorCode, message: string) {
    super(`${code}: ${message}`)
    this.name = 'KeyError'
    this.code = code
  }
}
