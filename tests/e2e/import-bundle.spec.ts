import { mkdirSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { call, expect, faultsOf, inBoth, screenshot, test, type Launched } from '../harness/fixtures.ts'

const family = (name: string, ar: string) => ({
  household: { residenceStatus: 'IDP' as const, registered: '2026-11-03', status: 'draft' as const, consent: false },
  members: [
    {
      given: { la: name, ar },
      family: { la: 'Barzinji', ar: 'البرزنجي' },
      sex: 'MALE' as const,
      birth: '1985',
      relationship: 'HEAD' as const,
      status: 'active' as const,
    },
  ],
  displacements: [],
})

const toBundles = async ({ window: page }: Launched) =>
  await page.getByRole('link', { name: 'Bundles', exact: true }).first().click()

/** Writes a bundle for the other office through its own screen; answers the file. */
const write = async (office: Launched, stick: string, content = 'Everything'): Promise<string> => {
  const { window: page } = office
  const before = new Set(readdirSync(stick))
  await toBundles(office)
  await page.getByRole('link', { name: 'Send a bundle' }).click()
  await office.answer('showOpenDialog', { canceled: false, filePaths: [stick] })
  await page.getByRole('button', { name: 'Choose the stick or a folder' }).click()
  await page.getByRole('radio', { name: content }).check()
  await page.getByRole('button', { name: 'Write the bundle' }).click()
  await expect(page.getByText('was read back without a fault')).toBeVisible()
  const written = readdirSync(stick).find((name) => name.endsWith('.bundle') && !before.has(name))
  return path.join(stick, written ?? '')
}

/** Lets the other office check a file, up to the question. */
const check = async (office: Launched, file: string): Promise<void> => {
  const { window: page } = office
  await toBundles(office)
  await page.getByRole('link', { name: 'Receive a bundle' }).click()
  await office.answer('showOpenDialog', { canceled: false, filePaths: [file] })
  await page.getByRole('button', { name: 'Choose the bundle' }).click()
  await expect(page.getByText(/Nothing has been changed yet|was imported before/)).toBeVisible()
}

test('a bundle is looked at, taken in, taken back as one, and taken in again', async ({ open, userData }) => {
  const [erbil, baghdad] = [await open({ code: 'EBL', places: false }), await open({ code: 'BGD', places: false })]
  const stick = path.join(userData, 'stick')
  mkdirSync(stick)
  await call(erbil.window, 'bundles.addOffice', { card: await call(baghdad.window, 'bundles.card', {}) })
  await call(baghdad.window, 'bundles.addOffice', { card: await call(erbil.window, 'bundles.card', {}) })
  const { window: page } = baghdad
  const { id } = await call(erbil.window, 'households.register', family('Karwan', 'كاروان'))
  /** What matters here; a language that somebody chooses meanwhile is a change too. */
  const state = async () => ({
    records: (await call(page, 'bundles.stateHash', { store: 'registry' })).records,
    household: (await call(page, 'households.get', { id })).household,
  })
  await test.step('both offices hold a family and write about it', async () => {
    await check(baghdad, await write(erbil, stick))
    await page.getByRole('button', { name: 'Take in', exact: true }).click()
    await expect(page.getByText('The bundle is taken in')).toBeVisible()
    await call(erbil.window, 'households.update', { id, patch: { notes: 'Moved to the new camp' } })
    await call(page, 'households.update', { id, patch: { notes: 'Lives with relatives' } })
    await call(erbil.window, 'households.register', family('Rawand', 'روند'))
    await call(page, 'households.register', family('Rawand', 'رەوەند'))
  })
  const before = await state()
  const file = await write(erbil, stick)
  await test.step('what the bundle would do is shown, with examples, and stays until somebody decides', async () => {
    await check(baghdad, file)
    await expect(page.getByRole('button', { name: /^Values to decide/ })).toBeVisible()
    await expect(page.getByText('Moved to the new camp')).toBeVisible()
    await expect(page.getByText('Lives with relatives')).toBeVisible()
    await expect(page.getByRole('button', { name: /^Perhaps here already/ })).toBeVisible()
    await inBoth(baghdad, 'import-dry-run')
    await page.getByRole('button', { name: /^New records/ }).click()
    await page.getByRole('button', { name: 'Take in', exact: true }).evaluate((button) => button.scrollIntoView())
    await inBoth(baghdad, 'import-dry-run-end')
    await toBundles(baghdad)
    await page.getByRole('link', { name: 'Decide' }).click()
    await expect(page.getByText('Moved to the new camp')).toBeVisible()
    expect(await state()).toEqual(before)
  })
  await test.step('it is taken in and taken back', async () => {
    await page.getByRole('button', { name: 'Take in', exact: true }).click()
    await expect(page.getByText('The bundle is taken in; some values need a look')).toBeVisible()
    expect(await state()).not.toEqual(before)
    await inBoth(baghdad, 'import-applied')
    await page.getByRole('button', { name: 'Take this import back' }).click()
    const question = page.getByRole('dialog', { name: 'Take this import back?' })
    await expect(question).toContainText('go again')
    await screenshot(page, 'import-take-back-en')
    expect(await faultsOf(page)).toEqual([])
    await question.getByRole('button', { name: 'Take the import back' }).click()
    await expect(page.getByText('The import was taken back. Everything is as before.')).toBeVisible()
    expect(await state()).toEqual(before)
    await expect(page.getByRole('cell', { name: 'Taken back' })).toBeVisible()
  })
  await test.step('the same bundle is taken in again, and stays once somebody has built on it', async () => {
    await check(baghdad, file)
    await page.getByRole('button', { name: 'Take in', exact: true }).click()
    await expect(page.getByText('The bundle is taken in; some values need a look')).toBeVisible()
    await call(page, 'households.update', { id, patch: { rationCard: '123456' } })
    await toBundles(baghdad)
    await inBoth(baghdad, 'import-history')
    await page.getByRole('button', { name: 'Undo the import' }).first().click()
    const question = page.getByRole('dialog', { name: 'Take this import back?' })
    await expect(question).toContainText('Something was built on this import')
    await expect(question.getByRole('button', { name: 'Take the import back' })).toBeDisabled()
  })
  await test.step('what was lost on the way is shown until it comes', async () => {
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    await call(erbil.window, 'households.register', family('Shilan', 'شيلان'))
    const lost = await write(erbil, stick)
    await check(baghdad, await write(erbil, stick, 'Only a receipt'))
    await expect(page.getByText('It brings no records')).toBeVisible()
    await expect(page.getByText('1 earlier bundle of theirs is missing')).toBeVisible()
    await page.getByRole('button', { name: 'Take in', exact: true }).click()
    await expect(page.getByText('The bundle is taken in')).toBeVisible()
    await page.getByRole('link', { name: 'Home', exact: true }).click()
    await page.getByRole('link', { name: /office has sent something that has not arrived/ }).click()
    await expect(page.getByText('1 earlier bundle from Office EBL has not arrived')).toBeVisible()
    await inBoth(baghdad, 'import-gap')
    await check(baghdad, lost)
    await page.getByRole('button', { name: 'Take in', exact: true }).click()
    await expect(page.getByText('The bundle is taken in')).toBeVisible()
    await toBundles(baghdad)
    await expect(page.getByRole('region', { name: 'Sent and received' })).toBeVisible()
    await expect(page.getByText('has not arrived')).toBeHidden()
  })
})
