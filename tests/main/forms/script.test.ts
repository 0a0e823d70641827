import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'

describe('npm run xlsform', () => {
  const run = (...args: string[]) => spawnSync(process.execPath, ['scripts/xlsform.ts', ...args], { encoding: 'utf8' })

  test('tells what a workbook uses', () => {
    const shown = run('check', 'tests/fixtures/xlsforms/translations.xlsx')
    expect(shown).toMatchObject({ status: 0, stderr: '' })
    expect(shown.stdout).toContain('languages: English (en) [en], Arabic (ar) [ar], Kurdish Sorani [ckb]')
    expect(shown.stdout).toContain('types: select_one 1, text 1')
    expect(shown.stdout).toContain('accepted as "استمارة" (translations)')
    expect(run('check', 'tests/fixtures/xlsforms/calculations.xlsx').stdout).toContain(
      'functions: coalesce 1, concat 1,',
    )
  })

  test('tells what is unsupported, by row, and fails', () => {
    const shown = run('check', 'tests/fixtures/xlsforms/bad-unsupported.xlsx')
    expect(shown).toMatchObject({ status: 1, stderr: '' })
    expect(shown.stdout).toContain('unsupported: survey, row 6, calculation: pulldata(): this function')
    expect(shown.stdout).toContain('not accepted: 0 errors, 12 unsupported')
    const cycle = run('check', 'tests/fixtures/xlsforms/bad-cycle.xlsx')
    expect(cycle.status).toBe(1)
    expect(cycle.stdout).toContain(
      'error: survey, row 2, calculation: a → b → c → a (rows 2, 3, 4): these need each other',
    )
  })

  test('refuses what is no form, and a wrong call', () => {
    const other = run('check', 'tests/fixtures/workbooks/registration-small.xlsx')
    expect(other).toMatchObject({ status: 1, stdout: '' })
    expect(other.stderr).toContain('no XLSForm')
    expect(run('check', 'tests/fixtures/workbooks/zip-bomb.xlsx')).toMatchObject({
      status: 1,
      stderr: 'The file cannot be read: zip_bomb.\n',
    })
    expect(run('check', 'no-such-file.xlsx')).toMatchObject({
      status: 1,
      stderr: 'The file cannot be read: unreadable.\n',
    })
    expect(run('show').status).toBe(2)
  })
})
