import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  generateCases,
  generateHousehold,
  generateOffice,
  generateProjects,
  type GeneratedHousehold,
  type OfficeOptions,
  type PlaceOption,
} from '../../bench/iraq/index.ts'
import { registration } from '../../src/shared/contract/households.ts'
import { cases } from '../../src/shared/contract/cases.ts'
import { projects } from '../../src/shared/contract/projects.ts'
import { ageRange, certainlyBefore, isFuture } from '../../src/shared/dates/partial.ts'

const places: PlaceOption[] = readFileSync(new URL('../../resources/places/iraq-places.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [level, code = '', , nameEn = '', nameAr = ''] = line.split(',')
    return { level: Number(level), code, nameEn, nameAr }
  })
const office: OfficeOptions = { seed: 42, households: 1500, startYear: 2024, places }
const hash = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex')
const all = [...generateOffice(office)]
const people = all.flatMap(({ members }) => members)
const share = <T>(list: readonly T[], is: (item: T) => boolean): number => list.filter(is).length / list.length

describe('households', () => {
  test('the same seed gives the same office, another seed another one', () => {
    expect(hash([...generateOffice(office)])).toBe(hash(all))
    expect(hash([...generateOffice({ ...office, seed: 43 })])).not.toBe(hash(all))
  })

  test('a household does not depend on how many there are', () => {
    expect(generateHousehold({ ...office, households: 3 }, 1234)).toEqual(all[1234])
    expect([...generateOffice({ ...office, households: 2 })]).toEqual(all.slice(0, 2))
  })

  test('every household can be registered as it is', () => {
    for (const draft of all) expect(registration.safeParse(draft).error?.issues ?? []).toEqual([])
  })

  test('each has one head, who comes first, and no member before birth', () => {
    for (const { household, members } of all) {
      expect(members.map(({ relationship }) => relationship === 'HEAD')).toEqual(members.map((_, i) => i === 0))
      for (const { birth } of members) if (birth) expect(isFuture(birth, household.registered)).toBe(false)
    }
  })

  test('children bear the chain of their father', () => {
    const withFather = all.filter(
      ({ members: [head, spouse] }) => head?.sex === 'MALE' && spouse?.relationship === 'WIFE_HUSBAND',
    )
    for (const { members } of withFather) {
      const [head] = members
      for (const child of members.filter(({ relationship }) => relationship === 'SON_DAUGHTER')) {
        expect(child.father ?? head?.given).toEqual(head?.given)
        if (child.grandfather && head?.father) expect(child.grandfather).toEqual(head.father)
      }
    }
    expect(withFather.length).toBeGreaterThan(500)
  })

  test('siblings have different names; parents are at least twelve years older', () => {
    for (const { members } of all) {
      const children = members.filter(({ relationship }) => relationship === 'SON_DAUGHTER')
      expect(new Set(children.map(({ given }) => JSON.stringify(given))).size).toBe(children.length)
      const [head] = members
      for (const { birth } of children)
        if (birth && head?.birth) expect(Number(birth.slice(0, 4)) - Number(head.birth.slice(0, 4))).toBeGreaterThan(11)
    }
  })

  test('twins, female and child heads, unknown births and rare statuses occur', () => {
    const twins = all.filter(({ members }) => {
      const births = members.filter(({ relationship }) => relationship === 'SON_DAUGHTER').map(({ birth }) => birth)
      return new Set(births).size < births.length
    })
    expect(twins.length).toBeGreaterThan(10)
    expect(share(all, ({ household }) => household.femaleHeaded === true)).toBeGreaterThan(0.05)
    expect(all.some(({ household }) => household.childHeaded)).toBe(true)
    expect(people.some(({ birth }) => birth === null)).toBe(true)
    expect(new Set(all.map(({ household }) => household.residenceStatus)).size).toBe(7)
    expect(all.some(({ household }) => !household.consent)).toBe(true)
  })

  test('shares come out as meant', () => {
    expect(share(people, ({ birth }) => birth?.endsWith('-01-01') ?? false)).toBeGreaterThan(0.31)
    expect(share(people, ({ birth }) => birth?.endsWith('-01-01') ?? false)).toBeLessThan(0.39)
    expect(share(all, ({ household }) => household.phone !== undefined)).toBeGreaterThan(0.6)
    expect(share(all, ({ household }) => household.phone !== undefined)).toBeLessThan(0.7)
    expect(share(people, ({ given }) => given.ar !== undefined)).toBeGreaterThan(0.6)
    expect(share(people, ({ given }) => given.la !== undefined)).toBeGreaterThan(0.3)
    expect(share(people, ({ given }) => given.ckb !== undefined)).toBeGreaterThan(0.07)
    expect(people.length / all.length).toBeGreaterThan(4)
    expect(people.length / all.length).toBeLessThan(6)
  })

  test('moves lead home in order', () => {
    let more = 0
    for (const { household, displacements } of all) {
      if (displacements.length > 1) more++
      if (displacements.length > 0) expect(displacements.at(-1)?.to).toBe(household.place)
      displacements.forEach(({ arrived, from }, i) => {
        const before = displacements[i - 1]
        if (before) expect(from).toBe(before.to)
        if (before?.arrived && arrived) expect(certainlyBefore(arrived, before.arrived)).toBe(false)
        if (arrived) expect(isFuture(arrived, household.registered)).toBe(false)
      })
    }
    expect(more).toBeGreaterThan(100)
  })

  test('places are taken from the list given', () => {
    const codes = new Set(places.map(({ code }) => code))
    for (const { household, displacements } of all)
      for (const code of [household.place, ...displacements.flatMap(({ from, to }) => [from, to])])
        if (code) expect(codes.has(code)).toBe(true)
  })
})

const first = (options: Partial<OfficeOptions>): GeneratedHousehold[] => [
  ...generateOffice({ ...office, households: 40, ...options }),
]

const valid = (drafts: readonly unknown[]): boolean => drafts.every((draft) => registration.safeParse(draft).success)

describe('unusual options', () => {
  test('no households', () => {
    expect(first({ households: 0 })).toEqual([])
  })

  test('no place, one place, governorates only', () => {
    const none = first({ places: [] })
    expect(valid(none)).toBe(true)
    expect(none.every(({ household, displacements }) => household.place === null && displacements.length === 0)).toBe(
      true,
    )
    const [anbar] = places
    const one = first({ places: anbar ? [anbar] : [] })
    expect(valid(one)).toBe(true)
    expect(one.every(({ household }) => household.place === 'IQG01')).toBe(true)
    expect(valid(first({ places: places.filter(({ level }) => level === 1) }))).toBe(true)
  })

  test('all families Kurdish, or none', () => {
    const kurdish = first({ kurdishShare: 1 }).flatMap(({ members }) => members)
    expect(kurdish.every(({ given }) => given.ckb !== undefined)).toBe(true)
    const none = first({ kurdishShare: 0 }).flatMap(({ members }) => members)
    expect(none.some(({ given }) => given.ckb !== undefined)).toBe(false)
  })

  test('any seed and an early year', () => {
    for (const seed of [0, -1, 2 ** 31, 2 ** 53]) expect(valid(first({ seed }))).toBe(true)
    const early = first({ startYear: 2004 })
    expect(valid(early)).toBe(true)
    for (const { household, displacements } of early)
      for (const { arrived } of displacements) expect(isFuture(arrived ?? '2004', household.registered)).toBe(false)
  })
})

describe('projects', () => {
  const options = { seed: 42, count: 300, startYear: 2025, places }
  const drafts = [...generateProjects(options)]

  test('can be created as they are, and are the same for a seed', () => {
    for (const draft of drafts)
      expect(projects['projects.create'].input.safeParse({ draft }).error?.issues ?? []).toEqual([])
    expect(hash([...generateProjects(options)])).toBe(hash(drafts))
    expect(drafts).toHaveLength(300)
    expect(new Set(drafts.map(({ status }) => status)).size).toBeGreaterThan(15)
    expect(drafts.every(({ title }) => title.ar && title.la)).toBe(true)
  })

  test('need no place', () => {
    for (const draft of generateProjects({ ...options, count: 20, places: [] }))
      expect(projects['projects.create'].input.safeParse({ draft }).success).toBe(true)
  })
})

describe('cases', () => {
  const registered = people.slice(0, 50).map((person, i) => ({ id: `person-${i}`, person }))
  const options = { seed: 42, count: 400, startYear: 2026, people: registered }
  const drafts = [...generateCases(options)]

  test('can be opened as they are, and are the same for a seed', () => {
    for (const draft of drafts) expect(cases['cases.create'].input.safeParse(draft).error?.issues ?? []).toEqual([])
    expect(hash([...generateCases(options)])).toBe(hash(drafts))
    expect(new Set(drafts.map((draft) => draft.case.stage)).size).toBeGreaterThan(25)
  })

  test('registered people come first, the others are known as patients only', () => {
    expect(drafts.map(({ patient }) => patient.registryPerson).slice(0, 51)).toEqual([
      ...registered.map(({ id }) => id),
      undefined,
    ])
    expect(drafts[0]?.patient.given).toEqual(registered[0]?.person.given)
    const ages = drafts.flatMap(({ patient }) =>
      patient.birth ? [ageRange(patient.birth, '2026-12-31')?.max ?? -1] : [],
    )
    expect(Math.min(...ages)).toBeGreaterThanOrEqual(0)
    expect(share(ages, (age) => age < 18)).toBeGreaterThan(0.3)
  })
})
