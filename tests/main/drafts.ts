import { contract, type CallName, type Input, type Output } from '../../src/shared/contract/index.ts'
import type { Result } from '../../src/shared/errors.ts'
import type { Role } from '../../src/shared/permissions.ts'
import { dispatch } from '../../src/main/dispatch.ts'
import { handlers } from '../../src/main/store/handlers.ts'
import { openOffice, type TestOffice } from './open-office.ts'

/** The day the tests below take place. */
export const today = '2026-11-24'

/** The day so many days before it. */
export const daysAgo = (days: number): string =>
  new Date(Date.parse(today) - days * 86_400_000).toISOString().slice(0, 10)

/** An office with the built-in places, whose clock stands at noon of that day. */
export const openOfficeToday = (): Promise<TestOffice> =>
  openOffice({ builtInPlaces: true, now: () => new Date(`${today}T12:00:00Z`) })

/** Whatever answers calls: an office in this process. */
export interface Answering {
  call(name: string, input: unknown): Promise<Result<unknown>>
}

/** The same open office for somebody of another role. */
export function asRole(office: TestOffice, role: Role): Answering {
  return {
    call: (name, input) => {
      const ctx = office.app.ctx(name)
      const user = ctx.user && { ...ctx.user, role }
      const desk = { contract, handlers, ctx: { ...ctx, user }, user, announce: () => undefined }
      return dispatch(desk, name, input)
    },
  }
}

/** The value of a call that has to succeed. */
export async function answer<N extends CallName>(office: Answering, name: N, input: Input<N>): Promise<Output<N>> {
  const result = await office.call(name, input)
  if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.error)}`)
  return contract[name].output.parse(result.value) as Output<N>
}

/** What stands against a call, as `path:code`; empty when it succeeds. Other errors are named by their kind. */
export async function issues<N extends CallName>(office: Answering, name: N, input: Input<N>): Promise<string[]> {
  const result = await office.call(name, input)
  if (result.ok) return []
  if (result.error.kind === 'invalid') return result.error.issues.map(({ path, code }) => `${path.join('.')}:${code}`)
  if (result.error.kind === 'refused') return [`refused:${result.error.reason}`]
  return [result.error.kind]
}

type Registration = Input<'households.register'>
type Member = Registration['members'][number]

/** A member as the registration form sends one. */
export const member = (values: Partial<Member>): Member => ({
  given: { ar: 'حسن' },
  father: { ar: 'علي' },
  grandfather: { ar: 'كاظم' },
  family: { ar: 'الجبوري' },
  sex: 'MALE',
  relationship: 'SON_DAUGHTER',
  status: 'active',
  ...values,
})

/** A household of a woman and her two children, displaced once. */
export const registration = (values: Partial<Registration['household']>, members: Member[]): Registration => ({
  household: {
    residenceStatus: 'IDP',
    place: 'IQG08Q01',
    consent: true,
    consentDate: '2026-11-01',
    registered: '2026-11-02',
    status: 'registered',
    shelter: 'rented_unfit',
    phone: '0770 123 4567',
    ...values,
  },
  members,
  displacements: [{ household: 'new', from: 'IQG15Q02', to: 'IQG08Q01', left: '2014-06', arrived: '2014-07-03' }],
})

/** Zahra and her two children. */
export const zahra = (): Member[] => [
  member({
    given: { ar: 'زهراء', la: 'Zahra' },
    sex: 'FEMALE',
    birth: '1984',
    relationship: 'HEAD',
    paper: 'NATIONAL_ID',
    paperNumber: '1984-0077 12',
  }),
  member({ given: { ar: 'مصطفى' }, birth: '2012-05-01', attendsSchool: true }),
  member({ given: { ar: 'نور' }, sex: 'FEMALE', birth: '2019' }),
]

/** A project as the form sends it. */
export const project = (values: Partial<Input<'projects.create'>['draft']>): Input<'projects.create'> => ({
  draft: {
    title: { la: 'Water network of Al-Rahma quarter', ar: 'شبكة ماء حي الرحمة' },
    type: 'water_network',
    sector: '14031',
    problem: 'Two hundred families share one tanker.',
    place: 'IQG08Q01',
    status: 'identified',
    ...values,
  },
})

/** A case of a new patient as the form sends it. */
export const evacuation = (
  patient: Partial<Input<'cases.create'>['patient']>,
  values: Partial<Input<'cases.create'>['case']>,
): Input<'cases.create'> => ({
  patient: { given: { ar: 'سجاد' }, father: { ar: 'حيدر' }, sex: 'MALE', birth: '1990', ...patient },
  case: {
    patient: 'new',
    specialty: 'heart',
    diagnosis: 'Valve disease',
    priority: 'urgent',
    consent: false,
    referred: '2026-11-01',
    stage: 'referred',
    ...values,
  },
})
