import { expect, it } from 'vitest'
import { familyWarnings } from '../../src/shared/families/warnings.ts'

type Member = Parameters<typeof familyWarnings>[0][number]
const today = '2026-11-24'
const of = (
  id: string,
  relationship: Member['relationship'],
  birth: string | null,
  more: Partial<Member> = {},
): Member => ({
  id,
  relationship,
  birth,
  status: 'active',
  marital: null,
  mother: null,
  ...more,
})
const told = (...members: Member[]) =>
  familyWarnings(members, today).map(({ code, people }) => `${code} ${people.join(' ')}`)

it('tells of a child that is older than a parent, or hardly younger', () => {
  expect(told(of('head', 'HEAD', '1990'), of('child', 'SON_DAUGHTER', '1985'))).toEqual(['childOlder head child'])
  expect(told(of('head', 'HEAD', '1990'), of('child', 'SON_DAUGHTER', '1999'))).toEqual(['parentYoung head child'])
  expect(told(of('head', 'HEAD', '1990'), of('child', 'SON_DAUGHTER', '2010'))).toEqual([])
  expect(told(of('head', 'HEAD', '1960'), of('father', 'MOTHER_FATHER', '1962'))).toEqual(['childOlder father head'])
})

it('tells once of a birth date that fits neither parent', () => {
  const parents = [of('head', 'HEAD', '1980'), of('wife', 'WIFE_HUSBAND', '1985')]
  expect(told(...parents, of('child', 'SON_DAUGHTER', '1975'))).toEqual(['childOlder head child'])
})

it('takes a date known in part for every day it may mean', () => {
  // About 1990 may be 1988, and 2000 may be its last day: twelve years are possible.
  expect(told(of('head', 'HEAD', '1990~'), of('child', 'SON_DAUGHTER', '2000'))).toEqual([])
  expect(told(of('head', 'HEAD', '1990'), of('child', 'SON_DAUGHTER', '2002'))).toEqual([])
  expect(told(of('head', 'HEAD', '1990'), of('child', 'SON_DAUGHTER', '2001-06'))).toEqual(['parentYoung head child'])
  expect(told(of('head', 'HEAD', '1990'), of('child', 'SON_DAUGHTER', '1990'))).toEqual(['parentYoung head child'])
  expect(told(of('head', 'HEAD', '1990'), of('child', 'SON_DAUGHTER', null))).toEqual([])
})

it('takes a wife for the mother only where no other is named', () => {
  const [head, wife] = [of('head', 'HEAD', '1960'), of('wife', 'WIFE_HUSBAND', '1995')]
  expect(told(head, wife, of('child', 'SON_DAUGHTER', '2000'))).toEqual(['parentYoung wife child'])
  expect(told(head, wife, of('child', 'SON_DAUGHTER', '2000', { mother: 'gone' }))).toEqual([])
  expect(told(of('her', 'OTHER', '2010'), of('child', 'OTHER', '2020', { mother: 'her' }))).toEqual([
    'parentYoung her child',
  ])
})

it('tells of a married child, of somebody over 110 and of two heads', () => {
  expect(told(of('wife', 'WIFE_HUSBAND', '2010'))).toEqual(['marriedChild wife'])
  expect(told(of('wife', 'WIFE_HUSBAND', '2008'))).toEqual([])
  expect(told(of('son', 'SON_DAUGHTER', '2012-05', { marital: 'married' }))).toEqual(['marriedChild son'])
  expect(told(of('head', 'HEAD', '1915'))).toEqual([])
  expect(told(of('head', 'HEAD', '1914'))).toEqual(['veryOld head'])
  expect(told(of('head', 'HEAD', '1914', { status: 'deceased' }))).toEqual([])
  expect(told(of('a', 'HEAD', null), of('b', 'HEAD', null))).toEqual(['twoHeads a b'])
  expect(told(of('a', 'HEAD', null), of('b', 'HEAD', null, { status: 'deceased' }))).toEqual([])
})
