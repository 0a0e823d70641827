import type { OpenStore } from '../src/main/store/open.ts'
import { inTurn, type Row } from './measure.ts'
import type { LocalOffice } from './seed-office.ts'

const ROUNDS = 1500
const target = { kind: 'ratio', most: 3 } as const

/**
 * Opening a household and saving one field of it, through dispatch, beside bare prepared statements on the same store:
 * the rows that its page shows (household, members, moves, places, who made it), and an update with its commit.
 */
export const pageRows = async (office: LocalOffice, store: OpenStore<'registry'>): Promise<Row[]> => {
  const { raw } = store
  const ids = raw
    .prepare('select id from household where deleted = 0 order by substr(id, -6) limit ?')
    .pluck()
    .all(ROUNDS * 2) as string[]
  const idAt = (round: number): string => ids[round % ids.length] ?? ''
  // Households of its own, as far from the cache as the application's: whoever comes second finds the pages decrypted.
  const otherAt = (round: number): string => idAt(round + ROUNDS)
  const household = raw.prepare('select * from household where id = ? and deleted = 0')
  const members = raw.prepare('select * from person where household = ? and deleted = 0')
  const moves = raw.prepare('select * from displacement where household = ? and deleted = 0')
  const place = raw.prepare('select * from place where id = ?')
  const user = raw.prepare('select * from user where id = ?')
  // The row as a save leaves it: when and by whom are part of it, and the list is ordered by them.
  const update = raw.prepare('update household set phone = ?, updatedAt = ?, updatedBy = ? where id = ?')
  // Every save changes something: one that does not would write nothing.
  let saves = 0
  const author = office.app.ctx('bench').user?.id ?? ''
  const phone = () => `0770${String(1_000_000 + ++saves)}`
  const open = (round: number) => office.get('households.get', { id: idAt(round) })
  const save = (round: number) => office.get('households.update', { id: idAt(round), patch: { phone: phone() } })
  const bareOpen = (round: number) => {
    const found = household.get(otherAt(round)) as { id: string; place: string | null; createdBy: string }
    members.all(found.id)
    const places = new Set([found.place])
    for (const { from, to } of moves.all(found.id) as { from: string | null; to: string | null }[])
      places.add(from).add(to)
    for (let id of places) while (id !== null) id = (place.get(id) as { parent: string | null }).parent
    user.get(found.createdBy)
  }
  const bareSave = (round: number) => {
    raw.exec('begin immediate')
    update.run(phone(), new Date().toISOString(), author, otherAt(round))
    raw.exec('commit')
  }
  const opening = await inTurn(ROUNDS, open, bareOpen)
  const saving = await inTurn(ROUNDS, save, bareSave)
  const both = await inTurn(
    ROUNDS,
    async (round) => {
      await open(round)
      await save(round)
    },
    (round) => {
      bareOpen(round)
      bareSave(round)
    },
  )
  return [
    {
      measure: 'opening a household',
      value: opening.run,
      unit: 'ms',
      baseline: { name: 'prepared selects of its rows', value: opening.baseline },
      target,
    },
    {
      measure: 'saving one field',
      value: saving.run,
      unit: 'ms',
      baseline: { name: 'prepared update and commit', value: saving.baseline },
      target,
    },
    {
      measure: 'opening and saving one field',
      value: both.run,
      unit: 'ms',
      baseline: { name: 'prepared selects, update, commit', value: both.baseline },
      target,
    },
  ]
}
