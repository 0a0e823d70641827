import { z } from 'zod'
import { bundlePreview, type BundlePreview } from '../../shared/contract/exchange.ts'
import { kindOf } from './format/names.ts'
import type { VerifiedBundle } from './format/read.ts'

/** What a journal row of a bundle read here keeps, so that applying can go on after a crash. */
const readDetails = z.strictObject({
  /** File name in the inbox; random, so that it tells nothing. */
  inbox: z.string(),
  /** The file's own key, in hexadecimal; it stays inside the encrypted store. */
  fileKey: z.string(),
  header: z.custom<VerifiedBundle['header']>(),
  hashes: z.array(z.tuple([z.string(), z.string()])),
  /** For the eye: a preview of an earlier version may look different. */
  preview: z.unknown(),
})

export const packDetails = (inbox: string, verified: VerifiedBundle, preview: BundlePreview): string =>
  JSON.stringify({
    inbox,
    fileKey: Buffer.from(verified.fileKey).toString('hex'),
    header: verified.header,
    // A chunk is named after its hash, and there may be many thousands.
    hashes: [...verified.hashes].filter(([name]) => kindOf(name) !== 'chunk'),
    preview,
  })

/** What a bundle would have done when it was checked; null where an earlier version said less of it. */
export const previewIn = (text: string): BundlePreview | null => {
  const { preview } = readDetails.parse(JSON.parse(text))
  const known = bundlePreview.safeParse(preview)
  return known.success ? known.data : null
}

/** Restores what reading the operations of an already verified bundle needs. */
export const unpackDetails = (text: string): { inbox: string; verified: VerifiedBundle } => {
  const { inbox, fileKey, header, hashes } = readDetails.parse(JSON.parse(text))
  return {
    inbox,
    verified: {
      header,
      roster: { statements: [] },
      checkpoints: [],
      counts: header.counts,
      hashes: new Map(hashes),
      fileKey: new Uint8Array(Buffer.from(fileKey, 'hex')),
    },
  }
}
