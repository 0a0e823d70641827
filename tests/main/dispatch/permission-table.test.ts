import { expect, test } from 'vitest'
import { z } from 'zod'
import { userRole } from '../../../src/shared/codes/core.ts'
import { contract } from '../../../src/shared/contract/index.ts'
import { privacyClasses, type PrivacyClass, type Reader, type Role } from '../../../src/shared/permissions.ts'
import { readable, type AnyRecord } from '../../../src/shared/records/field.ts'
import { records } from '../../../src/shared/records/index.ts'
import { dispatch } from '../../../src/main/dispatch.ts'
import { redact } from '../../../src/main/redact.ts'

const letters: Readonly<Record<Role, string>> = {
  registrar: 'R',
  programmeOfficer: 'P',
  medicalOfficer: 'M',
  dataManager: 'D',
  viewer: 'V',
  auditor: 'A',
  administrator: 'S',
}

/*
 * Who may make which call, written out by hand and not derived from the permissions: one letter per role, `medical`
 * where the medical key is needed as well. A new call needs a line here.
 */
const table: Readonly<Record<string, string>> = {
  'accounts.status': 'anyone',
  'accounts.setUp': 'anyone',
  'accounts.unlock': 'anyone',
  'accounts.recover': 'anyone',
  'accounts.session': 'RPMDVAS',
  'accounts.setPreferences': 'RPMDVAS',
  'accounts.changePassphrase': 'RPMDVAS',
  'accounts.updateOffice': '......S',
  'accounts.noteSheet': 'RPMDVAS',
  'accounts.users': 'RPMDVAS',
  'accounts.people': '......S',
  'accounts.addUser': '......S',
  'accounts.changeUser': '......S',
  'accounts.grantMedical': '......S',
  'accounts.withdrawMedical': '......S',
  'accounts.disableUser': '......S',
  'accounts.enableUser': '......S',
  'accounts.resetPassphrase': '......S',
  'accounts.keys': '......S',
  'accounts.newRecoveryKey': '......S',
  'accounts.confirmRecoveryKey': '......S',
  'accounts.rotateKey': '......S',
  'accounts.setAutoLock': '......S',
  'places.search': 'RPMDVAS',
  'places.get': 'RPMDVAS',
  'places.count': 'RPMDVAS',
  'households.register': 'RPMD..S',
  'households.list': 'RPMDV.S',
  'households.get': 'RPMDV.S',
  'households.update': 'RPMD..S',
  'households.setStatus': 'RPMD..S',
  'households.addDisplacement': 'RPMD..S',
  'households.updateDisplacement': 'RPMD..S',
  'households.removeDisplacement': 'RPMD..S',
  'people.list': 'RPMDV.S',
  'people.get': 'RPMDV.S',
  'people.add': 'RPMD..S',
  'people.update': 'RPMD..S',
  'people.makeHead': 'RPMD..S',
  'people.remove': 'RPMD..S',
  'people.move': 'RPMD..S',
  'people.died': 'RPMD..S',
  'households.split': 'RPMD..S',
  'households.merge': 'RPMD..S',
  'households.takeBack': 'RPMD..S',
  'projects.create': '.P.D..S',
  'projects.list': 'RPMDV.S',
  'projects.get': 'RPMDV.S',
  'projects.update': '.P.D..S',
  'projects.setStatus': '.P.D..S',
  'cases.create': '..M...S medical',
  'cases.list': '..M...S medical',
  'cases.get': '..M...S medical',
  'cases.update': '..M...S medical',
  'cases.updatePatient': '..M...S medical',
  'cases.setStage': '..M...S medical',
  'history.ofRecord': 'RPMDVAS',
  'history.restoreField': 'RPMDVAS',
  // And the right to the record: see tests/main/conflicts.
  'conflicts.list': 'RPMDVAS',
  'conflicts.get': 'RPMDVAS',
  'conflicts.decide': 'RPMDVAS',
  'conflicts.decideAll': 'RPMDVAS',
  'conflicts.undo': 'RPMDVAS',
  'audit.list': '.....AS',
  'audit.verify': '.....AS',
  'audit.export': '.....AS',
  'audit.saveCopy': '.....AS',
  'home.summary': 'RPMDVAS',
  'backup.status': 'RPMDVAS',
  'backup.start': '.PMD..S',
  'health.check': '.PMD..S',
  'health.rebuild': '...D..S',
  'erasure.scope': '...D..S',
  'erasure.request': '...D..S',
  'erasure.withdraw': '...D..S',
  'erasure.refuse': '.....AS',
  'erasure.approve': '.....AS',
  'erasure.waiting': '...D.AS',
  'erasure.done': '...D.AS',
  'erasure.find': 'RPMDVAS',
  'erasure.oldCopies': '...D.AS',
  'erasure.deleteCopies': '...D..S',
  'erasure.due': '...D.AS',
  'erasure.keep': '...D..S',
  'erasure.statistics': '.PMD..S',
  'backup.list': 'anyone',
  'backup.inspect': 'anyone',
  'backup.restore': 'anyone',
  'search.quick': 'RPMDVAS',
  'documents.prepare': 'RPMD..S',
  'documents.read': 'RPMD..S',
  'documents.noteOutput': 'RPMD..S',
  'bundles.card': '.PMD..S',
  'bundles.addOffice': '......S',
  'bundles.checkCard': '......S',
  'bundles.offices': 'RPMDVAS',
  'bundles.lacking': '.PMD..S',
  'bundles.export': '.PMD..S',
  'pairs.alike': 'RPMDV.S',
  'pairs.ofHousehold': 'RPMDV.S',
  'pairs.list': 'RPMDV.S',
  'pairs.decide': 'RPMD..S',
  'pairs.takeBack': 'RPMD..S',
  'bundles.summary': '.PMD..S',
  'bundles.standing': 'RPMDVAS',
  'bundles.receiptCode': '.PMD..S',
  'bundles.confirm': '.PMD..S',
  'bundles.recheck': '.PMD..S',
  'bundles.verify': '.PMD..S',
  'bundles.apply': '.PMD..S',
  'bundles.discard': '.PMD..S',
  'bundles.undo': '.PMD..S',
  'bundles.preview': '.PMD..S',
  'bundles.gaps': 'RPMDVAS',
  'bundles.undoPlan': '.PMD..S',
  'bundles.history': 'RPMDVAS',
  'bundles.stateHash': '.PMD..S',
  'roster.status': '......S',
  'roster.invite': '......S',
  'roster.readInvitation': 'anyone',
  'roster.join': 'anyone',
  'roster.answer': '......S',
  'roster.renew': '......S',
  'roster.finish': '......S',
  'roster.revoke': '......S',
  'imports.inspect': '.PMD..S',
  'imports.start': '.PMD..S',
  'imports.history': '.PMD..S',
  'imports.report': '.PMD..S',
  // And the right to the owner: see tests/main/attachments.
  'attachments.list': 'RPMDV.S',
  'attachments.add': 'RPMD..S',
  'attachments.thumbnail': 'RPMDV.S',
  'attachments.preview': 'RPMDV.S',
  'attachments.export': 'RPMDV.S',
  'attachments.update': 'RPMD..S',
  'attachments.remove': 'RPMD..S',
  'attachments.restore': 'RPMD..S',
  'attachments.choose': 'RPMD..S',
  'attachments.saveCopy': 'RPMDV.S',
  'jobs.get': 'RPMDVAS',
  'jobs.list': 'RPMDVAS',
  'jobs.cancel': 'RPMDVAS',
  'print.preview': 'RPMD..S',
  'print.ready': 'RPMD..S',
  'print.save': 'RPMD..S',
  'print.print': 'RPMD..S',
  'files.choose': 'anyone',
  'files.readCard': 'RPMDVAS',
  'files.saveCard': 'RPMDVAS',
  'app.lock': 'anyone',
  'app.quit': 'anyone',
  'app.printWindow': 'anyone',
}

/** The classes of fields each role may read; medical ones with the medical key alone. */
const reads: Readonly<Record<Role, readonly PrivacyClass[]>> = {
  registrar: ['ordinary', 'personal'],
  programmeOfficer: ['ordinary', 'personal', 'sensitive'],
  medicalOfficer: ['ordinary', 'personal', 'sensitive', 'medical'],
  dataManager: ['ordinary', 'personal', 'sensitive'],
  viewer: ['ordinary', 'personal'],
  auditor: ['ordinary'],
  administrator: ['ordinary', 'personal', 'sensitive', 'medical'],
}

const readers: readonly (Reader | null)[] = [
  null,
  ...userRole.codes.flatMap((role) => [true, false].map((medical) => ({ role, medical }))),
]
const nameOf = (reader: Reader | null) => (reader ? `${reader.role}${reader.medical ? ' with medical' : ''}` : 'nobody')

test('every call has a line in the table, and no line is left over', () => {
  expect(Object.keys(table).toSorted()).toEqual(Object.keys(contract).toSorted())
})

test('each call is open to exactly the roles of the table, whatever is sent', async () => {
  const anything = z.unknown()
  const reached = () => 'reached'
  const handlers = Object.fromEntries(Object.keys(contract).map((name) => [name, reached]))
  const open = Object.fromEntries(
    Object.entries(contract).map(([name, spec]) => [name, { ...spec, input: anything, output: anything }]),
  )
  for (const name of Object.keys(contract)) {
    const line = table[name] ?? ''
    for (const user of readers) {
      const desk = { contract: open, handlers, ctx: null, user, announce: () => undefined }
      const result = await dispatch(desk, name, {})
      const allowed =
        line === 'anyone' ||
        (user !== null && line.includes(letters[user.role]) && (user.medical || !line.includes('medical')))
      const expected = allowed
        ? { ok: true, value: 'reached' }
        : { ok: false, error: { kind: user ? 'forbidden' : 'locked' } }
      expect(result, `${name} for ${nameOf(user)}`).toEqual(expected)
    }
  }
})

test('each role reads exactly the fields of its classes, in every record', () => {
  const all: readonly AnyRecord[] = Object.values(records)
  const met = new Set<PrivacyClass>()
  for (const record of all) {
    for (const [name, field] of Object.entries(record.fields)) {
      const privacy = field.class ?? record.class
      met.add(privacy)
      const schema = z.array(z.strictObject({ [name]: readable(record, name) }))
      for (const user of readers) {
        const may = user !== null && reads[user.role].includes(privacy) && (privacy !== 'medical' || user.medical)
        const { value, hidden } = redact(schema, [{ [name]: 'kept' }], user)
        const who = `${record.name}.${name} (${privacy}) for ${nameOf(user)}`
        expect(value, who).toEqual([{ [name]: may ? 'kept' : null }])
        expect(hidden, who).toEqual(may ? [] : [`${record.name}.${name}`])
      }
    }
  }
  expect([...met].toSorted()).toEqual(privacyClasses.toSorted())
})
