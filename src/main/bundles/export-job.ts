import { z } from 'zod'
import type { exportResult } from '../../shared/contract/exchange.ts'
import { officeCard } from '../../shared/contract/exchange.ts'
import type { BundleOp } from '../../shared/bundle/v1/operation.ts'
import { fail } from '../../shared/errors.ts'
import { recordId } from '../../shared/records/field.ts'
import { randomBytes } from '../crypto/random.ts'
import type { JobTools, Runner } from '../jobs/runner.ts'
import { countLacking, isHeld, type Held } from '../oplog/lacking.ts'
import { knowledgeOf, readOpsExcept } from '../oplog/read.ts'
import { schemaVersion } from '../oplog/session.ts'
import type { AnyStore } from '../store/open.ts'
import { findAcknowledged } from './acknowledged.ts'
import { keysFor } from './card.ts'
import { signCheckpoint } from './format/statements.ts'
import { writeBundle } from './format/write.ts'
import { attachmentsFor, choosePieces, readPiece, wantsOf, type ChosenPieces } from './pieces.ts'
import { findIdentity } from './repository.ts'
import { internal, internalOf, writeTo } from './stores.ts'

const exportParams = z.strictObject({
  store: z.enum(['registry', 'medical']),
  office: recordId,
  content: z.enum(['lacking', 'everything']).optional(),
  alsoTo: z.array(z.string()).optional(),
})

const batch = 2000

/** All operations a store holds and the receiver lacks, in order of arrival, read in batches so that memory stays the same at any size. */
async function* opsBeyond(store: AnyStore, theirs: Held, tools: JobTools): AsyncGenerator<BundleOp> {
  const total = countLacking(store, theirs)
  let done = 0
  for (let after: number | null = 0; ;) {
    const page: ReturnType<typeof readOpsExcept> = readOpsExcept(store, after, batch, (replica, n) =>
      isHeld(theirs, replica, n),
    )
    if (page.last === null) return
    after = page.last
    for (const { op } of page.ops) yield op
    done += page.ops.length
    tools.progress('bundle.collect', done, total)
    await tools.pause()
  }
}

/** Writes what one store holds, or what is lacking of it at one office, into a bundle for that office, in a folder a person chose. */
export const exportJob: Runner<'bundleExport'> = async (request, tools): Promise<z.infer<typeof exportResult>> => {
  const { store, office, alsoTo, content } = exportParams.parse(request.params)
  const open = store === 'registry' ? tools.stores.registry : (tools.stores.medical ?? fail({ kind: 'forbidden' }))
  const row = await tools.db.selectFrom('knownOffice').select('card').where('id', '=', office).executeTakeFirst()
  const card = officeCard.parse(JSON.parse(row?.card ?? fail({ kind: 'notFound', record: 'office', id: office })))
  const keys = keysFor(card, store) ?? fail({ kind: 'refused', reason: 'office_not_medical' })
  const own = await findIdentity(internalOf(tools, store))
  const word = await findAcknowledged(internalOf(tools, store), open, office)
  const held: Held = word?.held ?? new Map()
  const theirs: Held = content === 'lacking' ? held : new Map()
  const bundle = randomBytes(16).toString('hex')
  const created = tools.now().toISOString()
  const signingKey = {
    seed: Buffer.from(own.signingSeed, 'hex'),
    publicKey: Buffer.from(own.signingKey, 'hex'),
  }
  const feed = open.prepare('select n, lower(hex(hash)) as hash from feed where id = 1').get() as {
    n: number
    hash: string
  }
  const checkpoint = signCheckpoint(
    { kind: 'feed', store, origin: own.replica, size: feed.n, hash: feed.hash, at: created, key: own.signingKey },
    signingKey.seed,
  )
  // Before anything is written: a copy that nobody can know of must not exist.
  await tools.note(store, 'bundles.export', office)
  let chosen: ChosenPieces | undefined
  const written = await writeBundle({
    header: {
      bundle,
      set: bundle,
      volume: { i: 1, n: 1 },
      store,
      type: theirs.size === 0 ? 'full' : 'incremental',
      sender: { office: tools.user.office, device: own.device, replica: own.replica },
      offices: [office],
      scope: {},
      schema: schemaVersion,
      created,
      knowledge: knowledgeOf(open),
      acks: {},
      wants: wantsOf(open),
      receipt_secret: randomBytes(32).toString('hex'),
      previous: null,
    },
    roster: { statements: [] },
    checkpoints: [checkpoint],
    ops: opsBeyond(open, theirs, tools),
    chunks: {
      choose: async (room) => {
        const { lacking, rest } = attachmentsFor(open, { held, wants: word?.wants ?? [] })
        // In a whole bundle those they should have already come last, when there is room.
        const rows = content === 'lacking' ? lacking : [...lacking, ...rest]
        return (chosen = await choosePieces(open, rows, room, tools)).chunks
      },
      read: async (sha256) => await readPiece(open, sha256),
    },
    recipients: [keys.receiving, ...(alsoTo ?? [])],
    signingKey,
    targetFolder: request.folder,
    // Beside the stores, so that nothing of it is ever on another disk.
    stagingFolder: tools.folder,
    onProgress: ({ stage, done, total }) => {
      if (stage !== 'collect') tools.progress(`bundle.${stage}`, done, total ?? done)
    },
    cancelled: tools.cancelled,
  })
  await writeTo(tools, store, async (trx) => {
    await internal(trx)
      .insertInto('bundleJournal')
      .values({
        bundle,
        direction: 'out',
        office: card.code,
        at: created,
        operations: written.ops,
        bytes: written.bytes,
        state: 'written',
        position: 0,
        details: JSON.stringify({ sha256: written.sha256 }),
      })
      .execute()
  })
  tools.changed(['bundles', 'home'])
  const { photos = 0, bytes = 0, leftOut = 0, damaged = 0, elsewhere = 0 } = chosen ?? {}
  return {
    bundle,
    file: written.file.split(/[\\/]/).at(-1) ?? '',
    bytes: written.bytes,
    operations: written.ops,
    sha256: written.sha256,
    photos: { count: photos, bytes, leftOut, damaged, elsewhere },
  }
}
