import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { call, expect, inBoth, screenshot, test, type Launched } from '../harness/fixtures.ts'

const family = (name: string, place: string) => ({
  household: {
    residenceStatus: 'IDP' as const,
    registered: '2026-11-03',
    status: 'draft' as const,
    consent: false,
    place,
  },
  members: [
    {
      given: { la: name, ar: 'ژيان' },
      family: { la: 'Barzinji', ar: 'البرزنجي' },
      sex: 'FEMALE' as const,
      relationship: 'HEAD' as const,
      status: 'active' as const,
      needs: ['DS-BD' as const],
    },
  ],
  displacements: [],
})

const bundlesIn = (folder: string): string[] => readdirSync(folder).filter((name) => name.endsWith('.bundle'))
const toBundles = async ({ window: page }: Launched) =>
  await page.getByRole('link', { name: 'Bundles', exact: true }).first().click()

test('a part is chosen and counted, checked again, acknowledged by phone, and sent once more with one click', async ({
  open,
  userData,
}) => {
  const [erbil, baghdad] = [await open({ code: 'EBL' }), await open({ code: 'BGD' })]
  const stick = path.join(userData, 'stick')
  mkdirSync(stick)
  await call(erbil.window, 'bundles.addOffice', { card: await call(baghdad.window, 'bundles.card', {}) })
  await call(baghdad.window, 'bundles.addOffice', { card: await call(erbil.window, 'bundles.card', {}) })
  await call(erbil.window, 'households.register', family('Zhiyan', 'IQG15Q05'))
  await call(erbil.window, 'households.register', family('Shilan', 'IQG11Q01'))
  const { window: page } = erbil
  const leaves = page.getByRole('region', { name: 'What leaves this laptop' })

  await test.step('what leaves is counted before it is written', async () => {
    await toBundles(erbil)
    await page.getByRole('link', { name: 'Send a bundle' }).click()
    await expect(leaves).toContainText('Household 2')
    await page.getByRole('radio', { name: 'A part' }).check()
    await page.getByRole('combobox', { name: 'Only at this place' }).fill('IQG15Q05')
    await page.getByRole('option', { name: 'Al-Mosul Ninewa IQG15Q05' }).click()
    await expect(leaves).toContainText('Household 1')
    await expect(leaves).toContainText(/Special needs|Specific needs/)
    await leaves.evaluate((section) => section.scrollIntoView({ block: 'end' }))
    await inBoth(erbil, 'bundles-part')
    await page.getByRole('checkbox', { name: 'Displaced families' }).uncheck()
    await page.getByRole('checkbox', { name: 'Projects' }).uncheck()
    await expect(page.getByText('Choose at least one.')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Write the bundle' })).toBeDisabled()
    await page.getByRole('radio', { name: 'Everything' }).check()
    await expect(leaves).toContainText('Household 2')
  })
  await test.step('the written file is compared once more after the stick was plugged in again', async () => {
    await erbil.answer('showOpenDialog', { canceled: false, filePaths: [stick] })
    await page.getByRole('button', { name: 'Choose the stick or a folder' }).click()
    await page.getByRole('button', { name: 'Write the bundle' }).click()
    await expect(page.getByText('The bundle is written and was read back without a fault')).toBeVisible()
    const [name = ''] = bundlesIn(stick)
    const file = path.join(stick, name)
    const again = async (chosen: string) => {
      await erbil.answer('showOpenDialog', { canceled: false, filePaths: [chosen] })
      await page.getByRole('button', { name: 'Check again' }).click()
    }
    await again(file)
    await expect(page.getByText('The file on the stick is whole')).toBeVisible()
    await inBoth(erbil, 'bundles-sent')
    const bytes = readFileSync(file)
    writeFileSync(file, Buffer.concat([bytes.subarray(0, -1), Buffer.from([bytes.at(-1) === 0 ? 1 : 0])]))
    await again(file)
    await expect(page.getByText('The file on the stick is not what was written')).toBeVisible()
    writeFileSync(file, bytes)
  })
  let code = ''
  await test.step('the other office takes it in and reads out a code', async () => {
    const { window: there } = baghdad
    await toBundles(baghdad)
    await there.getByRole('link', { name: 'Receive a bundle' }).click()
    await baghdad.answer('showOpenDialog', {
      canceled: false,
      filePaths: [path.join(stick, bundlesIn(stick)[0] ?? '')],
    })
    await there.getByRole('button', { name: 'Choose the bundle' }).click()
    await there.getByRole('button', { name: 'Take in', exact: true }).click()
    const receipt = there.getByRole('region', { name: 'Tell them that it has arrived' })
    await receipt.getByRole('button', { name: 'Show the code' }).click()
    await expect(receipt).toContainText(/([0-9A-Z]{4}\s*){3}/)
    code = ((await receipt.locator('span').allTextContents()).join('').match(/[0-9A-Z]{12}/) ?? [''])[0]
    await inBoth(baghdad, 'bundles-applied')
  })
  await test.step('the sender types it, and home shows what they hold', async () => {
    await page.getByRole('link', { name: 'Home' }).first().click()
    const standing = page.getByRole('region', { name: 'What other offices hold' })
    await expect(standing).toContainText('not known yet')
    await toBundles(erbil)
    await page.getByRole('button', { name: 'Has it arrived?' }).click()
    const question = page.getByRole('dialog', { name: 'Has it arrived?' })
    await question.getByRole('textbox', { name: 'Code' }).fill('0000 0000 0000')
    await question.getByRole('button', { name: 'It has arrived' }).click()
    await expect(question).toContainText('The code does not fit this bundle')
    await screenshot(page, 'bundles-wrong-code-en')
    await question.getByRole('textbox', { name: 'Code' }).fill(code)
    await question.getByRole('button', { name: 'It has arrived' }).click()
    await expect(question).toBeHidden()
    await expect(page.getByText('has arrived')).toBeVisible()
    await call(page, 'households.register', family('Rawand', 'IQG15Q05'))
    await page.getByRole('link', { name: 'Home' }).first().click()
    await expect(standing).toContainText(/\d changes are not there yet/)
    await inBoth(erbil, 'home-standing')
  })
  await test.step('one click writes it again, with what they lack by now', async () => {
    await toBundles(erbil)
    await inBoth(erbil, 'bundles-history')
    await erbil.answer('showOpenDialog', { canceled: false, filePaths: [stick] })
    await page.getByRole('button', { name: 'Send again' }).click()
    await expect(page.getByText('The bundle is written and was read back without a fault')).toBeVisible()
    expect(bundlesIn(stick)).toHaveLength(2)
  })
  await test.step('a receipt comes home as a bundle', async () => {
    const there = baghdad.window
    await toBundles(baghdad)
    await there.getByRole('link', { name: 'Send a bundle' }).click()
    await there.getByRole('radio', { name: 'Only a receipt' }).check()
    const before = bundlesIn(stick)
    await baghdad.answer('showOpenDialog', { canceled: false, filePaths: [stick] })
    await there.getByRole('button', { name: 'Choose the stick or a folder' }).click()
    await there.getByRole('button', { name: 'Write the bundle' }).click()
    await expect(there.getByText('The bundle is written and was read back without a fault')).toBeVisible()
    const receipt = bundlesIn(stick).find((name) => !before.includes(name)) ?? ''
    await erbil.answer('showOpenDialog', { canceled: false, filePaths: [path.join(stick, receipt)] })
    await toBundles(erbil)
    await page.getByRole('link', { name: 'Receive a bundle' }).click()
    await page.getByRole('button', { name: 'Choose the bundle' }).click()
    await inBoth(erbil, 'bundles-receipt')
    await page.getByRole('button', { name: /^Take in/ }).click()
    await expect(page.getByText('The bundle is taken in')).toBeVisible()
  })
})
