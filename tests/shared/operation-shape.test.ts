import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonical } from '../../src/main/crypto/canonical.ts'
import { operationTexts, spellingIn } from '../../src/main/crypto/operation.ts'
import { isBundleOp } from '../../src/shared/bundle/v1/operation-shape.ts'
import { bundleOp, type BundleOp } from '../../src/shared/bundle/v1/operation.ts'

const hex = (digits: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'.split('')), minLength: digits, maxLength: digits })
const id = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,12}$/)
const name = fc.stringMatching(/^[a-z][A-Za-z0-9_.]{0,12}$/)
const whole = (min: number) => fc.integer({ min, max: Number.MAX_SAFE_INTEGER })
const text = fc
  .string({ unit: 'grapheme', maxLength: 12 })
  .map((value) => value.toWellFormed().normalize('NFC').slice(0, 30))
const { value: json } = fc.letrec((tie) => ({
  value: fc.oneof(
    text,
    whole(-5),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3 }),
  ),
}))

const operation = fc.record({
  replica: hex(32),
  n: whole(1),
  entity: id,
  type: name,
  kind: fc.constantFrom('create', 'set', 'delete', 'link', 'erase'),
  fields: fc.dictionary(name, json, { maxKeys: 5 }),
  seen: fc.dictionary(name, fc.dictionary(hex(32), whole(1), { maxKeys: 2 }), { maxKeys: 3 }),
  hlc: fc.record({ ms: whole(0), c: whole(0) }),
  wall: text,
  clockFlag: fc.constantFrom('ok', 'behind', 'ahead'),
  user: id,
  device: id,
  save: id,
  schema: whole(1),
  app: text,
  salt: fc.oneof(hex(32), fc.constant('')),
  phash: hex(64),
  prev: hex(64),
  hash: hex(64),
})

/** As a reader meets it: parsed from text, whatever the generator made of prototypes. */
const asRead = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('the quick look at an operation', () => {
  it('says yes to what the schema takes, and writes it as canonical JSON', () => {
    fc.assert(
      fc.property(operation, (made) => {
        const op = asRead(made)
        expect(bundleOp.safeParse(op).success).toBe(true)
        expect(isBundleOp(op)).toBe(true)
        expect(operationTexts(op as BundleOp).line).toBe(canonical(op))
      }),
      { numRuns: 500 },
    )
  })

  it('finds the values and vectors in a line as they are spelt, whatever they are called', () => {
    const names = ['hash', 'seen', 'type', 'fields', 'prev']
    const like = fc.constantFrom(...names, ...names.map((one) => `,"${one}":"`), '","hash":"', '\\","type":"\\')
    const odd = operation.chain((made) =>
      fc.record({
        fields: fc.dictionary(fc.constantFrom(...names), fc.oneof(like, fc.dictionary(like, like), fc.array(like))),
        seen: fc.dictionary(fc.constantFrom(...names), fc.dictionary(hex(32), whole(1), { maxKeys: 2 })),
        wall: like,
        app: like,
        rest: fc.constant(made),
      }),
    )
    fc.assert(
      fc.property(operation, odd, (made, { rest, ...others }) => {
        for (const op of [made, { ...rest, ...others }].map(asRead) as BundleOp[])
          expect(spellingIn(canonical(op))).toEqual({ fields: canonical(op.fields), seen: canonical(op.seen) })
      }),
      { numRuns: 500 },
    )
  })

  it('never says yes to what the schema refuses', () => {
    const members = Object.keys(bundleOp.shape)
    const odd = fc.oneof(
      fc.anything(),
      text,
      hex(32),
      hex(63),
      whole(-1),
      fc.double(),
      fc.dictionary(fc.string(), fc.anything(), { maxKeys: 3 }),
    )
    fc.assert(
      fc.property(
        operation,
        fc.constantFrom(...members, 'more', '__proto__'),
        odd,
        fc.boolean(),
        (made, member, value, drop) => {
          const changed = asRead(made) as Record<string, unknown>
          if (drop) Reflect.deleteProperty(changed, member)
          else Object.defineProperty(changed, member, { value, enumerable: true, configurable: true, writable: true })
          if (isBundleOp(changed)) expect(bundleOp.safeParse(changed).success).toBe(true)
        },
      ),
      { numRuns: 3000 },
    )
  })
})
