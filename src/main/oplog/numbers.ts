import { formatNumber } from '../../shared/records/number.ts'
import { randomBelow } from '../crypto/random.ts'
import type { Session } from './session.ts'

const tagLetters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('')
const lastCounter = 99_999

const allTags = tagLetters.flatMap((first) => tagLetters.map((second) => `${first}${second}`))

/** Draws the two characters of a store's life which open the counter of its numbers. */
const newTag = (taken: ReadonlySet<string>): string => {
  const free = allTags.filter((tag) => !taken.has(tag))
  // When numbers of other laptops, or invented ones, have named every tag, one is used again: this never stops the work.
  const from = free.length > 0 ? free : allTags
  return from[randomBelow(from.length)] ?? ''
}

/** Mints the next number of a type; a tag whose counter is used up is replaced by a fresh one. */
export const nextNumber = (session: Session, type: string): string => {
  const year = session.about.now.getUTCFullYear()
  let tag = session.meta.get('tag') ?? renewTag(session)
  let counter = count(session, `${type}-${year}-${tag}`)
  if (counter > lastCounter) {
    tag = renewTag(session)
    counter = count(session, `${type}-${year}-${tag}`)
  }
  return formatNumber({ office: session.meta.get('officeCode') ?? '', type, year, tag, counter })
}

/** Gives the store a tag it never used; tags of other laptops seen in their numbers are avoided as well. */
export const renewTag = (session: Session): string => {
  const taken = new Set((session.meta.get('tagsTaken') ?? '').split(' ').filter((tag) => tag !== ''))
  const tag = newTag(taken)
  taken.add(tag)
  session.setMeta('tagsTaken', [...taken].join(' '))
  session.setMeta('tag', tag)
  return tag
}

/** Notes the tag in another laptop's number; if it is ours, we take another, so that no number is minted twice. */
export const noteForeignNumber = (session: Session, number: string): void => {
  const office = session.meta.get('officeCode')
  if (!office || !number.startsWith(`${office}-`)) return
  const tag = number.slice(12, 14)
  const taken = (session.meta.get('tagsTaken') ?? '').split(' ')
  if (tag === session.meta.get('tag')) renewTag(session)
  else if (!taken.includes(tag)) session.setMeta('tagsTaken', [...taken, tag].join(' ').trim())
}

function count(session: Session, kind: string): number {
  // Read once for each transaction and written back at its end, like the rest of the session's state.
  const known =
    session.counters.get(kind) ?? session.store.prepare('select value from counter where kind = ?').pluck().get(kind)
  const next = (typeof known === 'number' ? known : 0) + 1
  session.counters.set(kind, next)
  return next
}
