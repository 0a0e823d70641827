import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { Staging } from '../../../src/main/bundles/format/staging.ts'
import { newFolder } from './sample.ts'

test('what does not fit into memory waits encrypted, comes back whole and is removed', async () => {
  const folder = await newFolder()
  const staging = new Staging(folder, 1000)
  const parts = [1, 2, 3, 4].map((i) => Buffer.from(`clear text ${i} `.repeat(50)))
  for (const part of parts) await staging.add(part, 7)
  expect(staging.count).toBe(4)
  expect(staging.sizes).toMatchObject(parts.map((part) => ({ size: part.length, lines: 7 })))
  const [name = ''] = await readdir(folder)
  const written = await readFile(path.join(folder, name))
  expect(written.length).toBeGreaterThan(1000)
  expect(written.includes('clear')).toBe(false)
  for (const [i, part] of parts.entries()) expect((await staging.get(i)).equals(part)).toBe(true)
  await staging.discard()
  expect(await readdir(folder)).toEqual([])
})
