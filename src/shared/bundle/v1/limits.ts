// Frozen: every reader of format 1 enforces exactly these.

/** Caps of bundle format 1: a bundle beyond one is refused before the work is done. */
export const limits = {
  fileBytes: 2_000_000_000,
  ageHeaderBytes: 1024 * 1024,
  entries: 100_000,
  chunkBytes: 1024 * 1024,
  headerBytes: 1024 * 1024,
  /** roster.json, checkpoints.json and both manifests. */
  listBytes: 16 * 1024 * 1024,
  partPackedBytes: 16 * 1024 * 1024,
  partRawBytes: 64 * 1024 * 1024,
  /** What a writer puts into one part. */
  partRawTarget: 8 * 1024 * 1024,
  partRatio: 200,
  windowLog: 23,
  lineBytes: 1024 * 1024,
  depth: 8,
  scryptLogN: 20,
} as const
