import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // The specs in tests/e2e are Playwright's.
    include: ['tests/{shared,main,renderer}/**/*.test.{ts,tsx}'],
  },
})
