import { expect, test } from 'vitest'
import { cleaned, issuesOf } from '../../src/renderer/records/validation.ts'
import { displacement } from '../../src/shared/records/household.ts'
import { person } from '../../src/shared/records/person.ts'

test('empty inputs become null, also inside lists, texts in scripts and amounts', () => {
  expect(
    cleaned({
      members: [{ given: { ar: 'حسن', ckb: '', la: '' }, father: { ar: '', ckb: ' ', la: '' }, phone: '' }],
      estimate: { amount: '', currency: 'USD' },
      gps: { lat: '', lon: '' },
      consent: false,
      size: 0,
    }),
  ).toEqual({
    members: [{ given: { ar: 'حسن' }, father: null, phone: null }],
    estimate: null,
    gps: null,
    consent: false,
    size: 0,
  })
})

test('what is missing and what cannot be read are told apart, at their own fields', () => {
  const draft = { given: null, sex: 'MALE', relationship: 'HEAD', status: 'active', birth: 'yesterday' }
  expect(issuesOf(person.draft, draft)).toEqual([
    { path: ['given'], code: 'required' },
    { path: ['birth'], code: 'invalid_format' },
  ])
})

test('the rule of a record answers with its own code', () => {
  const draft = { household: 'new', from: 'IQG07', to: 'IQG07' }
  expect(issuesOf(displacement.draft, draft)).toEqual([{ path: ['to'], code: 'same_place' }])
})
