import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { writeBundle } from '../../../src/main/bundles/format/write.ts'
import { makeOps, newFolder, receiver, senderKey, writeInput } from './sample.ts'

test('the command line tells what is in a bundle, and no values', async () => {
  const folder = await newFolder()
  const { file } = await writeBundle(writeInput(folder, makeOps(7)))
  const identity = path.join(folder, 'key.txt')
  await writeFile(identity, `# a comment\n${receiver.identity}\n`)
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['scripts/bundle.ts', ...args, '--identity', identity], { encoding: 'utf8' })

  const shown = run('inspect', file, '--office', 'HQ', '--sender', senderKey)
  expect(shown.stderr).toBe('')
  expect(shown.stdout).toContain('household create: 7')
  expect(shown.stdout).toContain('roster: 1 of 1 signatures hold')
  expect(shown.stdout).not.toContain('Nadia')
  expect(run('verify', file).stderr).toContain('The bundle is for: HQ')
  expect(run('verify', file, '--office', 'HQ', '--sender', 'ab'.repeat(32)).stderr).toContain('UNKNOWN_SENDER')
  await writeFile(file, 'nothing')
  expect(run('verify', file, '--office', 'HQ')).toMatchObject({
    status: 1,
    stderr: 'NOT_A_BUNDLE: the first line is another\n',
  })
}, 60_000)
