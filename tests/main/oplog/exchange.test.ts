import { expect, test } from 'vitest'
import { checkExchange } from './exchange.ts'

/** More of it runs in `npm run soak:bundle`; `npm run soak:mutants` shows that it notices a broken merge. */
test.each([3, 4, 5])(
  '%i offices agree in the end, lose nothing and ask only about what they disagree on',
  async (offices) => {
    const { steps } = await checkExchange({ offices, runs: 60, steps: 40 })
    expect(steps).toBeGreaterThan(600)
  },
  240_000,
)
