import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { openOffice, type TestOffice } from '../open-office.ts'

const fixtures = path.join(import.meta.dirname, '../../fixtures/stores')
const released = readdirSync(fixtures, { withFileTypes: true }).filter((entry) => entry.isDirectory())

let office: TestOffice | undefined
let folder = ''
afterEach(async () => {
  await office?.close()
  rmSync(folder, { recursive: true, force: true })
})

test.each(released.map(({ name }) => name))('an office of %s opens with everything in it', async (name) => {
  folder = mkdtempSync(path.join(tmpdir(), 'waypost-released-'))
  cpSync(path.join(fixtures, name), folder, { recursive: true })
  office = await openOffice({ folder, setUp: false })
  await office.unlock()

  const list = await office.get('households.list', {
    filter: {},
    sort: 'number',
    descending: false,
    offset: 0,
    limit: 10,
  })
  expect(list.total).toBe(1)
  const file = await office.get('households.get', { id: list.rows[0]?.id ?? '' })
  expect(file.household.phone).toBe('07701234567')
  expect(file.members.map(({ given }) => given)).toEqual([
    { ar: 'زهرة', la: 'Zahra' },
    { ar: 'سارة', la: 'Sara' },
  ])
  expect(file.displacements).toMatchObject([{ left: '2014-06', fromUnknown: 'Mosul' }])
  expect(await office.get('projects.list', { offset: 0, limit: 10 })).toMatchObject({ total: 1 })
  expect(await office.get('cases.list', { offset: 0, limit: 10 })).toMatchObject({ total: 1 })
})
