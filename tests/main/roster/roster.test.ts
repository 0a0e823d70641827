import { describe, expect, test } from 'vitest'
import type { RosterStatement } from '../../../src/shared/bundle/v1/header.ts'
import type { OfficeCard } from '../../../src/shared/contract/exchange.ts'
import { signStatement } from '../../../src/main/bundles/format/statements.ts'
import { generateSigningKey } from '../../../src/main/crypto/sign.ts'
import { signNext } from '../../../src/main/roster/own.ts'
import { Roster } from '../../../src/main/roster/roster.ts'

const age = (letter: string) => `age1${letter.repeat(58)}`
const key = () => {
  const { seed, publicKey } = generateSigningKey()
  return { seed, hex: publicKey.toString('hex') }
}
const now = '2026-01-10T00:00:00.000Z'

const world = () => {
  const root = key()
  const office = key()
  const device = key()
  const card: OfficeCard = {
    format: 'waypost-office-card-v1',
    office: 'hq',
    code: 'HQQ',
    name: { la: 'Headquarters' },
    replica: '00'.repeat(16),
    keys: { registry: { signing: key().hex, receiving: age('h') }, root: root.hex },
  }
  const pinned = {
    office: 'me',
    code: 'ERB',
    device: 'mine',
    officeKey: key().hex,
    rootKey: undefined,
    cards: [card],
  }
  const officeStatement = (over: Partial<RosterStatement> = {}, seed = root.seed): RosterStatement =>
    signStatement(
      {
        issuer: root.hex,
        version: 1,
        subject: { kind: 'office', id: 'bgd', office: 'bgd', name: 'BGD Baghdad' },
        keys: [{ use: 'office', store: 'any', type: 'ed25519', key: office.hex }],
        from: now,
        until: null,
        revoked: null,
        ...over,
      },
      seed,
    )
  const deviceStatement = (over: Partial<RosterStatement> = {}, seed = office.seed): RosterStatement =>
    signStatement(
      {
        issuer: office.hex,
        version: 1,
        subject: { kind: 'device', id: 'one', office: 'bgd', name: 'BGD 7K' },
        keys: [
          { use: 'sign', store: 'registry', type: 'ed25519', key: device.hex },
          { use: 'receive', store: 'registry', type: 'age-x25519', key: age('b') },
        ],
        from: now,
        until: null,
        revoked: null,
        ...over,
      },
      seed,
    )
  const roster = new Roster(pinned, [])
  const judge = (signing = device.hex, store: 'registry' | 'medical' = 'registry', id = 'one') =>
    roster.judge({ sender: { office: 'bgd', device: id, replica: '', key: signing }, store }, signing, now).trust
  return { root, office, device, pinned, roster, officeStatement, deviceStatement, judge }
}

describe('the chain from headquarters to a laptop', () => {
  test('makes a sender known whose card nobody here has, in whatever order the statements stand', () => {
    const { roster, officeStatement, deviceStatement, judge } = world()
    expect(judge()).toBe('unknown')
    expect(roster.admit([deviceStatement(), officeStatement()])).toHaveLength(2)
    expect(judge()).toBe('trusted')
    expect(roster.codeOf('bgd')).toBe('BGD')
    expect(roster.receiversOf('bgd', 'registry', now)).toEqual({
      expected: ['one'],
      ignored: [],
      recipients: [age('b')],
    })
  })

  test('holds for the store and the laptop that were signed alone', () => {
    const { roster, officeStatement, deviceStatement, judge, device } = world()
    roster.admit([officeStatement(), deviceStatement()])
    expect(judge(device.hex, 'medical')).toBe('unknown')
    expect(judge(device.hex, 'registry', 'two')).toBe('unknown')
    expect(judge(key().hex)).toBe('unknown')
    expect(roster.receiversOf('bgd', 'medical', now).recipients).toEqual([])
  })

  test('ends at a statement whose time is over', () => {
    const { roster, officeStatement, deviceStatement, judge } = world()
    roster.admit([officeStatement(), deviceStatement({ until: '2026-01-09T00:00:00.000Z' })])
    expect(judge()).toBe('unknown')
  })
})

describe('a laptop that was signed with the last version there is', () => {
  test('can be withdrawn all the same', () => {
    const { roster, office, device, officeStatement, deviceStatement } = world()
    const claim = deviceStatement({ version: Number.MAX_SAFE_INTEGER })
    roster.admit([officeStatement(), claim])
    const revoked = { at: now, last: {} }
    expect(roster.admit([signNext(roster, office.seed, claim, { now: new Date(now), revoked })])).toHaveLength(1)
    const sender = { office: 'bgd', device: 'one', replica: '', key: device.hex }
    expect(roster.judge({ sender, store: 'registry' }, device.hex, now).trust).toBe('revoked')
  })
})

describe('a statement that is not believed', () => {
  test('was altered after it was signed', () => {
    const { roster, officeStatement, deviceStatement, judge } = world()
    const altered = { ...officeStatement(), version: 2 }
    expect(roster.admit([altered, deviceStatement()])).toEqual([])
    expect(judge()).toBe('unknown')
  })

  test('comes from somebody who may not say this', () => {
    const { roster, root, office, officeStatement, deviceStatement } = world()
    const stranger = key()
    expect(roster.admit([officeStatement({ issuer: stranger.hex }, stranger.seed)])).toEqual([])
    roster.admit([officeStatement()])
    // An office does not speak of another office, nor of the laptops of another, nor of offices at all.
    const elsewhere = { kind: 'device' as const, id: 'one', office: 'erb', name: 'x' }
    expect(roster.admit([deviceStatement({ subject: elsewhere })])).toEqual([])
    expect(roster.admit([officeStatement({ issuer: office.hex, version: 5 }, office.seed)])).toEqual([])
    // Headquarters withdraws laptops and enrols none: that is the office's own word.
    expect(roster.admit([deviceStatement({ issuer: root.hex }, root.seed)])).toEqual([])
    expect(roster.admit([deviceStatement({ issuer: stranger.hex }, stranger.seed)])).toEqual([])
  })

  test('is older than what is known', () => {
    const { roster, officeStatement, deviceStatement, judge } = world()
    const other = key().hex
    const keys = [{ use: 'sign' as const, store: 'registry' as const, type: 'ed25519' as const, key: other }]
    roster.admit([officeStatement(), deviceStatement({ version: 3 })])
    expect(roster.admit([deviceStatement({ version: 2, keys })])).toEqual([])
    expect(judge()).toBe('trusted')
    expect(judge(other)).toBe('unknown')
  })
})

describe('two contents under one version', () => {
  test('raise an alarm, and what was here first stays trusted', () => {
    const { roster, officeStatement, deviceStatement, judge } = world()
    const other = key().hex
    const keys = [{ use: 'sign' as const, store: 'registry' as const, type: 'ed25519' as const, key: other }]
    roster.admit([officeStatement(), deviceStatement()])
    expect(roster.isDisputed('bgd')).toBe(false)
    expect(roster.admit([deviceStatement({ keys })])).toHaveLength(1)
    expect(roster.isDisputed('bgd')).toBe(true)
    expect(judge()).toBe('trusted')
    expect(judge(other)).toBe('unknown')
    // Both are proof, and both travel on.
    expect(roster.all()).toHaveLength(3)
  })

  test('are kept a few times only', () => {
    const { roster, officeStatement, deviceStatement } = world()
    const many = Array.from({ length: 20 }, (_, at) =>
      deviceStatement({ subject: { kind: 'device', id: 'one', office: 'bgd', name: `name ${at}` } }),
    )
    expect(roster.admit([officeStatement(), ...many])).toHaveLength(9)
  })
})

describe('a withdrawal', () => {
  const revoked = { at: '2026-01-08T00:00:00.000Z', last: {} }

  test('of a laptop holds for ever, whatever is signed after it', () => {
    const { roster, officeStatement, deviceStatement, judge, pinned } = world()
    roster.admit([officeStatement(), deviceStatement(), deviceStatement({ version: 2, revoked })])
    expect(judge()).toBe('revoked')
    roster.admit([deviceStatement({ version: 3 })])
    expect(judge()).toBe('revoked')
    expect(roster.receiversOf('bgd', 'registry', now)).toEqual({ expected: [], ignored: ['one'], recipients: [] })
    // Also where a late copy of it comes after a newer word.
    const late = new Roster(pinned, [])
    late.admit([officeStatement(), deviceStatement({ version: 3 })])
    expect(late.admit([deviceStatement({ version: 2, revoked })])).toHaveLength(1)
    expect(late.laptopsOf('bgd')[0]?.revoked).toBe(revoked.at)
  })

  test('of a laptop may come from headquarters', () => {
    const { roster, root, officeStatement, deviceStatement, judge } = world()
    roster.admit([officeStatement(), deviceStatement(), deviceStatement({ issuer: root.hex, revoked }, root.seed)])
    expect(judge()).toBe('revoked')
  })

  test('of an office ends the trust in all its laptops', () => {
    const { roster, officeStatement, deviceStatement, judge } = world()
    roster.admit([officeStatement(), deviceStatement(), officeStatement({ version: 2, revoked })])
    expect(judge()).toBe('revoked')
    expect(roster.receiversOf('bgd', 'registry', now).recipients).toEqual([])
  })
})
