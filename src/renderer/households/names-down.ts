import { scripts, type MultiText } from '../../shared/records/field.ts'

type Part = 'father' | 'grandfather' | 'family'
export type Suggested = Readonly<Partial<Record<Part, MultiText>>>

/** What is known so far of a member in the form. */
export interface Known {
  readonly relationship: string | null
  readonly sex: string | null
  readonly given: MultiText | null
  readonly father: MultiText | null
  readonly grandfather: MultiText | null
  readonly family: MultiText | null
}

const hasText = (text: MultiText | null): text is MultiText =>
  text !== null && scripts.some((script) => (text[script] ?? '').trim() !== '')

const chain = (father: MultiText | null, grandfather: MultiText | null, family: MultiText | null): Suggested => ({
  ...(hasText(father) ? { father } : {}),
  ...(hasText(grandfather) ? { grandfather } : {}),
  ...(hasText(family) ? { family } : {}),
})

/** Children take their father's chain: the head's, or the husband's where a woman is the head. A wife keeps her own. */
export function namesDown(relationship: string | null, members: readonly Known[]): Suggested {
  const head = members.find((member) => member.relationship === 'HEAD')
  if (!head) return {}
  const spouse = members.find((member) => member.relationship === 'WIFE_HUSBAND')
  switch (relationship) {
    case 'SON_DAUGHTER': {
      const father = head.sex === 'FEMALE' ? (spouse?.sex === 'MALE' ? spouse : undefined) : head
      return father ? chain(father.given, father.father, father.family) : {}
    }
    case 'BROTHER_SISTER':
      return chain(head.father, head.grandfather, head.family)
    // A son's child; of a daughter's child only somebody who knows can tell, and what is carried can be typed over.
    case 'GRANDDAUGHTER_GRANDSON':
      return head.sex === 'FEMALE' ? {} : chain(null, head.given, head.family)
    default:
      return {}
  }
}
