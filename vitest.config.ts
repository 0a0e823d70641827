import { defineConfig } from 'vitest/config'

export default defineConfig({
  // The decoders of pictures are built into the program: see docs/adr/0011.
  assetsInclude: ['**/*.wasm'],
  test: {
    // The specs in tests/e2e are Playwright's.
    // Two busy cores and real encryption: a slow machine is not a failed test.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Left to itself it keeps one of two cores free, and the run takes twice as long.
    maxWorkers: 2,
    include: ['tests/{shared,main,renderer}/**/*.test.{ts,tsx}'],
  },
})
