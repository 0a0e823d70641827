import { open, rename } from 'node:fs/promises'

/** Writes a small file whole or not at all. */
export const writeSmall = async (file: string, content: Uint8Array): Promise<void> => {
  const partial = `${file}.partial`
  const handle = await open(partial, 'w')
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(partial, file)
}
