import { fullName, nameForms } from '../../shared/names/display.ts'
import { foldTokens } from '../../shared/names/fold.ts'
import { nameSkeletons, tokenSkeletons } from '../../shared/names/skeleton.ts'
import type { Likeness } from '../../shared/contract/pairs.ts'
import { scripts } from '../../shared/records/field.ts'
import type { Person } from '../../shared/records/person.ts'
import { findPeople } from '../households/repository.ts'
import { findIdentified } from '../people/repository.ts'
import { paperKey, phoneKey } from '../search/identifiers.ts'
import { findNamed, nameQuery } from '../search/names.ts'
import type { Reader } from '../store/context.ts'

/** So many people of one name are looked at; more of them is a name that says nothing. */
const looked = 60
const birthYears = 2

/** The sounds of a person's own name, in all the scripts it is written in. */
const soundsOf = ({ given }: Pick<Person, 'given'>): Set<string> => {
  const tokens = nameForms({ given }).flatMap(({ text }) => foldTokens(text))
  return new Set(tokens.flatMap((token) => [...tokenSkeletons(token), ...nameSkeletons(token)]))
}

const yearOf = (birth: string | null): number | null => (birth === null ? null : Number(birth.slice(0, 4)))

const same = (a: string | null, b: string | null, key: (text: string) => string | null): boolean =>
  a !== null && b !== null && key(a) !== null && key(a) === key(b)

/**
 * In what two records are alike, or nothing when they cannot be one person. The own name decides: brothers and sisters
 * share all the rest (search design, 1.4). A shared paper number is always shown.
 */
const likeness = (a: Person, b: Person): Likeness[] => {
  const found: Likeness[] = []
  const paper = same(a.paperNumber, b.paperNumber, paperKey)
  const [sounds, others] = [soundsOf(a), soundsOf(b)]
  const named = [...sounds].some((sound) => others.has(sound))
  const [year, other] = [yearOf(a.birth), yearOf(b.birth)]
  const far = year !== null && other !== null && Math.abs(year - other) > birthYears
  const known = (sex: Person['sex']) => sex === 'MALE' || sex === 'FEMALE'
  const otherSex = known(a.sex) && known(b.sex) && a.sex !== b.sex
  if (!paper && (!named || far || otherSex)) return []
  if (paper) found.push('paper')
  if (named) found.push('name')
  if (a.birth !== null && a.birth === b.birth) found.push('birth')
  else if (year !== null && year === other) found.push('birthYear')
  if (same(a.phone, b.phone, phoneKey)) found.push('phone')
  return found
}

/** The people on record who may be the same as one of them, those with most in common first. */
export const findAlike = async (
  db: Reader<'registry'>,
  person: Person,
  limit: number,
): Promise<{ person: Person; alike: Likeness[] }[]> => {
  const ids = new Set<string>()
  for (const script of scripts) {
    const language = script === 'la' ? 'en' : script
    const [given, father] = [fullName({ given: person.given }, language), fullName({ given: person.father }, language)]
    const query = nameQuery(`${given} ${father}`)
    if (query) for (const id of (await findNamed(db, query, 0, looked)).ids) ids.add(id)
  }
  for (const text of [person.paperNumber, person.phone])
    if (text !== null) for (const id of await findIdentified(db, text, looked)) ids.add(id)
  ids.delete(person.id)
  const people = await findPeople(db, [...ids])
  return [...people.values()]
    .map((other) => ({ person: other, alike: likeness(person, other) }))
    .filter(({ alike }) => alike.length > 0)
    .toSorted((a, b) => b.alike.length - a.alike.length || (a.person.id < b.person.id ? -1 : 1))
    .slice(0, limit)
}
