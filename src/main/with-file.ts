import { open, type FileHandle } from 'node:fs/promises'

/** Opens a file for as long as `use` runs, and closes it whatever happens. */
export const withFile = async <T>(
  path: string,
  flags: 'r' | 'w+',
  use: (file: FileHandle) => Promise<T>,
): Promise<T> => {
  const file = await open(path, flags)
  try {
    return await use(file)
  } finally {
    await file.close()
  }
}
