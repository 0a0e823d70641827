import { fieldsHash, operationHash } from '../../../src/main/crypto/operation.ts'
import { randomBytes } from '../../../src/main/crypto/random.ts'
import { noPrev, type BundleOp, type Json } from '../../../src/shared/bundle/v1/operation.ts'
import type { BundleHeader } from '../../../src/shared/bundle/v1/header.ts'

/** What the office that is attacked holds, so that a forger can aim at it. */
export interface Target {
  /** A household and a person as their operations made them. */
  readonly household: BundleOp
  readonly person: BundleOp
  /** The last operation of the sender's own feed that the office holds. */
  readonly last: BundleOp
  /** The life of the office that is attacked, and how many operations it wrote in it. */
  readonly own: string
  readonly ownCount: number
}

/** Operations that keep the format and lie about the rest; what of the store may change when they are taken in. */
export interface HostileOperations {
  readonly name: string
  readonly make: (at: Target) => BundleOp[]
  readonly header?: (at: Target) => Partial<BundleHeader>
  /** `nothing`; `aside`: operations are set aside and the records stay; `kept`: they count as the sender's word. */
  readonly changes: 'nothing' | 'aside' | 'kept'
}

const hex = (bytes: number): string => randomBytes(bytes).toString('hex')

/** An operation with its hashes made right. */
const right = ({ hash: _hash, ...op }: BundleOp): BundleOp => {
  const whole = { ...op, phash: op.salt === '' ? op.phash : fieldsHash(op.salt, op.fields) }
  return { ...whole, hash: operationHash(whole) }
}

/** An operation like another, as the first of a life nobody has heard of. */
const alike = (op: BundleOp, change: Partial<BundleOp> = {}): BundleOp =>
  right({
    ...op,
    replica: hex(16),
    n: 1,
    prev: noPrev,
    entity: `0190ffff-0000-7000-8000-${hex(6)}`,
    seen: {},
    ...change,
  })

const edit = (op: BundleOp, register: string, value: Json, seen: BundleOp['seen'] = {}): BundleOp =>
  alike(op, { entity: op.entity, kind: 'set', fields: { [register]: value }, seen })

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('')
const max = Number.MAX_SAFE_INTEGER
const create = ({ household }: Target, fields: Record<string, Json>): BundleOp[] => [
  alike(household, { fields: { ...household.fields, ...fields } }),
]
const run = (from: number, to: number) => ({ from, to, digest: 'cd'.repeat(32) })

/** Everything that passes the format and has to be contained by the merge and the application. */
export const hostileOperations: readonly HostileOperations[] = [
  {
    name: 'a counter used twice',
    changes: 'aside',
    make: ({ last }) => [right({ ...last, wall: '2026-01-01T00:00:00.000Z' })],
  },
  {
    name: 'a chain that does not hold',
    changes: 'aside',
    make: ({ last }) => [right({ ...last, n: last.n + 1, prev: 'ab'.repeat(32) })],
  },
  {
    name: 'a first operation with something before it',
    changes: 'aside',
    make: ({ household }) => [alike(household, { prev: 'ab'.repeat(32) })],
  },
  {
    name: 'an operation in the name of the office itself',
    changes: 'aside',
    make: ({ household, own }) => [alike(household, { replica: own })],
  },
  {
    name: 'an operation that the office itself is to have written later',
    changes: 'kept',
    make: ({ household, own, ownCount }) => [
      alike(household, { replica: own, n: ownCount + 7, prev: 'ab'.repeat(32) }),
    ],
  },
  {
    name: 'an author who saw what will be written',
    changes: 'kept',
    make: ({ household, own }) => [edit(household, 'notes', 'the last word', { notes: { [own]: max } })],
  },
  {
    name: 'an author who saw himself',
    changes: 'aside',
    make: ({ household }) => {
      const op = edit(household, 'notes', 'me')
      return [right({ ...op, seen: { notes: { [op.replica]: 1 } } })]
    },
  },
  {
    name: 'a clock whose count is at its end',
    changes: 'kept',
    make: ({ household }) => [right({ ...edit(household, 'phone', '2'), hlc: { ms: Date.now() + 3_600_000, c: max } })],
  },
  {
    name: 'a clock at the end of time',
    changes: 'kept',
    make: ({ household }) => [right({ ...edit(household, 'phone', '1'), hlc: { ms: max, c: max } })],
  },
  {
    name: 'a time of writing in words',
    changes: 'kept',
    make: ({ household, person }) => [
      alike(household, { wall: 'once upon a time' }),
      alike(person, { wall: '' }),
      right({ ...edit(household, 'phone', '3'), wall: '+275760-09-13T00:00:00.000Z' }),
    ],
  },
  { name: 'a user who does not exist', changes: 'kept', make: ({ household }) => [alike(household, { user: 'root' })] },
  {
    name: 'a record of the other store',
    changes: 'kept',
    make: ({ household }) => [
      alike(household, { type: 'patient', fields: { diagnosis: 'x' } }),
      alike(household, { type: 'evacuationCase', kind: 'erase', fields: {} }),
    ],
  },
  {
    name: 'record types that are members of every object',
    changes: 'kept',
    make: ({ household }) =>
      ['constructor', 'toString', 'hasOwnProperty', 'valueOf'].map((type) => alike(household, { type })),
  },
  {
    name: 'registers that are members of every object',
    changes: 'kept',
    make: ({ household }) =>
      ['constructor', 'toString', 'isPrototypeOf'].map((register) =>
        edit(household, register, 'x', { [register]: {} }),
      ),
  },
  {
    name: 'registers that every record has, with other content',
    changes: 'kept',
    make: ({ household }) => [
      edit(household, 'deleted', 'yes'),
      edit(household, 'number', { a: 1 }),
      edit(household, 'number', 'x'.repeat(41)),
      edit(household, 'id', 'other'),
      edit(household, 'createdAt', 'never'),
    ],
  },
  {
    name: 'no number, one that stands already, one in another form',
    changes: 'kept',
    make: (at) => [
      ...create(at, { number: null }),
      ...create(at, {}),
      ...create(at, { number: `BGD-HH-2026-ZZ${'9'.repeat(20)}` }),
      ...create(at, { number: "'; drop table household;--" }),
    ],
  },
  {
    name: 'values that no form would take',
    changes: 'kept',
    make: ({ household, person }) => [
      edit(household, 'residenceStatus', 'NOBODY'),
      edit(household, 'sizeReported', -1),
      edit(household, 'registered', '2026-02-31'),
      edit(household, 'consent', 'true'),
      edit(household, 'gps', { lat: 'NaN', lon: '1e999' }),
      edit(household, 'gps', [1, 2]),
      edit(household, 'phone', hex(400_000)),
      edit(person, 'given', { la: 'x'.repeat(100_000) }),
      edit(person, 'given', { xx: 'x' }),
      edit(person, 'needs', ['a', 'a', 'b']),
      edit(person, 'birth', '0000-00-00'),
      alike(household, { fields: {} }),
    ],
  },
  {
    name: 'texts that are programs elsewhere',
    changes: 'kept',
    make: ({ household, person }) => [
      edit(household, 'notes', '=cmd|"/c calc"!A1'),
      edit(household, 'address', '<script>alert(1)</script>\u202e\u0000\u0007'),
      edit(person, 'occupation', "' or 1=1 --"),
      alike(person, { fields: { ...person.fields, given: { la: '" OR nameSearch MATCH "*' } } }),
      alike(person, { fields: { ...person.fields, given: { la: '\u0000' } } }),
    ],
  },
  {
    name: 'records that refer to themselves and to nothing',
    changes: 'kept',
    make: ({ household, person }) => [
      edit(household, 'head', household.entity),
      edit(household, 'place', 'nowhere'),
      edit(person, 'household', person.entity),
      alike(person, { fields: { ...person.fields, household: 'nobody' } }),
    ],
  },
  {
    name: 'places that lie in each other',
    changes: 'kept',
    make: ({ household }) =>
      ['RING1', 'RING2'].map((id, at) =>
        alike(household, {
          entity: id,
          type: 'place',
          fields: { level: 3, nameEn: 'Ring', parent: at === 0 ? 'RING2' : 'RING1' },
        }),
      ),
  },
  {
    name: 'a person under the id of a household',
    changes: 'kept',
    make: ({ household, person }) => [alike(person, { entity: household.entity })],
  },
  {
    name: 'the same household made forty times',
    changes: 'kept',
    make: ({ household }) =>
      Array.from({ length: 40 }, (_, i) =>
        alike(household, { entity: household.entity, fields: { ...household.fields, notes: `${i}` } }),
      ),
  },
  {
    name: 'sixty offices that do not agree',
    changes: 'kept',
    make: ({ household }) => Array.from({ length: 60 }, (_, i) => edit(household, 'rationCard', `${i}`)),
  },
  {
    name: 'links',
    changes: 'kept',
    make: ({ household }) => [alike(household, { kind: 'link', fields: { to: 'x' } })],
  },
  {
    name: 'edits of a record that never comes',
    changes: 'kept',
    make: ({ household }) => [
      alike(household, { kind: 'set', fields: { notes: 'x' } }),
      alike(household, { kind: 'delete' }),
    ],
  },
  {
    name: 'an erasure of what nobody has',
    changes: 'kept',
    make: ({ household }) => [
      alike(household, { kind: 'erase', fields: {} }),
      alike(household, { kind: 'erase', fields: { number: 'BGD-HH-2026-AA00001' } }),
    ],
  },
  {
    name: 'content in an erasure',
    changes: 'kept',
    make: ({ household }) => [alike(household, { kind: 'erase', fields: { notes: 'kept for ever' } })],
  },
  {
    name: 'a photo whose pieces are paths',
    changes: 'kept',
    make: ({ household }) =>
      ['../../etc/passwd', 'ab'.repeat(32), ''].map((chunks) =>
        alike(household, {
          type: 'attachment',
          fields: {
            ownerType: 'household',
            owner: household.entity,
            kind: 'photo',
            name: '../../x.jpg',
            mime: 'image/jpeg',
            bytes: max,
            chunks,
            thumb: '../../x',
            file: 'ab'.repeat(32),
          },
        }),
      ),
  },
  { name: 'a schema of the far future', changes: 'kept', make: ({ household }) => [alike(household, { schema: max })] },
  ...(
    [
      [
        'runs to the end of the counters',
        (at) => ({ knowledge: { [hex(16)]: [run(1, max)], [at.own]: [run(1, max)] } }),
      ],
      ['runs that overlap, out of order', () => ({ knowledge: { [hex(16)]: [run(9, 20), run(1, 15), run(10, 12)] } })],
      ['runs that end before they begin', () => ({ knowledge: { [hex(16)]: [run(max, 1), run(1, max), run(5, 4)] } })],
      [
        'ten thousand runs',
        () => ({ knowledge: { [hex(16)]: Array.from({ length: 9_000 }, (_, i) => run(2 * i + 1, 2 * i + 1)) } }),
      ],
      ['wants that nobody has', () => ({ wants: Array.from({ length: 14_000 }, () => hex(32)) })],
      [
        'a set before itself',
        () => ({ bundle: '7'.repeat(32), set: '7'.repeat(32), previous: '7'.repeat(32), serial: max }),
      ],
      ['a time before time', () => ({ created: '0001-01-01T00:00:00Z' })],
      ['a time after time', () => ({ created: '9999-12-31T23:59:59Z' })],
      ['the life of the office itself', (at) => ({ sender: { office: '', device: 'x', replica: at.own, key: '' } })],
      ['the last of 9,999 volumes', () => ({ volume: { i: 9999, n: 9999 } })],
      ['all programmes of an extract', () => ({ type: 'extract', scope: { programmes: ['', '../x', 'families'] } })],
    ] as [string, (at: Target) => Partial<BundleHeader>][]
  ).map(([name, header]): HostileOperations => ({
    name: `in the header ${name}`,
    changes: 'nothing',
    make: () => [],
    header,
  })),
  // Last, since it leaves many records.
  {
    name: 'numbers that use up every tag',
    changes: 'kept',
    make: ({ person }) =>
      letters.flatMap((a) =>
        letters.map((b) =>
          alike(person, { fields: { ...person.fields, household: null, number: `BGD-PE-2026-${a}${b}00001` } }),
        ),
      ),
  },
]
