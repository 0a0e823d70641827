import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import {
  capStatus,
  capTransitions,
  capType,
  capTypeSectors,
  codeLists,
  dacSector,
  evacuationStage,
  householdStatus,
  householdTransitions,
  iatiStatus,
  iatiStatusOf,
  shelterCategoryParents,
  stageExits,
  stageGroup,
  stageGroups,
  stageTransitions,
} from '../../src/shared/codes/index.ts'

interface Row {
  readonly list: string
  readonly code: string
  readonly parent: string
  readonly valid_to: string
  readonly note: string
}

const published = resolve(import.meta.dirname, '../../../shared/data/code-lists.csv')

// These would share their names with records, or say too little or too much, so they are called otherwise here.
const renamed: Readonly<Record<string, string>> = {
  displacement: 'displacementReason',
  wave: 'displacementWave',
  grievance: 'grievanceCategory',
  patient_priority: 'priority',
  injury_cause: 'cause',
}
const idOf = (list: string): string =>
  renamed[list] ?? list.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
// The file gives no date for the superseded disability group, only the note.
const isRetired = (row: Row): boolean => row.valid_to !== '' || row.note === 'superseded'

describe('code lists', () => {
  it('have unique ids and no code twice', () => {
    const ids = codeLists.map((list) => list.id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const list of codeLists) {
      const all = [...list.codes, ...list.retired]
      expect(new Set(all).size, list.id).toBe(all.length)
    }
  })

  // The published file lies beside the repository, not in it; a lone clone has nothing to compare with.
  it.runIf(existsSync(published))('hold exactly the published codes, in their order', () => {
    const rows = parse<Row>(readFileSync(published, 'utf8'), { columns: true })
    expect(rows.length).toBeGreaterThan(400)
    const byId = new Map(codeLists.map((list) => [list.id, list]))
    for (const [list, codes] of Map.groupBy(rows, (row) => row.list)) {
      const ours = byId.get(idOf(list))
      expect(ours, list).toBeDefined()
      expect(ours?.codes, list).toEqual(codes.filter((row) => !isRetired(row)).map((row) => row.code))
      expect(ours?.retired, list).toEqual(codes.filter(isRetired).map((row) => row.code))
    }
    const parents = rows.filter((row) => row.list === 'shelter_category' && row.parent !== '')
    expect(shelterCategoryParents).toEqual(Object.fromEntries(parents.map((row) => [row.code, row.parent])))
  })

  it('give every CAP type known sectors, the first of which the published file names', () => {
    const sectors: readonly string[] = dacSector.codes
    for (const type of capType.codes) {
      expect(
        capTypeSectors[type].sectors.every((sector) => sectors.includes(sector)),
        type,
      ).toBe(true)
    }
    expect(capTypeSectors.water_network.sectors[0]).toBe('14031')
    expect(capTypeSectors.shelter_repair.sectors).toEqual(['16030', '16040', '73010'])
  })
})

/** Every status that can be reached from a start by following transitions. */
const reachable = (start: string, transitions: Readonly<Record<string, readonly string[]>>): Set<string> => {
  const seen = new Set([start])
  for (const status of seen) for (const next of transitions[status] ?? []) seen.add(next)
  return seen
}

describe('workflows', () => {
  it.each([
    ['household', 'draft', householdStatus.codes, householdTransitions],
    ['CAP', 'identified', capStatus.codes, capTransitions],
    ['evacuation', 'referred', evacuationStage.codes, stageTransitions],
  ])('of a %s reach every status from the first and never stay in place', (_, start, statuses, transitions) => {
    expect([...reachable(start, transitions)].toSorted()).toEqual([...statuses].toSorted())
    for (const [status, next] of Object.entries<readonly string[]>(transitions)) expect(next).not.toContain(status)
  })

  it('publish a CAP as implementation only between mobilisation and completion', () => {
    const as = (status: number) => capStatus.codes.filter((code) => iatiStatusOf[code] === status)
    expect(as(2)).toEqual(['mobilised', 'implementing', 'delayed'])
    expect(as(4)).toEqual(['financially_closed', 'post_monitored'])
    expect(as(5)).toEqual(['rejected', 'cancelled', 'terminated'])
    expect(iatiStatus.codes.flatMap((code) => as(Number(code))).length).toBe(capStatus.codes.length)
  })

  it('cancel a CAP before its contract and terminate it after', () => {
    for (const status of capStatus.codes) {
      if (status === 'suspended') continue
      const next = capTransitions[status]
      expect(next.includes('cancelled') && next.includes('terminated'), status).toBe(false)
    }
    expect(capTransitions.tendering).toContain('cancelled')
    expect(capTransitions.awarded).toContain('terminated')
  })

  it('let every open evacuation case leave, and no closed one', () => {
    for (const stage of evacuationStage.codes) {
      const next = stageTransitions[stage]
      if (next.length === 0) expect(stageGroups.closed, stage).toContain(stage)
      else expect(next, stage).toEqual(expect.arrayContaining([...stageExits]))
    }
  })

  it('put every evacuation stage in exactly one column of the board', () => {
    const shown = stageGroup.codes.flatMap((group) => stageGroups[group])
    expect(shown.toSorted()).toEqual([...evacuationStage.codes].toSorted())
  })
})
