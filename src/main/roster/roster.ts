import type { BundleHeader, RosterStatement } from '../../shared/bundle/v1/header.ts'
import type { OfficeCard } from '../../shared/contract/exchange.ts'
import type { StoreName } from '../../shared/errors.ts'
import { statementHolds } from '../bundles/format/statements.ts'
import { canonical } from '../crypto/canonical.ts'
import { sha256Hex } from '../crypto/hash.ts'

/** What trust begins with: this laptop's own keys and the cards that somebody compared here. */
export interface Pinned {
  readonly office: string
  readonly code: string
  readonly device: string
  /** The public key of this laptop's own office. */
  readonly officeKey: string | undefined
  /** Headquarters' public key, where this laptop is one of headquarters. */
  readonly rootKey: string | undefined
  readonly cards: readonly OfficeCard[]
}

/** A laptop as the roster has it. */
export interface Laptop {
  readonly id: string
  readonly name: string
  readonly since: string
  readonly until: string | null
  readonly keys: RosterStatement['keys']
  readonly revoked: string | null
}

/** Whom a bundle for an office is encrypted to, and whose word counts on what the office holds. */
export interface Receivers {
  /** Laptops that read it: one that never spoke holds nothing yet. */
  readonly expected: readonly string[]
  /** Laptops that were withdrawn, and this laptop itself. */
  readonly ignored: readonly string[]
  readonly recipients: readonly string[]
}

/** What is known of a bundle's sender; `since` is the day it was withdrawn. */
export type Verdict = { readonly trust: 'trusted' | 'unknown' } | { readonly trust: 'revoked'; readonly since: string }

/** So many contents under one version are kept as proof; more would only fill the disk. */
const mostContents = 8

export const hashOfStatement = (statement: RosterStatement): string => sha256Hex(canonical(statement))
export const subjectOf = ({ subject }: Pick<RosterStatement, 'subject'>): string =>
  `${subject.kind}:${subject.office}:${subject.id}`

/**
 * What one issuer says of one subject. The highest version counts, and of two contents under it the one that was here
 * first. A withdrawal is for ever: whoever took a laptop may have taken the key that signs it as well.
 */
const currentOf = (said: readonly RosterStatement[]): RosterStatement | undefined =>
  said.find(({ revoked }) => revoked !== null) ??
  said.reduce<RosterStatement | undefined>((best, one) => (best && best.version >= one.version ? best : one), undefined)

const isDisputed = (said: readonly RosterStatement[]): boolean => {
  const highest = Math.max(...said.map(({ version }) => version))
  return said.filter(({ version }) => version === highest).length > 1
}

/** The statements that are trusted here, and what follows from them. It only grows. */
export class Roster {
  readonly pinned: Pinned
  /** Headquarters' key, if it is known. */
  readonly root: string | undefined
  /** Subject to issuer to what was said, oldest first. */
  private readonly said = new Map<string, Map<string, RosterStatement[]>>()
  private readonly hashes = new Set<string>()

  constructor(pinned: Pinned, statements: Iterable<RosterStatement>) {
    this.pinned = pinned
    this.root = pinned.rootKey ?? pinned.cards.find(({ keys }) => keys.root !== undefined)?.keys.root
    for (const statement of statements) this.add(statement)
  }

  /** Takes in those of a bundle's statements that hold and are news; answers them. Offices first: they name keys. */
  admit(statements: readonly RosterStatement[]): RosterStatement[] {
    const fresh: RosterStatement[] = []
    for (const kind of ['office', 'device'] as const)
      for (const statement of statements) {
        if (statement.subject.kind !== kind || this.hashes.has(hashOfStatement(statement))) continue
        if (!this.maySpeak(statement) || !this.isNews(statement) || !statementHolds(statement)) continue
        this.add(statement)
        fresh.push(statement)
      }
    return fresh
  }

  /** Every statement whose issuer is trusted, withdrawals first, for a bundle. */
  all(): RosterStatement[] {
    const out = [...this.said.values()]
      .flatMap((issuers) => [...issuers.values()].flat())
      .filter((statement) => this.maySpeak(statement))
    return out.toSorted((a, b) => Number(a.revoked === null) - Number(b.revoked === null))
  }

  /** What an issuer says now of a subject, and its version so far. */
  find(issuer: string, subject: string): { statement: RosterStatement | undefined; version: number } {
    const said = this.said.get(subject)?.get(issuer) ?? []
    return { statement: currentOf(said), version: Math.max(0, ...said.map(({ version }) => version)) }
  }

  /** Offices that headquarters signed, with what it says of them. */
  signedOffices(): RosterStatement[] {
    const { root } = this
    if (root === undefined) return []
    return [...this.said].flatMap(([subject, issuers]) =>
      subject.startsWith('office:') ? (currentOf(issuers.get(root) ?? []) ?? []) : [],
    )
  }

  cardOf(office: string): OfficeCard | undefined {
    return this.pinned.cards.find((card) => card.office === office)
  }

  /** What headquarters says of an office. */
  officeOf(office: string): RosterStatement | undefined {
    return this.root === undefined ? undefined : this.find(this.root, `office:${office}:${office}`).statement
  }

  /** The laptops of an office, also withdrawn ones. */
  laptopsOf(office: string): Laptop[] {
    const out: Laptop[] = []
    for (const [subject, issuers] of this.said) {
      if (!subject.startsWith(`device:${office}:`)) continue
      const words = [...issuers.values()].flatMap((said) => currentOf(said) ?? []).filter((one) => this.maySpeak(one))
      const first = words.find(({ issuer }) => issuer !== this.root) ?? words[0]
      if (!first) continue
      const { subject: about, from, until } = first
      const revoked = words.flatMap((one) => one.revoked?.at ?? []).toSorted()[0] ?? null
      out.push({ id: about.id, name: about.name, since: from, until, keys: words.flatMap(({ keys }) => keys), revoked })
    }
    return out.toSorted((a, b) => (a.since < b.since ? -1 : 1))
  }

  /** The three letters of an office, as far as they are known. */
  codeOf(office: string): string {
    if (office === this.pinned.office) return this.pinned.code
    const named = /^[A-Z]{3}(?= |$)/.exec(this.officeOf(office)?.subject.name ?? '')?.[0]
    return this.cardOf(office)?.code ?? named ?? ''
  }

  /** True when somebody signed two different things about an office or a laptop of it. */
  isDisputed(office: string): boolean {
    return [...this.said].some(
      ([subject, issuers]) => subject.split(':')[1] === office && [...issuers.values()].some(isDisputed),
    )
  }

  /** Judges the key that signed a bundle. */
  judge({ sender, store }: Pick<BundleHeader, 'sender' | 'store'>, key: string, now: string): Verdict {
    const office = this.officeOf(sender.office)
    if (office?.revoked) return { trust: 'revoked', since: office.revoked.at }
    const signs = (laptop: Laptop): boolean =>
      laptop.keys.some((one) => one.use === 'sign' && one.store === store && one.key === key)
    const laptops = this.laptopsOf(sender.office)
    const pinned = this.cardOf(sender.office)
    const carded = pinned?.keys[store]?.signing === key
    const gone = laptops.find(
      (laptop) =>
        laptop.revoked !== null &&
        (laptop.id === sender.device || signs(laptop) || (carded && wroteCard(laptop, pinned))),
    )
    if (gone?.revoked) return { trust: 'revoked', since: gone.revoked }
    const enrolled = laptops.some((one) => one.id === sender.device && isActive(one, now) && signs(one))
    return { trust: enrolled || carded ? 'trusted' : 'unknown' }
  }

  /** The laptops of an office that may read a store, and the keys to encrypt to; without this laptop itself. */
  receiversOf(office: string, store: StoreName, now: string): Receivers {
    if (this.officeOf(office)?.revoked) return { expected: [], ignored: [], recipients: [] }
    const receiving = (laptop: Laptop): string[] =>
      laptop.keys.flatMap((one) => (one.use === 'receive' && one.store === store ? [one.key] : []))
    const laptops = this.laptopsOf(office)
    const active = laptops.filter((one) => isActive(one, now) && receiving(one).length > 0 && !this.isOwn(office, one))
    const card = this.cardOf(office)
    const withdrawn = card && laptops.some((one) => one.revoked !== null && wroteCard(one, card))
    const pinned = withdrawn ? undefined : card?.keys[store]?.receiving
    const recipients = [...active.flatMap(receiving), ...(pinned === undefined ? [] : [pinned])]
    return {
      expected: active.map(({ id }) => id),
      ignored: laptops.filter((one) => one.revoked !== null || this.isOwn(office, one)).map(({ id }) => id),
      recipients: [...new Set(recipients)],
    }
  }

  private isOwn(office: string, laptop: Laptop): boolean {
    return office === this.pinned.office && laptop.id === this.pinned.device
  }

  /** Headquarters speaks of offices and withdraws laptops; an office speaks of its own laptops. */
  private maySpeak({ issuer, subject, revoked }: RosterStatement): boolean {
    if (subject.kind === 'office') return issuer === this.root && subject.id === subject.office
    if (issuer === this.root && revoked !== null) return true
    return this.keysOf(subject.office).has(issuer)
  }

  private keysOf(office: string): Set<string> {
    const out = new Set<string>()
    const pinned = this.cardOf(office)?.keys.office
    if (pinned !== undefined) out.add(pinned)
    if (office === this.pinned.office && this.pinned.officeKey !== undefined) out.add(this.pinned.officeKey)
    for (const { use, key } of this.officeOf(office)?.keys ?? []) if (use === 'office') out.add(key)
    return out
  }

  /** A lower version is old news, unless it withdraws; a second content under one version is kept as proof. */
  private isNews(statement: RosterStatement): boolean {
    const said = this.said.get(subjectOf(statement))?.get(statement.issuer) ?? []
    const highest = Math.max(0, ...said.map(({ version }) => version))
    if (said.filter(({ version }) => version === statement.version).length >= mostContents) return false
    return statement.version >= highest || statement.revoked !== null
  }

  private add(statement: RosterStatement): void {
    const subject = subjectOf(statement)
    const issuers = this.said.get(subject) ?? new Map<string, RosterStatement[]>()
    this.said.set(subject, issuers)
    issuers.set(statement.issuer, [...(issuers.get(statement.issuer) ?? []), statement])
    this.hashes.add(hashOfStatement(statement))
  }
}

/** The laptop that wrote a card; older cards name none, but its key is in them. */
const wroteCard = (laptop: Laptop, card: OfficeCard): boolean =>
  laptop.id === card.device || laptop.keys.some(({ use, key }) => use === 'sign' && key === card.keys.registry.signing)

const isActive = ({ revoked, until }: Laptop, now: string): boolean =>
  revoked === null && (until === null || until > now)
