import { cases } from '../../shared/contract/cases.ts'
import { document, type documents, type PreparedDocument } from '../../shared/contract/documents.ts'
import { households } from '../../shared/contract/households.ts'
import { projects } from '../../shared/contract/projects.ts'
import { fail } from '../../shared/errors.ts'
import { may } from '../../shared/permissions.ts'
import { caseFile } from '../evacuations/file.ts'
import { householdFile } from '../households/file.ts'
import { findUser } from '../households/repository.ts'
import { projectFile } from '../projects/file.ts'
import { redact } from '../redact.ts'
import type { Ctx, Handlers, SignedIn } from '../store/context.ts'
import { keepDocument, keptDocument } from './kept.ts'
import { findOffice } from './repository.ts'

type Kind = PreparedDocument['content']['kind']

/** The call whose answer each kind of paper shows, with the right it needs. */
const sources = {
  household: households['households.get'],
  project: projects['projects.get'],
  case: cases['cases.get'],
} as const

async function read(ctx: Ctx, kind: Kind, id: string): Promise<{ data: unknown; number: string | null }> {
  switch (kind) {
    case 'household': {
      const data = await householdFile(ctx.db, id)
      return { data, number: data.household.number }
    }
    case 'project': {
      const data = await projectFile(ctx.db, id)
      return { data, number: data.project.number }
    }
    case 'case': {
      const data = await caseFile(ctx, id)
      return { data, number: data.case.number }
    }
  }
}

/** Makes a paper of exactly what the record's own call would answer this user: a print never shows more than a screen. */
async function prepare(ctx: Ctx, user: SignedIn, kind: Kind, id: string, language: PreparedDocument['language']) {
  const source = sources[kind]
  if (!may(user, source.needs)) fail({ kind: 'forbidden' })
  const { data, number } = await read(ctx, kind, id)
  const { value, hidden } = redact(source.output, source.output.parse(data), user)
  const prepared = document.parse({
    documentId: ctx.newId(),
    language,
    number: number ?? '',
    office: (await findOffice(ctx.db, user.office)) ?? fail({ kind: 'notFound', record: 'office', id: user.office }),
    printedBy: (await findUser(ctx.db, user.id))?.name ?? '',
    printedAt: ctx.now().toISOString(),
    hidden: [...hidden],
    content: { kind, data: value },
  })
  const store = kind === 'case' ? 'medical' : 'registry'
  await ctx.note(store, 'documents.prepare', id)
  keepDocument({ owner: user.id, store, id, document: prepared })
  return { documentId: prepared.documentId }
}

const kept = (ctx: Ctx, documentId: string) =>
  keptDocument(signedIn(ctx).id, documentId) ?? fail({ kind: 'notFound', record: 'document', id: documentId })

const signedIn = (ctx: Ctx): SignedIn => ctx.user ?? fail({ kind: 'locked' })

export const handlers: Handlers<typeof documents> = {
  'documents.prepare': (ctx, { kind, id, language }) => prepare(ctx, signedIn(ctx), kind, id, language),
  'documents.read': (ctx, { documentId }) => kept(ctx, documentId).document,
  'documents.noteOutput': async (ctx, { documentId, how }) => {
    const { store, id } = kept(ctx, documentId)
    await ctx.note(store, `documents.${how}`, id)
    return {}
  },
}
