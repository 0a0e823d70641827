// Writes bundles as this version makes them, with the keys that open them and what they hold:
// `node scripts/through-vite.mjs scripts/make-golden.ts v0.2`. Once in the life of a version; never made again.
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { findIdentity } from '../src/main/bundles/repository.ts'
import { internal } from '../src/main/bundles/stores.ts'
import { writeBundle } from '../src/main/bundles/format/write.ts'
import { randomBytes } from '../src/main/crypto/random.ts'
import { knowledgeOf, readLog } from '../src/main/oplog/read.ts'
import { openOffices, take } from '../tests/main/two-offices.ts'
import { family, patientCase, project } from './demo-people.ts'
import { pdf } from './fixtures/pictures.ts'

const version = process.argv[2]
if (!version) throw new Error('name the version')
const target = path.resolve('tests/fixtures/bundles', version)
if (readdirSync(path.dirname(target)).includes(version)) throw new Error(`${version} has its bundles`)
mkdirSync(target)

const world = await openOffices(['BGD', 'EBL'])
try {
  const [from, to] = world.offices
  if (!from || !to) throw new Error('two offices')
  const keep = (file: string, name: string) => copyFileSync(file, path.join(target, name))
  const household = { ...family.household, place: null, placeUnknown: 'Duhok' }
  const { id } = await from.get('households.register', { ...family, household, displacements: [] })
  await from.get('projects.create', { draft: { ...project.draft, place: null } })
  await from.get('cases.create', { ...patientCase, patient: { ...patientCase.patient, place: null } })
  await world.attach(from, { type: 'household', id }, pdf(1))
  keep((await world.write(from, to, { content: 'everything' })).file, 'registry-full.bundle')
  const { file } = await world.write(from, to)
  await take(to, file)
  await take(from, (await world.write(to, from, { content: 'receipt' })).file)
  await from.get('households.update', { id, patch: { phone: '0770 000 0001', notes: 'Moved to the second camp' } })
  const { id: second } = await from.get('households.register', { ...family, household, displacements: [] })
  await from.get('households.setStatus', { id: second, to: 'verified', reason: 'Registered twice' })
  keep((await world.write(from, to, { content: 'lacking' })).file, 'registry-incremental.bundle')
  keep((await world.write(from, to, { content: 'receipt' })).file, 'registry-receipt.bundle')
  keep((await world.write(from, to, { store: 'medical' })).file, 'medical-full.bundle')

  const own = await findIdentity(internal(from.ctx.db))
  const store = from.app.stores().registry
  const passphrase = 'copper lantern river seven'
  const sender = { office: (await from.get('bundles.card', {})).office, device: own.device, replica: own.replica }
  const set = randomBytes(16).toString('hex')
  const made = await writeBundle({
    header: {
      bundle: set,
      set,
      volume: { i: 1, n: 1 },
      store: 'registry',
      type: 'full',
      sender,
      offices: [(await to.get('bundles.card', {})).office],
      scope: {},
      schema: 1,
      created: new Date().toISOString(),
      knowledge: knowledgeOf(store),
      acks: {},
      wants: [],
      receipt_secret: randomBytes(32).toString('hex'),
      previous: null,
    },
    roster: { statements: [] },
    checkpoints: [],
    ops: (async function* () {
      for (const { op } of readLog(store)) yield await Promise.resolve(op)
    })(),
    recipients: [],
    passphrase,
    signingKey: { seed: Buffer.from(own.signingSeed, 'hex'), publicKey: Buffer.from(own.signingKey, 'hex') },
    targetFolder: world.stick,
  })
  keep(made.file, 'registry-passphrase.bundle')

  const keys = {
    office: (await to.get('bundles.card', {})).office,
    registry: (await findIdentity(internal(to.ctx.db))).receivingIdentity,
    medical: (await findIdentity(internal(to.ctx.medical))).receivingIdentity,
    passphrase,
    senders: { registry: own.signingKey, medical: (await findIdentity(internal(from.ctx.medical))).signingKey },
  }
  writeFileSync(path.join(target, 'keys.json'), `${JSON.stringify(keys, null, 2)}\n`)
} catch (error) {
  rmSync(target, { recursive: true, force: true })
  throw error
} finally {
  await world.close()
}
