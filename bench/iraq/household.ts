import { isoText } from '../../src/shared/dates/partial.ts'
import type { Chain } from './names.ts'
import { birthIn, childChain, draftOf, type Family, type PersonDraft, strangerChain, writtenName } from './people.ts'

type Sex = 'male' | 'female'

interface Grown {
  readonly sex: Sex
  readonly chain: Chain
  readonly born: number
}

const TWIN_SHARE = 0.02
const otherSex = (sex: Sex): Sex => (sex === 'male' ? 'female' : 'male')
const anySex = (family: Family): Sex => (family.random.chance(0.51) ? 'male' : 'female')

function children(family: Family, father: Chain, parents: readonly Grown[], motherBorn: number): PersonDraft[] {
  const { random, year } = family
  const drafts: PersonDraft[] = []
  const taken = new Set(parents.map(({ chain }) => writtenName(family, chain.given)))
  const wanted = random.weighted([
    [0, 8],
    [1, 12],
    [2, 17],
    [3, 21],
    [4, 19],
    [5, 13],
    [6, 10],
  ] as const)
  let born = motherBorn + random.int(18, 26)
  while (drafts.length < wanted && born <= Math.min(year, motherBorn + 45)) {
    const birth = birthIn(random, born)
    const atOnce = random.chance(TWIN_SHARE) ? 2 : 1
    for (let i = 0; i < atOnce; i++) {
      const sex = anySex(family)
      const chain = childChain(family, sex, father, taken)
      taken.add(writtenName(family, chain.given))
      const age = year - born
      drafts.push({
        ...draftOf(family, { sex, chain, birth, age, relationship: 'SON_DAUGHTER', marital: 'single' }),
        birth,
      })
    }
    born += random.int(1, 3)
  }
  return drafts
}

function otherMember(family: Family, head: Grown): PersonDraft {
  const { random, year } = family
  const kind = random.weighted([
    ['MOTHER_FATHER', 50],
    ['BROTHER_SISTER', 35],
    ['NEPHEW_NIECE', 15],
  ] as const)
  const grown = (sex: Sex, chain: Chain, born: number, marital: PersonDraft['marital']): PersonDraft =>
    draftOf(family, { sex, chain, birth: birthIn(random, born), age: year - born, relationship: kind, marital })
  if (kind === 'MOTHER_FATHER')
    return grown('female', strangerChain(family, 'female'), head.born - random.int(17, 30), 'widowed')
  const sex = anySex(family)
  const own = childChain(family, sex, head.chain, new Set([writtenName(family, head.chain.given)]))
  // A sibling shares the head's father and grandfather; a nephew's father is the head's brother.
  const siblingChain: Chain = { ...head.chain, given: own.given }
  if (kind === 'BROTHER_SISTER')
    return grown(sex, siblingChain, Math.min(head.born + random.int(-8, 12), year - 1), 'single')
  const uncle: Chain = {
    ...head.chain,
    given: childChain(family, 'male', head.chain, new Set([writtenName(family, head.chain.given)])).given,
  }
  return grown(
    sex,
    { given: own.given, father: uncle.given, grandfather: uncle.father, family: uncle.family },
    Math.min(head.born + random.int(15, 35), year),
    'single',
  )
}

/** Head, spouse (85 %), children with the father's chain one to three years apart, sometimes a relative. */
export function members(family: Family): PersonDraft[] {
  const { random, year } = family
  const childHeaded = random.chance(0.005)
  const married = !childHeaded && random.chance(0.85)
  const sex: Sex = !married && random.chance(0.55) ? 'female' : random.chance(0.96) ? 'male' : 'female'
  const head: Grown = {
    sex,
    chain: strangerChain(family, sex),
    born: year - (childHeaded ? random.int(14, 17) : random.int(21, 74)),
  }
  const age = year - head.born
  const birth = birthIn(random, head.born)
  const alone = random.weighted([
    ['widowed', 70],
    ['divorced', 15],
    ['single', 15],
  ] as const)
  const marital = married ? 'married' : childHeaded ? 'single' : alone
  const drafts: PersonDraft[] = [
    { ...draftOf(family, { sex, chain: head.chain, birth, age, relationship: 'HEAD', marital }), birth },
  ]

  const spouse: Grown = {
    sex: otherSex(sex),
    chain: strangerChain(family, otherSex(sex)),
    // Wives are younger on average; nobody marries as a child here.
    born: Math.min(head.born + (sex === 'male' ? random.int(-1, 8) : random.int(-8, 1)), year - 18),
  }
  if (married) {
    const { chain, born } = spouse
    drafts.push(
      draftOf(family, {
        sex: spouse.sex,
        chain,
        birth: birthIn(random, born),
        age: year - born,
        relationship: 'WIFE_HUSBAND',
        marital,
      }),
    )
  }
  if (childHeaded) {
    const siblingBorn = Math.min(head.born + 3, year)
    const sibling = childChain(family, 'male', head.chain, new Set([writtenName(family, head.chain.given)]))
    drafts.push(
      draftOf(family, {
        sex: 'male',
        chain: { ...head.chain, given: sibling.given },
        birth: isoText(siblingBorn, 1, 1),
        age: year - siblingBorn,
        relationship: 'BROTHER_SISTER',
        marital: 'single',
      }),
    )
  } else if (marital !== 'single') {
    // A widow's children carry the name of her late husband.
    const father = head.sex === 'male' ? head.chain : spouse.chain
    drafts.push(...children(family, father, [head, spouse], head.sex === 'female' ? head.born : spouse.born))
  }
  if (random.chance(0.14)) drafts.push(otherMember(family, head))
  return drafts
}
