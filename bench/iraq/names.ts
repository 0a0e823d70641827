import type { MultiText } from '../../src/shared/records/field.ts'
import words from './names.json' with { type: 'json' }
import type { Random, Weighted } from './random.ts'

/** A name word in the scripts it is written in. */
export interface NameWord {
  readonly ar: string
  readonly la: readonly Weighted<string>[]
  readonly ckb: string | null
}

/** The words of one person's chain; the same objects in a father and his children. */
export interface Chain {
  readonly given: NameWord
  readonly father: NameWord
  readonly grandfather: NameWord
  readonly family: NameWord
}

/** How a clerk writes names: which scripts, for a whole household. */
export interface Writing {
  readonly ar: boolean
  readonly la: boolean
  readonly ckb: boolean
}

const RARE_SHARE = 0.12

function read(list: readonly (readonly string[])[]): NameWord[] {
  return list.map(([ar = '', la = '', ckb = '']) => ({
    ar,
    la: [...la.matchAll(/(\D+?) (\d+)(?: |$)/g)].map(([, text = '', weight]): Weighted<string> => [
      text,
      Number(weight),
    ]),
    ckb: ckb === '' ? null : ckb,
  }))
}

const lists = {
  male: read(words.male),
  female: read(words.female),
  rareMale: read(words.rareMale),
  rareFemale: read(words.rareFemale),
  kurdishMale: read(words.kurdishMale),
  kurdishFemale: read(words.kurdishFemale),
  family: read(words.family),
  kurdishFamily: read(words.kurdishFamily),
}
const writtenInKurdish = (list: readonly NameWord[]): NameWord[] => list.filter(({ ckb }) => ckb !== null)
// Kurdish families bear Arabic names too, in Kurdish spelling.
const kurdish = {
  male: [...lists.kurdishMale, ...writtenInKurdish(lists.male)],
  female: [...lists.kurdishFemale, ...writtenInKurdish(lists.female)],
}

/** A given name by falling frequency, one in eight of them rare. */
export function givenName(random: Random, sex: 'male' | 'female', ofKurdishFamily: boolean): NameWord {
  if (ofKurdishFamily) return random.byRank(kurdish[sex])
  if (random.chance(RARE_SHARE)) return random.pick(sex === 'male' ? lists.rareMale : lists.rareFemale)
  return random.byRank(lists[sex])
}

/** A whole chain: own name, father, grandfather, family. */
export function newChain(random: Random, sex: 'male' | 'female', ofKurdishFamily: boolean): Chain {
  return {
    given: givenName(random, sex, ofKurdishFamily),
    father: givenName(random, 'male', ofKurdishFamily),
    grandfather: givenName(random, 'male', ofKurdishFamily),
    family: random.byRank(ofKurdishFamily ? lists.kurdishFamily : lists.family),
  }
}

/** Arabic 60 %, Latin 25 %, both 15 %; Kurdish families in Sorani, with Latin beside it or without. */
export function newWriting(random: Random, ofKurdishFamily: boolean): Writing {
  if (ofKurdishFamily) return { ar: random.chance(0.2), la: random.chance(0.3), ckb: true }
  const kind = random.weighted([
    ['ar', 60],
    ['la', 25],
    ['both', 15],
  ])
  return { ar: kind !== 'la', la: kind !== 'ar', ckb: false }
}

/** Writes name words, each word of a household with the same spelling throughout. */
export function speller(random: Random, writing: Writing): (word: NameWord) => MultiText {
  const spelled = new Map<NameWord, MultiText>()
  return (word) => {
    const known = spelled.get(word)
    if (known) return known
    const text: MultiText = {
      ...(writing.ar || (writing.ckb && word.ckb === null) ? { ar: word.ar } : {}),
      ...(writing.ckb && word.ckb !== null ? { ckb: word.ckb } : {}),
      ...(writing.la ? { la: random.weighted(word.la) } : {}),
    }
    spelled.set(word, text)
    return text
  }
}
