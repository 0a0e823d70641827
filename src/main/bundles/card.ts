import type { OfficeCard } from '../../shared/contract/exchange.ts'
import { canonical } from '../crypto/canonical.ts'
import { sha256Hex } from '../crypto/hash.ts'

/**
 * What two people read to each other to know that a card is the right one: the first 80 bits of a hash over the card's
 * keys, in groups of four hexadecimal digits. Names and codes are left out, so that a renamed office keeps its own.
 */
export const fingerprintOf = (card: OfficeCard): string =>
  (
    sha256Hex('waypost office card v1', canonical({ office: card.office, keys: card.keys }))
      .slice(0, 20)
      .match(/.{4}/g) ?? []
  ).join(' ')
