import { z } from 'zod'
import { bundleChoice, type BundleChoice, type exportResult } from '../../shared/contract/exchange.ts'
import type { BundleOp } from '../../shared/bundle/v1/operation.ts'
import { fail, type StoreName } from '../../shared/errors.ts'
import { randomBytes } from '../crypto/random.ts'
import type { JobTools, Runner } from '../jobs/runner.ts'
import { countLacking, type Held } from '../oplog/lacking.ts'
import { knowledgeOf } from '../oplog/read.ts'
import { schemaVersion } from '../oplog/session.ts'
import { addressTo } from '../roster/exchange.ts'
import { findReceivers } from '../roster/repository.ts'
import type { AnyStore } from '../store/open.ts'
import { findAcknowledged } from './acknowledged.ts'
import { freeIn } from './format/safe-file.ts'
import { signCheckpoint } from './format/statements.ts'
import { writeSet, type NewHeader } from './format/write.ts'
import { attachmentsFor, choosePieces, readPiece, wantsOf, type ChosenPieces } from './pieces.ts'
import { findIdentity, type StoreIdentity } from './repository.ts'
import { opsBeyond, select } from './selection.ts'
import { forgetWriting, nextInLine, noteWriting, noteWritten, type SentDetails } from './sent.ts'
import { internal, internalOf, writeTo } from './stores.ts'

const exportParams = z.strictObject({
  ...bundleChoice.shape,
  alsoTo: z.array(z.string()).optional(),
  volumeBytes: z.int().optional(),
})

/** The named store as this job has it open. */
export const openedStore = (tools: JobTools, store: StoreName): AnyStore =>
  store === 'registry' ? tools.stores.registry : (tools.stores.medical ?? fail({ kind: 'forbidden' }))

/** What a choice takes out of a store: which records, and what of them the receiver has already. */
export const chosenFrom = async (tools: JobTools, open: AnyStore, choice: BundleChoice) => {
  const laptops = await findReceivers(tools.db, choice.office, choice.store, tools.now())
  const word = await findAcknowledged(internalOf(tools, choice.store), open, choice.office, laptops)
  const held: Held = word?.held ?? new Map()
  const theirs: Held = choice.content === 'lacking' ? held : new Map()
  const selection = select(open, choice.part)
  const { lacking, rest } = attachmentsFor(open, { held, wants: word?.wants ?? [] })
  // In a whole bundle those they should have already come last, when there is room.
  const photos = (choice.content === 'lacking' ? lacking : [...lacking, ...rest]).filter(({ id }) => selection.has(id))
  return { theirs, selection, photos, total: countLacking(open, theirs) }
}

const typeOf = ({ content, part }: BundleChoice, theirs: Held): NewHeader['type'] => {
  if (content === 'receipt') return 'receipt'
  if (part) return 'extract'
  return theirs.size === 0 ? 'full' : 'incremental'
}

const scopeOf = (part: BundleChoice['part']): NewHeader['scope'] =>
  part
    ? {
        programmes: part.programmes,
        ...(part.place === null ? {} : { place: part.place }),
        ...(part.since === null ? {} : { since: part.since }),
      }
    : {}

const ownCheckpoint = (open: AnyStore, own: StoreIdentity, at: string) => {
  const feed = open.prepare('select n, lower(hex(hash)) as hash from feed where id = 1').get() as {
    n: number
    hash: string
  }
  return signCheckpoint(
    { kind: 'feed', store: open.store, origin: own.replica, size: feed.n, hash: feed.hash, at, key: own.signingKey },
    Buffer.from(own.signingSeed, 'hex'),
  )
}

/** Room on the stick for all files of a set, leaving a little for what else a file system needs. */
const roomIn = async (folder: string): Promise<number> => (await freeIn(folder)) * 0.98 - 2 * 1024 * 1024

async function* nothing(): AsyncGenerator<BundleOp> {
  // A receipt holds no operations.
}

/** Writes what one store holds, or a part of it, into a set of files for one office, in a folder a person chose. */
export const exportJob: Runner<'bundleExport'> = async (request, tools): Promise<z.infer<typeof exportResult>> => {
  const { alsoTo, volumeBytes, ...choice } = exportParams.parse(request.params)
  const { store, office, content } = choice
  const open = openedStore(tools, store)
  const { code, recipients, statements } = await addressTo(tools, office, store)
  const own = await findIdentity(internalOf(tools, store))
  const room = await roomIn(request.folder)
  const { theirs, selection, photos, total } = await chosenFrom(tools, open, choice)
  const set = randomBytes(16).toString('hex')
  const created = tools.now().toISOString()
  const type = typeOf(choice, theirs)
  const line = await nextInLine(internalOf(tools, store), code, own.replica)
  const knowledge = knowledgeOf(open)
  const receiptSecret = randomBytes(32).toString('hex')
  const details: SentDetails = { choice, files: [], receiptSecret, knowledge, confirmed: false }
  // Before anything is written: a copy that nobody can know of must not exist.
  await tools.note(store, 'bundles.export', office)
  await writeTo(tools, store, async (trx) => {
    const { replica } = own
    await noteWriting(internal(trx), {
      set,
      office: code,
      at: created,
      kind: type,
      replica,
      serial: line.serial,
      details,
    })
  })
  let chosen: ChosenPieces | undefined
  let named = false
  const writing = writeSet({
    header: {
      bundle: set,
      set,
      volume: { i: 1, n: 1 },
      store,
      type,
      sender: { office: tools.user.office, device: own.device, replica: own.replica },
      offices: [office],
      scope: scopeOf(choice.part),
      schema: schemaVersion,
      created,
      knowledge,
      acks: {},
      wants: wantsOf(open),
      receipt_secret: receiptSecret,
      ...line,
    },
    roster: { statements },
    checkpoints: [ownCheckpoint(open, own, created)],
    ops: content === 'receipt' ? nothing() : opsBeyond(open, { selection, theirs, total }, tools),
    ...(content === 'receipt'
      ? {}
      : {
          chunks: {
            choose: async (plan) => {
              chosen = await choosePieces(open, photos, plan, tools)
            },
            read: async (sha256) => await readPiece(open, sha256),
          },
        }),
    recipients: [...recipients, ...(alsoTo ?? [])],
    signingKey: { seed: Buffer.from(own.signingSeed, 'hex'), publicKey: Buffer.from(own.signingKey, 'hex') },
    targetFolder: request.folder,
    // Beside the stores, so that nothing of it is ever on another disk.
    stagingFolder: tools.folder,
    limits: { bytes: room, ...(volumeBytes === undefined ? {} : { volumeBytes }) },
    onProgress: ({ stage, done, total: of }) => {
      if (stage !== 'collect') tools.progress(`bundle.${stage}`, done, of ?? done)
    },
    onNaming: () => {
      named = true
    },
    cancelled: tools.cancelled,
  })
  const written = await writing.catch(async (error: unknown) => {
    // Nothing got a name, so nothing can be handed on: the journal does not say that something may have left.
    if (!named) await writeTo(tools, store, async (trx) => await forgetWriting(internal(trx), set))
    throw error
  })
  const sum = (of: 'bytes' | 'ops') => written.reduce((all, one) => all + one[of], 0)
  const files = written.map(({ file, bytes, sha256 }) => ({ file: file.split(/[\\/]/).at(-1) ?? '', bytes, sha256 }))
  await writeTo(tools, store, async (trx) => {
    await noteWritten(internal(trx), set, {
      operations: sum('ops'),
      bytes: sum('bytes'),
      volumes: written.length,
      details: { ...details, files },
    })
  })
  tools.changed(['bundles', 'home'])
  const { photos: count = 0, bytes = 0, leftOut = 0, damaged = 0, elsewhere = 0 } = chosen ?? {}
  return {
    bundle: set,
    file: files[0]?.file ?? '',
    files,
    bytes: sum('bytes'),
    operations: sum('ops'),
    photos: { count, bytes, leftOut, damaged, elsewhere },
  }
}
