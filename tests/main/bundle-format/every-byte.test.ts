import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { writeBundle } from '../../../src/main/bundles/format/write.ts'
import { cutEverywhere, flipEachByte, outcomeOf, type Trial } from './every-byte.ts'
import { makeOps, newFolder, readInput, writeInput } from './sample.ts'

/** Every byte is tried by `npm run soak:bundle`; here each fifth, beginning elsewhere each time. */
const every = Number(process.env['WAYPOST_EVERY'] ?? 5)
const from = Math.floor(Math.random() * every)

const expectRefused = (trial: Trial): void => {
  expect(trial.accepted).toBe(0)
  expect(trial.right / trial.tries, trial.wrong.slice(0, 20).join('\n')).toBeGreaterThanOrEqual(0.99)
}

test.each([
  ['beside its sidecar', true],
  ['alone', false],
])(
  `a small bundle %s: changed bytes and cuts are refused with the right class (from byte ${from})`,
  async (_, sidecar) => {
    const { file } = await writeBundle(writeInput(await newFolder(), makeOps(2)))
    const whole = await readFile(file)
    expectRefused(await flipEachByte(file, whole, readInput, { every, from, sidecar }))
    expectRefused(await cutEverywhere(file, whole, readInput, { every, from, sidecar }))
    expect(await outcomeOf(file, readInput)).not.toBe('accepted')
  },
  300_000,
)
