import { z } from 'zod'
import { bundlePreview, type BundlePreview } from '../../shared/contract/exchange.ts'
import type { VerifiedBundle } from './format/read.ts'

/** What a journal row of a bundle read here keeps, so that applying can go on after a crash. */
const readDetails = z.strictObject({
  /** File name in the inbox; random, so that it tells nothing. */
  inbox: z.string(),
  /** The file's own key, in hexadecimal; it stays inside the encrypted store. */
  fileKey: z.string(),
  header: z.custom<VerifiedBundle['header']>(),
  hashes: z.array(z.tuple([z.string(), z.string()])),
  preview: bundlePreview,
})

export const packDetails = (inbox: string, verified: VerifiedBundle, preview: BundlePreview): string =>
  JSON.stringify({
    inbox,
    fileKey: Buffer.from(verified.fileKey).toString('hex'),
    header: verified.header,
    hashes: [...verified.hashes],
    preview,
  })

/** Restores what reading the operations of an already verified bundle needs. */
export const unpackDetails = (text: string): { inbox: string; verified: VerifiedBundle; preview: BundlePreview } => {
  const { inbox, fileKey, header, hashes, preview } = readDetails.parse(JSON.parse(text))
  return {
    inbox,
    preview,
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
