import type { Generated } from 'kysely'
import type { records } from '../../shared/records/index.ts'
import type { TableOf } from '../../shared/records/field.ts'

/*
 * The tables of both stores as Kysely sees them. A record's table has the record's name, its columns the fields' names.
 * Internal tables are written by `main/oplog` and `main/audit` alone, except where a domain is named.
 */

type Records = typeof records
type RegistryName =
  | 'office'
  | 'user'
  | 'place'
  | 'placeAlias'
  | 'figure'
  | 'household'
  | 'person'
  | 'displacement'
  | 'personPair'
  | 'capProject'
  | 'capStep'
  | 'attachment'
type MedicalName = Exclude<keyof Records, RegistryName>
type TablesOf<Names extends keyof Records> = { [K in Names]: TableOf<Records[K]> }

/** One operation, in order of arrival; texts of 32 or 64 hexadecimal digits are kept as bytes. */
interface OpLogTable {
  seq: Generated<number>
  /** `replica.id`. */
  replica: number
  n: number
  entity: string
  type: string
  kind: string
  fields: string
  seen: string
  ms: number
  c: number
  wall: string
  clockFlag: string
  user: string
  device: string
  saveId: string
  schema: number
  app: string
  salt: Uint8Array
  phash: Uint8Array
  prev: Uint8Array
  hash: Uint8Array
}

/** The current writes of one edited register; a register without rows here has the value of its create. */
interface HeadTable {
  type: string
  entity: string
  register: string
  replica: number
  n: number
  ms: number
  c: number
  wall: string
  user: string
  seen: string
  value: string
}

/** Registers on which offices disagree and a person has to decide. */
interface ConflictTable {
  type: string
  entity: string
  register: string
  at: string
}

interface AuditTable {
  n: number
  at: string
  user: string
  action: string
  entity: string | null
  hash: Uint8Array
}

/** One bundle written or read; owned by `main/bundles`. `position` is how many operations were already applied. */
interface BundleJournalTable {
  bundle: string
  direction: 'out' | 'in'
  office: string
  at: string
  operations: number
  bytes: number
  state: 'writing' | 'written' | 'verified' | 'applying' | 'applied' | 'discarded' | 'undone'
  position: number
  /** JSON: what `main/bundles` needs beside, such as the preview. */
  details: string
  /** The header's `type`. */
  kind: Generated<string>
  /** A set of several bundles and the place of this one in it; an empty set for a bundle of an earlier version. */
  setId: Generated<string>
  volume: Generated<number>
  volumes: Generated<number>
  /** The life of the sender's store, and how many bundles it had written for that office with this one. */
  replica: Generated<string>
  serial: Generated<number>
  /** The rows of the log that came by a bundle taken in here; null when none did. */
  firstSeq: number | null
  lastSeq: number | null
  /** Of a bundle taken in here: the how manieth, where the audit chain stood before, and this store's life then. */
  taken: number | null
  auditN: number | null
  life: Generated<string>
  /** What its sender had said before of what it holds, as JSON; null until the bundle was taken in whole. */
  word: string | null
}

/** Runs of rows that came by a bundle: of the log, or of what was set aside. Other writers' rows stand in between. */
interface BundleRunTable {
  bundle: string
  what: 'log' | 'quarantine'
  first: number
  last: number
}

interface ErasureRequestTable {
  id: string
  kind: string
  entity: string
  number: string
  reason: string
  reference: string | null
  requestedBy: string
  requestedAt: string
  state: 'waiting' | 'approved' | 'refused' | 'withdrawn'
  decidedBy: string | null
  decidedAt: string | null
  /** The save of the erase operations; null until it is approved. */
  saveId: string | null
}

/** Internal tables which both stores have. */
export interface InternalTables {
  /** Texts by name: replica, device, tag, officeCode, office, storeId, keys of this device. */
  storeMeta: { key: string; value: string }
  /** One row: where the own feed and the audit chain stand. */
  feed: {
    id: number
    n: number
    hash: Uint8Array
    ms: number
    c: number
    auditN: number
    auditHash: Uint8Array
  }
  /** Counters of human numbers by type, year and tag. */
  counter: { kind: string; value: number }
  replica: { id: Generated<number>; hex: string }
  opLog: OpLogTable
  head: HeadTable
  conflict: ConflictTable
  /** Operations kept and forwarded, not understood yet. */
  deferred: { seq: number }
  /** What was erased; what the erase operation says of it is null for a store that has not got that operation yet. */
  erased: {
    entity: string
    at: string
    type: string | null
    number: string | null
    saveId: string | null
    user: string | null
  }
  /** Requests to erase made on this laptop; owned by `main/erasure`. */
  erasureRequest: ErasureRequestTable
  /** Records kept longer than their time, until a day; owned by `main/erasure`. */
  retentionKeep: { entity: string; kind: string; until: string; reason: string; keptBy: string; keptAt: string }
  quarantine: {
    id: Generated<number>
    replica: string
    n: number
    hash: string
    op: string
    reason: string
    at: string
  }
  /** Runs of counters known of other replicas. */
  knownRange: { replica: number; first: number; last: number }
  audit: AuditTable
  /** Where the chain stood when it was signed; owned by `main/audit`. */
  auditCheckpoint: { n: number; at: string; hash: Uint8Array; signature: Uint8Array }
  bundleJournal: BundleJournalTable
  bundleRun: BundleRunTable
  /** What each laptop of another office holds by its own word, as JSON; owned by `main/bundles`. */
  acknowledged: { office: string; device: string; replica: string; created: string; knowledge: string; wants: string }
  /** Folded names of people (registry) or patients (medical); `row` is the rowid in `nameSearch`. */
  nameEntry: { row: Generated<number>; id: string; tokens: string; skeletons: string }
  /** FTS5 over `nameEntry`: `where nameSearch match 'tokens : hasan*'`; both columns hold words parted by spaces. */
  nameSearch: { rowid: number; tokens: string; skeletons: string; nameSearch: string; rank: number }
}

/** The registry store. */
export interface RegistryDatabase extends TablesOf<RegistryName>, InternalTables {
  /** Offices bundles can go to and come from; owned by `main/bundles`. `card` is the office card as JSON. */
  knownOffice: { id: string; code: string; name: string; card: string; receivesMedical: number; addedAt: string }
  /** Signed statements about offices and laptops, as JSON; owned by `main/roster`. */
  rosterStatement: {
    issuer: string
    subject: string
    version: number
    hash: string
    statement: string
    addedAt: string
  }
  /** Codes by which a new laptop joins this office; owned by `main/roster`. */
  invitation: {
    id: string
    secret: string
    name: string
    medical: number
    at: string
    until: string
    usedBy: string | null
  }
  /** One run of an import; owned by `main/imports`. `report` is JSON. */
  importRun: {
    importId: string
    kind: string
    at: string
    by: string
    created: number
    rejected: number
    fileHash: string
    report: string
  }
  /** Which record a source row became, so that the same file twice creates nothing; owned by `main/imports`. */
  importRow: { sourceKey: string; type: string; entity: string; rowHash: string; importId: string }
}

/** The medical store. */
export interface MedicalDatabase extends TablesOf<MedicalName>, InternalTables {}
