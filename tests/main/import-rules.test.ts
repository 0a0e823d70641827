import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const root = path.resolve('.')
const folder = mkdtempSync(path.join(tmpdir(), 'waypost-rules-'))
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** Runs the import rules on a small tree of its own and answers the names of the rules it breaks. */
const broken = (files: Readonly<Record<string, string>>): string[] => {
  const tree = mkdtempSync(path.join(folder, 'tree-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(tree, name)), { recursive: true })
    writeFileSync(path.join(tree, name), text)
  }
  const command = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')
  const config = path.join(root, '.dependency-cruiser.cjs')
  let output: string
  try {
    output = execFileSync(process.execPath, [command, '--config', config, '--output-type', 'json', 'src'], {
      cwd: tree,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  } catch (error) {
    output = (error as { stdout: string }).stdout
  }
  const { summary } = JSON.parse(output) as {
    summary: { violations: { rule: { name: string } }[]; totalCruised: number }
  }
  // A parser that cannot read the files passes over all of them, and then nothing is ever broken.
  expect(summary.totalCruised).toBeGreaterThan(0)
  return summary.violations.map((violation) => violation.rule.name)
}

describe('import rules', () => {
  it('are seen to fail on imports that are not allowed', () => {
    const rules = broken({
      'src/main/store/open.ts': 'export const a: number = 1\n',
      'src/shared/bad.ts': "import { a } from '../main/store/open.ts'\nexport const b = a\n",
      'src/renderer/bad.tsx': "import { a } from '../main/store/open.ts'\nexport const B = () => <p>{a}</p>\n",
      'src/main/households/bad.ts': "import { request } from 'node:https'\nexport const c = request\n",
      'src/main/people/bad.ts': "import { createHash } from 'node:crypto'\nexport const d = createHash\n",
    })
    expect(rules.toSorted()).toEqual(
      ['cryptography-in-one-place', 'no-network', 'renderer-stays-in-the-window', 'shared-is-pure'].toSorted(),
    )
  })

  it('pass what is allowed', () => {
    expect(
      broken({
        'src/shared/a.ts': 'export const a: number = 1\n',
        'src/main/store/open.ts': "import { a } from '../../shared/a.ts'\nexport const b = a\n",
      }),
    ).toEqual([])
  })
})
