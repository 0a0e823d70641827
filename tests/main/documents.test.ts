import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  answer,
  type Answering,
  asRole,
  evacuation,
  issues,
  member,
  openOfficeToday,
  project,
  registration,
  zahra,
} from './drafts.ts'
import type { TestOffice } from './open-office.ts'

let office: TestOffice
beforeEach(async () => {
  office = await openOfficeToday()
})
afterEach(() => office.close())

describe('papers', () => {
  it('hold what the record’s own call answers', async () => {
    const home = await answer(office, 'households.register', registration({}, zahra()))
    const cap = await answer(office, 'projects.create', project({}))
    const patient = await answer(office, 'cases.create', evacuation({}, {}))
    for (const [kind, { id, number }, call] of [
      ['household', home, 'households.get'],
      ['project', cap, 'projects.get'],
      ['case', patient, 'cases.get'],
    ] as const) {
      const { documentId } = await answer(office, 'documents.prepare', { kind, id, language: 'ar' })
      const paper = await answer(office, 'documents.read', { documentId })
      expect(paper).toMatchObject({ number, language: 'ar', hidden: [], content: { kind } })
      expect(paper.content.data).toEqual(await answer(office, call, { id }))
    }
  })

  it('are noted in the audit of the store the record lives in', async () => {
    const home = await answer(office, 'households.register', registration({}, zahra()))
    const patient = await answer(office, 'cases.create', evacuation({}, {}))
    await answer(office, 'documents.prepare', { kind: 'household', id: home.id, language: 'ckb' })
    await answer(office, 'documents.prepare', { kind: 'case', id: patient.id, language: 'ckb' })
    const { registry, medical } = office.app.stores()
    const noted = (store: typeof registry | typeof medical) =>
      store?.prepare("select entity from audit where action = 'documents.prepare'").all()
    expect(noted(registry)).toEqual([{ entity: home.id }])
    expect(noted(medical)).toEqual([{ entity: patient.id }])
  })

  it('are noted once more before they are saved or printed, and only for whoever prepared them', async () => {
    const { id } = await answer(office, 'cases.create', evacuation({}, {}))
    const { documentId } = await answer(office, 'documents.prepare', { kind: 'case', id, language: 'ar' })
    for (const how of ['save', 'print'] as const) await answer(office, 'documents.noteOutput', { documentId, how })
    const { registry, medical } = office.app.stores()
    const noted = "select action from audit where entity = ? and action like 'documents.%' order by n"
    expect(medical?.prepare(noted).pluck().all(id)).toEqual(['documents.prepare', 'documents.save', 'documents.print'])
    expect(registry.prepare(noted).pluck().all(id)).toEqual([])
    const unknown = { documentId: 'none', how: 'print' } as const
    expect(await issues(office, 'documents.noteOutput', unknown)).toEqual(['notFound'])
  })

  it('are forgotten when newer ones crowd them out', async () => {
    const { id } = await answer(office, 'projects.create', project({}))
    const prepare = () => answer(office, 'documents.prepare', { kind: 'project', id, language: 'ar' })
    const first = await prepare()
    for (let i = 0; i < 20; i++) await prepare()
    expect(await issues(office, 'documents.read', first)).toEqual(['notFound'])
    expect(await issues(office, 'documents.read', await prepare())).toEqual([])
    expect(await issues(office, 'documents.prepare', { kind: 'household', id, language: 'ar' })).toEqual(['notFound'])
  })

  it('leave out what the person who prints may not read, and say so', async () => {
    const [head = member({})] = zahra()
    const draft = registration({ pregnantOrLactating: 1 }, [{ ...head, needs: ['SC-CH'] }])
    const home = await answer(office, 'households.register', draft)
    const printed = async (by: Answering) => {
      const { documentId } = await answer(by, 'documents.prepare', { kind: 'household', id: home.id, language: 'ar' })
      return answer(by, 'documents.read', { documentId })
    }
    expect((await printed(office)).content.data).toMatchObject({ household: { pregnantOrLactating: 1 } })
    const registrar = asRole(office, 'registrar')
    const paper = await printed(registrar)
    expect(paper.hidden).toEqual(['household.pregnantOrLactating', 'person.needs'])
    expect(paper.content.data).toMatchObject({ household: { pregnantOrLactating: null }, members: [{ needs: null }] })
    expect(paper.content.data).toEqual(await answer(registrar, 'households.get', { id: home.id }))
  })

  it('are made only by those who may open the record and print', async () => {
    const { id } = await answer(office, 'cases.create', evacuation({}, {}))
    const prepare = (by: Answering) => issues(by, 'documents.prepare', { kind: 'case', id, language: 'ar' })
    expect(await prepare(asRole(office, 'programmeOfficer'))).toEqual(['forbidden'])
    expect(await prepare(asRole(office, 'viewer'))).toEqual(['forbidden'])
    expect(await prepare(asRole(office, 'medicalOfficer'))).toEqual([])
  })
})
