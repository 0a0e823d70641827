import { rename } from 'node:fs/promises'
import { asStorage } from '../bundles/format/safe-file.ts'
import { withFile } from '../with-file.ts'

/** Writes a small file whole or not at all. */
export const writeSmall = async (file: string, content: Uint8Array): Promise<void> => {
  const partial = `${file}.partial`
  try {
    await withFile(partial, 'w+', async (handle) => {
      await handle.writeFile(content)
      await handle.sync()
    })
    await rename(partial, file)
  } catch (error) {
    throw asStorage(error)
  }
}
