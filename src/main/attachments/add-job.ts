import { z } from 'zod'
import { addedFiles, attachments } from '../../shared/contract/attachments.ts'
import { Failure } from '../../shared/errors.ts'
import { attachment, caseAttachment, type Attachment, type CaseAttachment } from '../../shared/records/attachment.ts'
import { Stopped, type JobTools, type Runner } from '../jobs/runner.ts'
import { save } from '../oplog/save.ts'
import { keep } from './keep.ts'
import { storeOf } from './repository.ts'
import { takeIn } from './take-in.ts'

const params = attachments['attachments.add'].input.pick({ owner: true, kind: true })

/**
 * Adds files to a record, one after the other: read, checked, packed anew, kept in pieces, and only then named by an
 * operation. A file that is refused does not hold up the others.
 */
export const addJob: Runner<'attachmentAdd'> = async (request, tools): Promise<z.infer<typeof addedFiles>> => {
  const about = params.parse(request.params)
  const refused: z.infer<typeof addedFiles>['refused'] = []
  let added = 0
  const stop = (): void => {
    if (tools.cancelled()) throw new Stopped({ added, refused })
  }
  for (const [at, { path, name }] of request.files.entries()) {
    stop()
    tools.progress('attachment.add', at, request.files.length)
    try {
      await addOne(tools, about, path, name, stop)
      added += 1
      tools.changed(['attachments'])
    } catch (error) {
      // Whatever is wrong with the disk or the store is wrong for the others as well.
      if (!(error instanceof Failure) || error.error.kind !== 'refused') throw error
      refused.push({ name, reason: error.error.reason })
    }
    await tools.pause()
  }
  tools.progress('attachment.add', request.files.length, request.files.length)
  return { added, refused }
}

async function addOne(
  tools: JobTools,
  { owner, kind }: z.infer<typeof params>,
  path: string,
  name: string,
  stop: () => void,
): Promise<void> {
  const taken = await takeIn(path)
  stop()
  const store = storeOf(owner.type) === 'registry' ? tools.stores.registry : tools.stores.medical
  if (!store) throw new Failure({ kind: 'forbidden' })
  const files = store.files()
  const now = tools.now().toISOString()
  const kept = keep(files, taken.bytes, now, stop)
  const values = {
    owner: owner.id,
    kind,
    title: titleOf(name),
    mediaType: taken.mediaType,
    ...kept,
    thumb: taken.thumb ? files.put(taken.thumb, now) : null,
    width: taken.width,
    height: taken.height,
  }
  stop()
  if (store.store === 'registry') {
    const ownerType = owner.type as Attachment['ownerType']
    await tools.write('registry', async (trx) => void (await save(trx, attachment, { ...values, ownerType })))
  } else {
    const ownerType = owner.type as CaseAttachment['ownerType']
    await tools.writeMedical(async (trx) => void (await save(trx, caseAttachment, { ...values, ownerType })))
  }
}

/** A file's name without its ending, as a first title. */
function titleOf(name: string): string {
  const plain = name
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .replaceAll(/\p{Cc}/gu, '')
    .trim()
    .slice(0, 200)
  return plain === '' ? '–' : plain
}
