import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3-multiple-ciphers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { pdf, png, secretPlace, withExif } from '../../../scripts/fixtures/pictures.ts'
import { checkAttachments, collectChunks, forgetAttachments } from '../../../src/main/attachments/index.ts'
import { decodeJpeg, encodeJpeg } from '../../../src/main/attachments/codecs.ts'
import { keep } from '../../../src/main/attachments/keep.ts'
import { openFiles } from '../../../src/main/store/files.ts'
import { unlockFile } from '../../../src/main/store/open.ts'
import { Failure } from '../../../src/shared/errors.ts'
import { records } from '../../../src/shared/records/index.ts'
import { addedFiles, type AttachmentOwner } from '../../../src/shared/contract/attachments.ts'
import type { JobState } from '../../../src/shared/contract/exchange.ts'
import type { Input } from '../../../src/shared/contract/index.ts'
import { openOffice, type TestOffice } from '../open-office.ts'

let office: TestOffice
let owner: AttachmentOwner
let count = 0
beforeEach(async () => {
  office = await openOffice()
  const { id } = await office.get('households.register', {
    household: { residenceStatus: 'HOST', registered: '2024-11-03', status: 'draft', consent: false },
    members: [{ given: { la: 'Karwan' }, sex: 'MALE', relationship: 'HEAD', status: 'active' }],
    displacements: [],
  })
  owner = { type: 'household', id }
})
afterEach(() => office.close())

const finished = async (jobId: string): Promise<JobState> => {
  for (;;) {
    const job = await office.get('jobs.get', { jobId })
    if (job.state !== 'running') return job
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
/** Writes a file as a person would have it on a stick, and answers the token of its choice. */
const chosen = (name: string, bytes: Uint8Array): { file: string; name: string } => {
  const folder = path.join(office.folder, `stick-${++count}`)
  mkdirSync(folder)
  writeFileSync(path.join(folder, name), bytes)
  const file = String(count).padStart(32, '0')
  office.app.setPath(file, path.join(folder, name))
  return { file, name }
}
const addAll = async (
  files: Input<'attachments.add'>['files'],
  to: AttachmentOwner,
  kind: Input<'attachments.add'>['kind'],
) => {
  const { jobId } = await office.get('attachments.add', { owner: to, kind, files })
  const job = await finished(jobId)
  expect(job).toMatchObject({ state: 'done', error: null })
  return addedFiles.parse(job.result)
}
const add = async (name: string, bytes: Uint8Array) => await addAll([chosen(name, bytes)], owner, 'photo')
const list = async () => await office.get('attachments.list', { owner })
const only = async () => {
  const [one] = await list()
  if (!one) throw new Error('nothing was kept')
  return { type: 'household' as const, id: one.stored.id, ...one }
}
const refusalOf = async (name: string, bytes: Uint8Array): Promise<string | undefined> => {
  const { added, refused } = await add(name, bytes)
  expect(added).toBe(0)
  expect(await list()).toEqual([])
  return refused[0]?.reason
}
const errorOf = async (call: Promise<unknown>): Promise<unknown> =>
  await call.then(
    () => null,
    (error: unknown) => (error instanceof Failure ? error.error : error),
  )

const half = (x: number): readonly [number, number, number] => (x < 32 ? [200, 0, 0] : [0, 0, 200])
const plainJpeg = async (width: number, height: number): Promise<Uint8Array> => {
  const data = new Uint8ClampedArray(width * height * 4).fill(255)
  for (let at = 0; at < data.length; at += 4) data.set(half(((at / 4) % width) / (width / 64)), at)
  return await encodeJpeg({ data, width, height }, 90)
}

describe('a photo', () => {
  it('is kept upright, small enough, and without the place where it was taken', async () => {
    const photo = withExif(await plainJpeg(2400, 1200), 6)
    expect(photo.includes(secretPlace)).toBe(true)
    expect(await add('IMG_0001.JPG', photo)).toEqual({ added: 1, refused: [] })
    const { type, id, here, stored } = await only()
    expect({ here, ...stored }).toMatchObject({
      here: 'here',
      title: 'IMG_0001',
      mediaType: 'image/jpeg',
      width: 800,
      height: 1600,
    })
    const { bytes } = await office.get('attachments.preview', { type, id })
    expect(Buffer.from(bytes).includes('Exif')).toBe(false)
    expect(Buffer.from(bytes).includes(secretPlace)).toBe(false)
    const pixels = await decodeJpeg(bytes)
    // Turned by a quarter: what was left is at the top.
    expect(pixels.data[(100 * 800 + 400) * 4]).toBeGreaterThan(150)
    expect(pixels.data[(1500 * 800 + 400) * 4]).toBeLessThan(60)
    const thumb = await office.get('attachments.thumbnail', { type, id })
    const small = await decodeJpeg(thumb ?? new Uint8Array())
    expect([small.width, small.height]).toEqual([128, 256])
  })

  it('and its place are nowhere in the clear on the disk', async () => {
    await add('a.jpg', withExif(await plainJpeg(64, 64), 1))
    await office.lock()
    for (const file of ['registry.files.db', 'registry.db']) {
      const bytes = readFileSync(path.join(office.folder, file))
      expect(bytes.includes(secretPlace)).toBe(false)
      // The start of every JPEG, long enough not to come about by chance in what looks like noise.
      expect(bytes.includes(Buffer.from('ffd8ffe000104a464946', 'hex'))).toBe(false)
    }
    expect(readFileSync(path.join(office.folder, 'registry.files.db')).length).toBeGreaterThan(16_384)
  })

  it('as PNG, and a PDF and a text, are known by their content whatever they are called', async () => {
    await addAll(
      [
        chosen('scan', png(64, 32, half)),
        chosen('paper.txt', pdf(2)),
        chosen('note.jpg', Buffer.from('عقد الإيجار\n')),
      ],
      owner,
      'other',
    )
    expect((await list()).map(({ stored }) => stored.mediaType)).toEqual([
      'image/jpeg',
      'application/pdf',
      'text/plain',
    ])
    const [, paper] = await list()
    const kept = await office.get('attachments.preview', { type: 'household', id: paper?.stored.id ?? '' })
    expect(Buffer.from(kept.bytes).equals(pdf(2))).toBe(true)
  })
})

describe('a file is refused', () => {
  it.each([
    [
      'a program with the name of a photo',
      'family.jpg',
      Buffer.from('MZ\x90\0\x03\0\0\0PE\0\0', 'latin1'),
      'file_kind_unknown',
    ],
    ['an archive', 'photos.png', Buffer.from('PK\x03\x04\x14\0\0\0', 'latin1'), 'file_kind_unknown'],
    ['a HEIC photo', 'IMG.HEIC', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1', 'latin1'), 'picture_heic'],
    ['an empty file', 'a.png', Buffer.alloc(0), 'attachment_empty'],
    ['a large file', 'a.pdf', Buffer.alloc(25 * 1024 * 1024 + 1, 'a'), 'attachment_too_large'],
    ['a picture that would unpack to gigabytes', 'a.png', png(8, 8, half, [40_000, 40_000]), 'picture_too_large'],
    ['a picture that lies about its size', 'a.png', png(8, 8, half, [16, 16]), 'picture_damaged'],
    ['a PNG cut short', 'a.png', png(64, 64, (x, y) => [x * 3, y * 3, x ^ y]).subarray(0, 120), 'picture_damaged'],
    ['a PDF cut short', 'a.pdf', pdf(1).subarray(0, 300), 'pdf_damaged'],
    [
      'a protected PDF',
      'a.pdf',
      Buffer.concat([pdf(1), Buffer.from('trailer << /Encrypt 9 0 R >>\n%%EOF')]),
      'pdf_encrypted',
    ],
  ])('%s', async (_what, name, bytes, reason) => {
    expect(await refusalOf(name, bytes)).toBe(reason)
  })

  it('a JPEG cut short', async () => {
    const whole = await plainJpeg(640, 480)
    expect(await refusalOf('a.jpg', whole.subarray(0, whole.length / 2))).toBe('picture_damaged')
    expect(await refusalOf('a.jpg', whole.subarray(0, 40))).toBe('picture_damaged')
  })

  it('and the others of the same choice are kept', async () => {
    const both = [chosen('bad.jpg', Buffer.from('MZ\0\0', 'latin1')), chosen('good.png', png(8, 8, half))]
    expect(await addAll(both, owner, 'photo')).toEqual({
      added: 1,
      refused: [{ name: 'bad.jpg', reason: 'file_kind_unknown' }],
    })
  })
})

const pieces = () => office.app.stores().registry.files().list()

describe('pieces', () => {
  it('of the same file are kept once', async () => {
    const large = Buffer.concat([pdf(1), Buffer.alloc(3_000_000, 'x'), Buffer.from('\n%%EOF')])
    await add('one.pdf', large)
    const before = pieces().length
    expect(before).toBe(3)
    await add('two.pdf', large)
    expect(pieces().length).toBe(before)
    expect((await list()).length).toBe(2)
  })

  it('of a removed photo are dropped after thirty days, and not before', async () => {
    await add('a.png', png(8, 8, half))
    const { registry } = office.app.stores()
    const later = (days: number) => new Date(Date.now() + days * 86_400_000)
    expect(collectChunks(registry, later(400))).toBe(0)
    const { type, id } = await only()
    await office.get('attachments.remove', { type, id })
    expect(await list()).toEqual([])
    expect(collectChunks(registry, later(29))).toBe(0)
    await office.get('attachments.restore', { type, id })
    expect((await only()).here).toBe('here')
    expect(collectChunks(registry, later(400))).toBe(0)
    await office.get('attachments.remove', { type, id })
    expect(collectChunks(registry, later(31))).toBe(2)
    expect(pieces()).toEqual([])
    await office.get('attachments.restore', { type, id })
    expect((await only()).here).toBe('elsewhere')
    expect(await errorOf(office.get('attachments.preview', { type, id }))).toEqual({
      kind: 'refused',
      reason: 'attachment_elsewhere',
    })
  })

  it('kept by a cancelled addition leave no record and are collected', async () => {
    const big = Buffer.concat([pdf(1), Buffer.alloc(20_000_000, 'y'), Buffer.from('\n%%EOF')])
    const { jobId } = await office.get('attachments.add', { owner, kind: 'other', files: [chosen('big.pdf', big)] })
    await office.get('jobs.cancel', { jobId })
    expect((await finished(jobId)).state).toBe('cancelled')
    expect(await list()).toEqual([])
    // As if the cancel had come between two pieces.
    const { registry } = office.app.stores()
    registry.files().put(Buffer.from('half a paper'), new Date().toISOString())
    expect(collectChunks(registry, new Date(Date.now() + 31 * 86_400_000))).toBeGreaterThan(0)
    expect(pieces()).toEqual([])
  })

  it('of an erased owner go at once, except those that others share', async () => {
    const other = await office.get('households.register', {
      household: { residenceStatus: 'HOST', registered: '2024-11-03', status: 'draft', consent: false },
      members: [{ given: { la: 'Sara' }, sex: 'FEMALE', relationship: 'HEAD', status: 'active' }],
      displacements: [],
    })
    const shared = chosen('both.pdf', pdf(1))
    await addAll([shared, chosen('own.png', png(8, 8, half))], owner, 'photo')
    await addAll([shared], { type: 'household', id: other.id }, 'photo')
    expect(pieces().length).toBe(3)
    const ids = await office.ctx.write('registry', (trx) =>
      Promise.resolve(forgetAttachments(trx, owner.type, owner.id)),
    )
    expect(ids.length).toBe(2)
    expect(pieces().length).toBe(1)
    expect((await list()).map(({ here }) => here)).toEqual(['here', 'elsewhere'])
  })

  it('are missing plainly when their file is gone', async () => {
    await add('a.png', png(8, 8, half))
    const { type, id } = await only()
    const files = office.app.stores().registry.files()
    files.drop(files.list().map(({ hash }) => hash))
    expect((await only()).here).toBe('elsewhere')
    expect(await office.get('attachments.thumbnail', { type, id })).toBeNull()
    expect(await checkAttachments(office.app.stores().registry, () => undefined)).toEqual({
      checked: 1,
      damaged: [],
      elsewhere: [id],
    })
  })
})

describe('damage', () => {
  /** Changes the bytes of a piece behind the back of the office, with its own key. */
  const alter = (hash: string): void => {
    const { raw } = office.app.stores().registry
    const key = Buffer.from(
      String(raw.prepare("select value from storeMeta where key = 'filesKey'").pluck().get()),
      'hex',
    )
    const db = new Database(path.join(office.folder, 'registry.files.db'))
    unlockFile(db, 'aegis', key)
    expect(
      db.prepare('update chunk set bytes = ? where hash = ?').run(Buffer.from('other'), Buffer.from(hash, 'hex'))
        .changes,
    ).toBe(1)
    db.close()
  }

  it('of one photo is named, and nothing else is lost', async () => {
    await addAll([chosen('a.png', png(8, 8, half)), chosen('b.pdf', pdf(1))], owner, 'photo')
    const [first, second] = await list()
    alter(first?.stored.file ?? '')
    const progress: number[] = []
    const found = await checkAttachments(office.app.stores().registry, (done) => void progress.push(done))
    expect(found).toEqual({ checked: 2, damaged: [first?.stored.id], elsewhere: [] })
    expect(progress).toEqual([1, 2])
    const preview = (id: string) => office.get('attachments.preview', { type: 'household', id })
    expect(await errorOf(preview(first?.stored.id ?? ''))).toEqual({ kind: 'refused', reason: 'attachment_damaged' })
    expect((await preview(second?.stored.id ?? '')).mediaType).toBe('application/pdf')
  })

  it('of a page on the disk is noticed', async () => {
    await add('a.pdf', Buffer.concat([pdf(1), Buffer.alloc(500_000, 'z'), Buffer.from('\n%%EOF')]))
    const { type, id } = await only()
    await office.lock()
    const file = path.join(office.folder, 'registry.files.db')
    const bytes = readFileSync(file)
    const at = bytes.length - 40_000
    bytes[at] = (bytes[at] ?? 0) ^ 1
    writeFileSync(file, bytes)
    await office.unlock()
    expect(await errorOf(office.get('attachments.preview', { type, id }))).toEqual({
      kind: 'refused',
      reason: 'attachment_damaged',
    })
    expect((await office.get('households.get', { id: owner.id })).household.id).toBe(owner.id)
  })
})

describe('a full disk', () => {
  it('is said, and what was kept before can be read', () => {
    const { registry } = office.app.stores()
    const first = registry.files().put(Buffer.from('kept before'), '2026-01-01')
    registry.files().close()
    // The disk ends after thirty pages.
    const files = openFiles(registry, (raw, cipher, key) => {
      unlockFile(raw, cipher, key)
      raw.pragma('max_page_count = 30')
    })
    const large = Buffer.alloc(3_000_000, 'f')
    let thrown: unknown
    try {
      keep(files, large, '2026-01-01', () => undefined)
    } catch (error) {
      thrown = error
    }
    expect(thrown instanceof Failure && thrown.error).toEqual({ kind: 'storage', reason: 'full' })
    expect(Buffer.from(files.get(first) as Uint8Array).toString()).toBe('kept before')
    files.close()
  })
})

describe('rights', () => {
  it('hide papers that a role may not read, and keep a case to those who have the medical key', async () => {
    await addAll([chosen('id.png', png(8, 8, half))], owner, 'identity_document')
    const { type, id } = await only()
    const registrar = async () => {
      await office.get('accounts.addUser', {
        name: 'Rana Registrar',
        role: 'registrar',
        language: 'en',
        digits: 'latn',
        passphrase: 'silver bridge autumn nine',
        medical: false,
      })
    }
    await registrar()
    await office.lock()
    await office.get('accounts.unlock', { name: 'Rana Registrar', passphrase: 'silver bridge autumn nine' })
    const [seen] = await list()
    expect(seen).toMatchObject({ restricted: true, stored: { title: '–', thumb: null } })
    for (const name of [
      'attachments.preview',
      'attachments.export',
      'attachments.thumbnail',
      'attachments.remove',
    ] as const)
      expect(await errorOf(office.get(name, { type, id }))).toEqual({ kind: 'forbidden' })
    const theCase = { type: 'evacuationCase' as const, id: 'any' }
    expect(await errorOf(office.get('attachments.list', { owner: theCase }))).toEqual({ kind: 'forbidden' })
    const file = chosen('a.png', png(8, 8, half))
    expect(await errorOf(office.get('attachments.add', { owner: theCase, kind: 'photo', files: [file] }))).toEqual({
      kind: 'forbidden',
    })
    const project = { type: 'capProject' as const, id: 'any' }
    expect(await errorOf(office.get('attachments.add', { owner: project, kind: 'photo', files: [file] }))).toEqual({
      kind: 'forbidden',
    })
  })

  it('look nowhere but at living records', async () => {
    const file = chosen('a.png', png(8, 8, half))
    const nobody = { type: 'person' as const, id: 'nobody' }
    expect(await errorOf(office.get('attachments.add', { owner: nobody, kind: 'photo', files: [file] }))).toEqual({
      kind: 'notFound',
      record: 'person',
      id: 'nobody',
    })
  })

  it('are used on the record: looks and copies are in the audit log', async () => {
    await add('a.png', png(8, 8, half))
    const { type, id } = await only()
    await office.get('attachments.preview', { type, id })
    await office.get('attachments.export', { type, id })
    await office.get('attachments.update', { type, id, patch: { title: 'The old house', kind: 'damage' } })
    expect((await only()).stored).toMatchObject({ title: 'The old house', kind: 'damage' })
    const { db } = office.app.stores().registry
    const rows = await db.selectFrom('audit').select('action').where('entity', '=', id).orderBy('n').execute()
    expect(rows.map(({ action }) => action)).toEqual([
      'jobs.attachmentAdd',
      'attachments.preview',
      'attachments.export',
      'attachments.update',
    ])
  })

  it('every kind of owner is a record', () => {
    const owners = [
      ...(records.attachment.fields.ownerType.list?.codes ?? []),
      ...(records.caseAttachment.fields.ownerType.list?.codes ?? []),
    ]
    for (const name of owners) expect(Object.keys(records)).toContain(name)
  })
})
