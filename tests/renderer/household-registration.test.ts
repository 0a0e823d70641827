import { describe, expect, it } from 'vitest'
import { namesDown, type Known } from '../../src/renderer/households/names-down.ts'
import {
  identityCount,
  isBlankMember,
  missingForRegistration,
  registrationForm,
  toRegistration,
} from '../../src/renderer/households/registration.ts'

const member = (values: Partial<Known>): Known => ({
  relationship: null,
  sex: null,
  given: null,
  father: null,
  grandfather: null,
  family: null,
  ...values,
})
const head = member({
  relationship: 'HEAD',
  sex: 'MALE',
  given: { ar: 'حسن', la: 'Hassan' },
  father: { ar: 'علي' },
  grandfather: { ar: 'محمود' },
  family: { ar: 'الجبوري' },
})

describe('names carried down to new members', () => {
  it('gives children of a man his own chain', () => {
    expect(namesDown('SON_DAUGHTER', [head])).toEqual({
      father: { ar: 'حسن', la: 'Hassan' },
      grandfather: { ar: 'علي' },
      family: { ar: 'الجبوري' },
    })
  })
  it('gives children of a woman her husband’s chain, and nothing while he is not known', () => {
    const mother = { ...head, sex: 'FEMALE' }
    const husband = member({
      relationship: 'WIFE_HUSBAND',
      sex: 'MALE',
      given: { ar: 'عمر' },
      family: { ar: 'العبيدي' },
    })
    expect(namesDown('SON_DAUGHTER', [mother])).toEqual({})
    expect(namesDown('SON_DAUGHTER', [mother, husband])).toEqual({ father: { ar: 'عمر' }, family: { ar: 'العبيدي' } })
  })
  it('gives brothers and sisters the same father, and a spouse nothing', () => {
    expect(namesDown('BROTHER_SISTER', [head])).toEqual({
      father: { ar: 'علي' },
      grandfather: { ar: 'محمود' },
      family: { ar: 'الجبوري' },
    })
    expect(namesDown('WIFE_HUSBAND', [head])).toEqual({})
  })
})

const blank = { ar: '', ckb: '', la: '' }
const row = (values: object) => ({
  household: null,
  given: blank,
  father: blank,
  grandfather: blank,
  family: blank,
  nickname: null,
  sex: null,
  birth: null,
  relationship: 'SON_DAUGHTER',
  marital: null,
  phone: null,
  paper: null,
  paperNumber: '',
  paperState: null,
  occupation: null,
  attendsSchool: null,
  needs: [],
  status: 'active',
  sourceKey: null,
  ...values,
})
const move = (values: object) => ({
  household: 'new',
  from: null,
  to: null,
  left: null,
  arrived: null,
  reasons: [],
  ...values,
})
const form = (household: object, members: object[], displacements: object[]) => ({
  household: { residenceStatus: 'IDP', registered: '2026-11-24', consent: null, place: null, ...household },
  members,
  displacements,
})

describe('a registration form', () => {
  const first = row({ relationship: 'HEAD', sex: 'MALE', given: { ...blank, la: 'Hassan' } })

  it('leaves out blank rows at the end, and keeps the others in their places', () => {
    const carried = row({ father: { ...blank, la: 'Hassan' } })
    const middle = form(
      {},
      [first, carried, row({ given: { ...blank, la: 'Omar' } }), carried],
      [move({ to: 'IQG15' })],
    )
    const sent = toRegistration(middle)
    expect(sent).toMatchObject({
      members: [{ sex: 'MALE' }, { given: null }, { given: { la: 'Omar' } }],
      displacements: [],
    })
  })
  it('is a draft until there is a place and consent', () => {
    const given = { consent: true, place: 'IQG15Q05' }
    expect(missingForRegistration(form({}, [first], []))).toEqual(['place', 'consent'])
    expect(toRegistration(form({ consent: false, place: 'IQG15Q05' }, [first], []))).toMatchObject({
      household: { status: 'draft' },
    })
    expect(toRegistration(form(given, [first], []))).toMatchObject({ household: { status: 'registered' } })
  })
  it('passes the contract with one named head, and points at what is missing', () => {
    expect(registrationForm.safeParse(form({ consent: false }, [first], [move({})])).success).toBe(true)
    const unnamed = registrationForm.safeParse(
      form({ consent: false }, [row({ relationship: 'HEAD', sex: 'MALE' })], []),
    )
    expect(unnamed.error?.issues.map(({ path }) => path.join('.'))).toContain('members.0.given')
  })
  it('counts what identifies a person, and knows a row in which nobody was entered', () => {
    expect(identityCount(row({ given: { ...blank, ar: 'علي' }, birth: '1984~', phone: '0770' }))).toBe(3)
    expect(isBlankMember(row({ family: { ...blank, ar: 'الجبوري' } }))).toBe(true)
    expect(isBlankMember(first)).toBe(false)
  })
})
