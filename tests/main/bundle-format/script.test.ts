import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { writeBundle } from '../../../src/main/bundles/format/write.ts'
import { makeOps, newFolder, receiver, senderKey, writeInput } from './sample.ts'

let folder = ''
let file = ''
let identity = ''
beforeEach(async () => {
  folder = await newFolder()
  file = (await writeBundle(writeInput(folder, makeOps(7)))).file
  identity = path.join(folder, 'key.txt')
  await writeFile(identity, `# a comment\n${receiver.identity}\n`)
})

describe('npm run bundle', () => {
  const run = (args: string[], input = '') =>
    spawnSync(process.execPath, ['scripts/bundle.ts', ...args], { encoding: 'utf8', input })

  test('tells what is in a bundle, and no values', async () => {
    const shown = run(['inspect', file, '--identity', identity, '--office', 'HQ', '--sender', senderKey])
    expect(shown.stderr).toBe('')
    expect(shown.status).toBe(0)
    expect(shown.stdout).toContain('household create: 7')
    expect(shown.stdout).toContain('roster: 1 of 1 signatures hold')
    expect(shown.stdout).not.toContain('Nadia')
    const verified = run(['verify', file, '--identity', identity, '--office', 'HQ'])
    expect(verified).toMatchObject({ status: 0, stderr: '' })
    expect(verified.stdout).not.toContain('household')
    expect(run(['verify', file, '--identity', identity])).toMatchObject({
      status: 1,
      stderr: 'The bundle is for: HQ. Name one of them with --office.\n',
    })
    const other = run(['verify', file, '--identity', identity, '--office', 'HQ', '--sender', 'ab'.repeat(32)])
    expect(other).toMatchObject({ status: 1, stderr: 'UNKNOWN_SENDER: device d-1\n' })
    await writeFile(file, 'nothing')
    expect(run(['verify', file, '--identity', identity, '--office', 'HQ'])).toMatchObject({
      status: 1,
      stderr: 'NOT_A_BUNDLE: the first line is another\n',
    })
  }, 60_000)

  test('without a key tells what can be seen from outside', async () => {
    const { length } = await readFile(file)
    expect(run(['inspect', file])).toMatchObject({
      status: 0,
      stderr: '',
      stdout: `${length} bytes, encrypted to 1 key\nsidecar: fits\n`,
    })
    await writeFile(file, (await readFile(file)).fill(0, length - 1))
    expect(run(['inspect', file]).stdout).toContain('sidecar: another hash')
    rmSync(`${file}.sha256`)
    expect(run(['inspect', file]).stdout).toContain('sidecar: none')
    await writeFile(file, 'PK')
    expect(run(['inspect', file])).toMatchObject({ status: 1, stderr: 'NOT_A_BUNDLE: the first line is another\n' })
    expect(run(['verify', file]).status).toBe(2)
    expect(run(['explain', file]).status).toBe(2)
  }, 60_000)

  test('opens one under a passphrase, which it reads from its input', async () => {
    const input = { ...writeInput(await newFolder(), makeOps(2)), recipients: [], passphrase: 'copper lantern' }
    const { file: locked } = await writeBundle(input)
    expect(run(['inspect', locked]).stdout).toContain('encrypted to a passphrase (2^18)')
    const verify = ['verify', locked, '--passphrase', '--office', 'HQ']
    expect(run(verify, 'copper lantern\n')).toMatchObject({ status: 0, stderr: '' })
    expect(run(verify, 'copper lamp\n').stderr).toContain('WRONG_PASSPHRASE')
  }, 60_000)
})

const tools = ['age', 'tar', 'zstd', 'sha256sum', 'sh']
const missing = tools.filter((name) => spawnSync(name, ['--version']).error !== undefined)

// Skipped, with their names, where one of the programs is not installed: Debian's packages age and zstd.
test.skipIf(missing.length > 0)(
  `age, tar, zstd and sha256sum open and prove a bundle${missing.map((name) => `, but ${name} is not here`).join('')}`,
  async () => {
    const page = await readFile('docs/bundle-format.md', 'utf8')
    const commands = /By hand, it opens like this:\n\n```\n(.*?)```/s.exec(page)?.[1] ?? ''
    expect(commands.split('\n').filter((line) => line !== '')).toHaveLength(4)
    const work = path.join(folder, 'work')
    mkdirSync(work)
    writeFileSync(path.join(work, 'key.txt'), await readFile(identity))
    writeFileSync(path.join(work, 'wp-1f0a3b5c-1of1.bundle'), await readFile(file))
    // As they stand in docs/bundle-format.md, one after the other.
    const ran = spawnSync('sh', ['-e'], { cwd: work, encoding: 'utf8', input: commands })
    expect(ran).toMatchObject({ status: 0, stderr: '' })
    expect(ran.stdout).toContain('data/header.json: OK')
    expect(ran.stdout).toContain('manifest-sha256.txt: OK')
    const lines = ran.stdout.split('\n').filter((line) => line.startsWith('{'))
    expect(lines.map((line) => (JSON.parse(line) as { n: number }).n)).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect(readdirSync(path.join(work, 'bag')).toSorted()).toContain('signature.json')
    const beside = spawnSync('sha256sum', ['-c', `${path.basename(file)}.sha256`], { cwd: folder, encoding: 'utf8' })
    expect(beside.stdout).toBe(`${path.basename(file)}: OK\n`)
  },
  60_000,
)
