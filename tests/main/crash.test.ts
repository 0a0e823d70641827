import { beforeAll, expect, test } from 'vitest'
import { builtEntry } from '../harness/built.ts'
import { crashes } from '../soak/crashes.ts'
import { scenarios } from '../soak/scenarios.ts'

let entry = ''
beforeAll(async () => {
  entry = await builtEntry('tests/soak/child.ts')
})

/** The long run of this is `npm run soak:crash`. */
test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
  'killed in the middle of it, nothing that was promised is lost and nothing is torn: %s',
  { timeout: 300_000 },
  async (_name, scenario) => {
    const toll = await crashes(entry, scenario, (tries) => tries < 2)
    expect(toll).toMatchObject({ tries: 2, lost: 0, damaged: [] })
  },
)
