import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { localOffice, seededUser, seedOffice } from '../../bench/seed-office.ts'
import { household } from '../../src/shared/records/household.ts'
import { person } from '../../src/shared/records/person.ts'
import { fromRow } from '../../src/main/store/rows.ts'

const root = mkdtempSync(path.join(tmpdir(), 'waypost-seed-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const seed = async (name: string, number: number) => {
  const { seconds, ...counts } = await seedOffice({
    folder: path.join(root, name),
    households: 230,
    seed: number,
    progress: () => {},
  })
  expect(seconds).toBeGreaterThan(0)
  return counts
}

/** What an office holds: hash-free texts that do not depend on ids or times, and the numbers its home page would count. */
const contents = async (name: string) => {
  const office = localOffice(path.join(root, name))
  await office.get('accounts.unlock', { name: seededUser.user, passphrase: seededUser.passphrase })
  try {
    const { db, medical } = office.app.ctx('test')
    const households = (await db.selectFrom('household').selectAll().orderBy('number').execute()).map((row) =>
      fromRow(household, row),
    )
    const people = (await db.selectFrom('person').selectAll().orderBy('number').execute()).map((row) =>
      fromRow(person, row),
    )
    const count = async (sql: string) => {
      await Promise.resolve()
      return Number(office.app.stores().registry.raw.prepare(sql).pluck().get())
    }
    const broken = await count(
      'select count(*) from household where head is null or head not in (select id from person)',
    )
    const strangers = await count('select count(*) from person where household not in (select id from household)')
    const displacements = await count('select count(*) from displacement')
    const projects = await count('select count(*) from capProject')
    const steps = await count('select count(*) from capStep')
    const cases = await medical.selectFrom('evacuationCase').select('id').execute()
    return { households, people, broken, strangers, displacements, projects, steps, cases: cases.length }
  } finally {
    office.app.lock()
  }
}

test('the same seed makes the same office, another seed another one, and every record is valid', async () => {
  const first = await seed('first', 7)
  expect(await seed('second', 7)).toEqual(first)
  expect(await seed('third', 8)).not.toEqual(first)

  const held = await contents('first')
  expect(held.households).toHaveLength(230)
  expect(held.people).toHaveLength(first.people)
  expect(held).toMatchObject({
    broken: 0,
    strangers: 0,
    displacements: first.displacements,
    projects: 3,
    steps: 3,
    cases: 4,
  })
  for (const row of held.households) expect(household.stored.safeParse(row).error).toBeUndefined()
  for (const row of held.people) expect(person.stored.safeParse(row).error).toBeUndefined()

  const words = ({ people }: typeof held) => people.map(({ given, birth, phone }) => ({ given, birth, phone }))
  expect(words(await contents('second'))).toEqual(words(held))
})
