/** Why a bundle was not accepted; docs/bundle-format.md says how each is decided. */
const bundleErrorCodes = [
  'NOT_A_BUNDLE',
  'CUT_SHORT',
  'DAMAGED',
  'WRONG_KEY',
  'WRONG_PASSPHRASE',
  'NOT_FOR_THIS_OFFICE',
  'UNKNOWN_SENDER',
  'REVOKED_SENDER',
  'BAD_SIGNATURE',
  'NEWER_FORMAT',
  'REFUSED_CONTENT',
  'MEDIA_UNRELIABLE',
] as const

/** One of the reasons for which a bundle is not accepted. */
export type BundleErrorCode = (typeof bundleErrorCodes)[number]

/** Thrown while a bundle is read; `detail` names a file or a rule, never a person's data. */
export class BundleError extends Error {
  readonly code: BundleErrorCode
  readonly detail: string
  constructor(code: BundleErrorCode, detail: string) {
    super(`${code}: ${detail}`)
    this.name = 'BundleError'
    this.code = code
    this.detail = detail
  }
}
