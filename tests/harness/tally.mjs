// Counts the tests of both runners from their reports and prints one line. Readable by an old Node.
import { readFileSync } from 'node:fs'

const read = (name) => {
  try {
    return JSON.parse(readFileSync(new URL(`../../reports/${name}.json`, import.meta.url), 'utf8'))
  } catch {
    return undefined // that runner did not get to its end
  }
}

let passed = 0
let failed = 0
const unit = read('vitest')
const ends = read('playwright')
// A file that does not even load counts as one failure: it has no tests to count.
const broken = unit
  ? unit.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
  : []
if (unit) {
  passed += unit.numPassedTests
  failed += unit.numFailedTests + broken.length
}
if (ends) {
  passed += ends.stats.expected + ends.stats.flaky
  failed += ends.stats.unexpected + ends.errors.length
}
if (!unit) console.error('vitest left no report')
if (!ends) console.error('playwright left no report')

console.log(`${passed} passed, ${failed} failed`)
if (failed > 0 || passed === 0 || !unit || !ends) process.exit(1)
