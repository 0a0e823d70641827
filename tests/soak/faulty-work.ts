import { mkdirSync, readdirSync } from 'node:fs'
import path from 'node:path'
import type { AppError, Result } from '../../src/shared/errors.ts'
import { member, registration } from '../main/drafts.ts'
import { choose, ended } from '../main/imports-run.ts'
import { openOffice, type TestOffice } from '../main/open-office.ts'

const family = (phone: string) => ({
  ...registration({ place: null, placeUnknown: 'Mosul', phone }, [member({ relationship: 'HEAD' })]),
  displacements: [],
})
const passphrases = ['quiet lantern orchard seven', 'copper window barley nine'] as const

/** Where the office of a try is. */
export const officeIn = (folder: string): string => path.join(folder, 'office')

/** Makes the office on which file calls will fail. */
export const prepareFaulty = async (folder: string): Promise<void> => {
  mkdirSync(officeIn(folder), { recursive: true })
  mkdirSync(path.join(folder, 'stick'))
  const office = await openOffice({ folder: officeIn(folder), code: 'BGD' })
  const other = await openOffice({ folder: path.join(folder, 'other'), code: 'EBL' })
  await office.get('bundles.addOffice', { card: await other.get('bundles.card', {}) })
  await other.get('bundles.addOffice', { card: await office.get('bundles.card', {}) })
  await other.close()
  await office.close()
}

/**
 * Saves, exports, backs up and changes key and passphrase while a file call fails somewhere; says after each step `ok` with what is now
 * promised, or how it was refused. A refusal that is not a plain one is said as `unexpected`.
 */
export const faultyWork = async (folder: string, say: (word: string) => void): Promise<void> => {
  const office = await openOffice({ folder: officeIn(folder), setUp: false })
  const step = async (what: string, run: () => Promise<Result<unknown>>): Promise<void> => {
    const result = await run()
    say(result.ok ? `ok ${what}` : `refused ${what} ${result.error.kind}`)
  }
  await step('unlock', () => office.call('accounts.unlock', { name: office.name, passphrase: passphrases[0] }))
  for (let at = 0; at < 4; at++) {
    await step(`save 0770${at}`, () => office.call('households.register', family(`0770${at}`)))
  }
  await step('export', () => exported(office, path.join(folder, 'stick')))
  await step('backup', () => backedUp(office, path.join(folder, 'stick')))
  await step('key', () => office.call('accounts.rotateKey', { store: 'registry' }))
  await step('save 07708', () => office.call('households.register', family('07708')))
  await step(`passphrase ${passphrases[1]}`, () =>
    office.call('accounts.changePassphrase', { current: passphrases[0], next: passphrases[1] }),
  )
  await step('save 07709', () => office.call('households.register', family('07709')))
  await office.close()
}
async function exported(office: TestOffice, stick: string): Promise<Result<unknown>> {
  const offices = await office.call('bundles.offices', {})
  if (!offices.ok) return offices
  const other = (offices.value as { id: string; own: boolean }[]).find(({ own }) => !own)
  const folder = choose(office, stick)
  const started = await office.call('bundles.export', { store: 'registry', office: other?.id ?? '', folder })
  if (!started.ok) return started
  return await outcome(office, started.value)
}
async function backedUp(office: TestOffice, stick: string): Promise<Result<unknown>> {
  const started = await office.call('backup.start', { folder: choose(office, stick) })
  return started.ok ? await outcome(office, started.value) : started
}
async function outcome(office: TestOffice, started: unknown): Promise<Result<unknown>> {
  const { error } = await ended(office, (started as { jobId: string }).jobId)
  return error ? { ok: false, error: error as AppError } : { ok: true, value: null, hidden: [] }
}

/**
 * What is wrong with the stick: a bundle or backup that was promised is missing, or one that has its name is not whole.
 * One that is whole though it was refused is no fault: the disk failed after it was written.
 */
export const stickFaults = async (folder: string, office: TestOffice, said: readonly string[]): Promise<string[]> => {
  const stick = path.join(folder, 'stick')
  const names = readdirSync(stick)
  const faults: string[] = []
  const bundles = names.filter((name) => name.endsWith('.bundle'))
  if (said.includes('ok export') && bundles.length === 0) faults.push('the bundle is not there')
  if (bundles.length > 0) {
    const other = await openOffice({ folder: path.join(folder, 'other'), setUp: false })
    await other.unlock()
    for (const name of bundles) {
      const { jobId } = await other.get('bundles.verify', { file: choose(other, path.join(stick, name)) })
      if ((await ended(other, jobId)).state !== 'done') faults.push('the bundle is not whole')
    }
    await other.close()
  }
  const backups = names.filter((name) => /^waypost-backup-[0-9-]+$/.test(name))
  if (said.includes('ok backup') && backups.length === 0) faults.push('the backup is not there')
  if (backups.length > 0) {
    const made = { kind: 'folder', folder: choose(office, stick) }
    const looked = { source: made, name: office.name, passphrase: passphrases[0] }
    if (!(await office.call('backup.inspect', looked)).ok) faults.push('the backup is not whole')
  }
  return faults
}

/** How many promises an office does not keep after the fault: signs in with whichever passphrase was promised last. */
export const brokenPromises = async (
  folder: string,
  said: readonly string[],
): Promise<{ office: TestOffice; lost: number }> => {
  const office = await openOffice({ folder: officeIn(folder), setUp: false })
  const changed = said.some((word) => word.startsWith('ok passphrase'))
  const order = changed ? [passphrases[1]] : passphrases
  let open = false
  for (const passphrase of order) {
    if (open) break
    // A change that was refused half way may stand or not; one that was promised has to stand.
    open = await signedIn(office, passphrase)
  }
  if (!open) return { office, lost: said.length }
  const phones = office.app.stores().registry.raw.prepare('select phone from household').pluck().all()
  const lost = said.filter((word) => word.startsWith('ok save ') && !phones.includes(word.slice('ok save '.length)))
  return { office, lost: lost.length }
}
async function signedIn(office: TestOffice, passphrase: string): Promise<boolean> {
  for (;;) {
    const opened = await office.call('accounts.unlock', { name: office.name, passphrase })
    if (opened.ok) return true
    const { error } = opened
    if (error.kind !== 'refused' || error.reason !== 'too_many_attempts') return false
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
}
