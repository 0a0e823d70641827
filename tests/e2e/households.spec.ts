import { readFileSync } from 'node:fs'
import path from 'node:path'
import { call, expect, pdfText, test, type Launched } from '../harness/fixtures.ts'

type Page = Launched['window']

const field = (page: Page, person: string, name: string) => {
  const group = page.getByRole('group', { name: person })
  return group.getByRole('textbox', { name, exact: true }).or(group.getByRole('combobox', { name, exact: true }))
}

/** Types the first letters of an answer, sees it marked in the open list, and takes it with Enter. */
const pick = async (page: Page, letters: string, answer: string): Promise<void> => {
  await page.keyboard.type(letters)
  await expect(page.getByRole('option', { name: answer, exact: true })).toHaveAttribute('data-combobox-selected')
  await page.keyboard.press('Enter')
}

const title = (page: Page) => page.getByRole('heading', { level: 1, name: /^Zhiyan Hawkar/ })

/** Types into the field that has the focus and moves on with Enter, as from a paper form. */
const enter = async (page: Page, ...answers: readonly string[]): Promise<void> => {
  for (const answer of answers) {
    if (answer !== '') await page.keyboard.type(answer)
    await page.keyboard.press('Enter')
  }
}

test('a family is registered, edited, found and printed', async ({ office, userData }) => {
  const { window: page, answer } = office
  // Somebody who is on record in Latin letters alone.
  await call(page, 'households.register', {
    household: { residenceStatus: 'HOST', registered: '2024-11-03', status: 'draft', consent: false },
    members: [
      {
        given: { la: 'Karwan' },
        father: { la: 'Aziz' },
        family: { la: 'Jaff' },
        sex: 'MALE',
        relationship: 'HEAD',
        status: 'active',
      },
    ],
    displacements: [],
  })

  await test.step('what was typed is not lost by a wrong click', async () => {
    await page.getByRole('link', { name: 'Households', exact: true }).first().click()
    await page.getByRole('link', { name: 'Register a household' }).click()
    await page.getByRole('main').getByText('العربية', { exact: true }).click()
    await field(page, 'Person 1', 'Given name (العربية)').focus()
    await page.keyboard.type('ژيان')
    await page.getByRole('link', { name: 'Home', exact: true }).click()
    const question = page.getByRole('dialog', { name: 'Leave without saving?' })
    await question.getByRole('button', { name: 'Stay here' }).click()
    await expect(field(page, 'Person 1', 'Given name (العربية)')).toHaveValue('ژيان')
    await page.getByRole('link', { name: 'Home', exact: true }).click()
    await question.getByRole('button', { name: 'Leave without saving' }).click()
    await page
      .getByRole('link', { name: 'Register a household' })
      .or(page.getByRole('button', { name: 'Register a household' }))
      .click()
    await page.getByRole('button', { name: 'Go on with it' }).click()
    await expect(field(page, 'Person 1', 'Given name (العربية)')).toHaveValue('ژيان')
  })

  await test.step('Enter goes from field to field and from person to person', async () => {
    await field(page, 'Person 1', 'Given name (العربية)').focus()
    await enter(page, '', 'هاوكار', 'شيرزاد', 'البرزنجي', 'Zhiyan', 'Hawkar', 'Sherzad', 'Barzinji')
    await expect(field(page, 'Person 1', 'Sex')).toBeFocused()
    await pick(page, 'fem', 'Female')
    await enter(page, '1987', '0750 123 4567')
    await pick(page, 'national', 'National ID card')
    await enter(page, '00123456')
    await expect(field(page, 'Person 2', 'Relationship')).toBeFocused()
    await pick(page, 'son', 'Son or daughter')
    await enter(page, 'روند')
    // What was typed stands instead of the relationship that was proposed.
    await expect(field(page, 'Person 2', 'Relationship')).toHaveValue('Son or daughter')
    await expect(field(page, 'Person 2', "Father's name (العربية)")).toBeFocused()
    await field(page, 'Person 2', 'Sex').focus()
    await pick(page, 'male', 'Male')
    await enter(page, '12', '', '', '')
    await expect(field(page, 'Person 3', 'Relationship')).toBeFocused()
    await enter(page, '', '')
    await expect(page.getByRole('combobox', { name: 'Residence status' })).toBeFocused()
    await expect(page.getByRole('group', { name: 'Person 3' })).toHaveCount(0)
    await pick(page, 'internally', 'Internally displaced')
    await expect(page.getByRole('combobox', { name: 'Where they live now' })).toBeFocused()
    await page.keyboard.type('IQG15Q05')
    await expect(page.getByRole('option')).toHaveCount(5)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('combobox', { name: 'Where they live now' })).toHaveValue('Al-Mosul')
    await expect(page.getByRole('textbox', { name: 'Address' })).toBeFocused()
    await enter(page, 'Near the old grain silo', '')
    await page
      .getByRole('radiogroup', { name: 'Consent to record and use their data' })
      .getByText('Yes', { exact: true })
      .click()
    await page.keyboard.press('Control+Enter')
    await expect(title(page)).toBeVisible()
    await expect(page.getByRole('row', { name: /Rawand/ })).toHaveCount(0)
    await expect(page.getByRole('row', { name: /روند/ })).toBeVisible()
  })

  await test.step('a change is saved, and taken back', async () => {
    await page.getByRole('button', { name: 'Edit', exact: true }).click()
    const address = page.getByRole('textbox', { name: 'Address' })
    await address.fill('Second lane behind the school')
    await address.press('Control+Enter')
    await expect(page.getByText('The household was changed.')).toBeVisible()
    await expect(page.getByRole('definition').filter({ hasText: 'Second lane behind the school' })).toBeVisible()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(page.getByText('Taken back. Everything is as before.')).toBeVisible()
    await expect(page.getByRole('definition').filter({ hasText: 'Near the old grain silo' })).toBeVisible()
  })

  await test.step('its paper is shown, and saved with the Arabic names in it', async () => {
    const file = path.join(userData, 'household.pdf')
    await page.getByRole('button', { name: 'Choose the language of the paper' }).click()
    await page.getByRole('menuitem', { name: 'العربية' }).click()
    const dialog = page.getByRole('dialog', { name: 'Print preview' })
    await expect(dialog.getByText(/^[0-9]+ pages?$/)).toBeVisible()
    await expect(dialog.getByRole('img', { name: 'Pages of the paper' }).locator('canvas').first()).toBeVisible()
    await answer('showSaveDialog', { canceled: false, filePath: file })
    await dialog.getByRole('button', { name: 'Save as PDF' }).click()
    await expect(page.getByText('The file was saved. It is not encrypted: keep it safe.')).toBeVisible()
    expect(readFileSync(file).subarray(0, 5).toString()).toBe('%PDF-')
    const text = pdfText(file)
    if (text !== null) for (const name of ['ژيان', 'هاوكار', 'البرزنجي', 'Barzinji']) expect(text).toContain(name)
    await dialog.getByRole('button', { name: 'Close' }).click()
  })

  await test.step('the list is narrowed by a filter, and by a name in the other script', async () => {
    await page.getByRole('link', { name: 'Households', exact: true }).first().click()
    await expect(page.getByText('2 records')).toBeVisible()
    await page.getByRole('button', { name: 'Filter' }).click()
    await page
      .getByRole('textbox', { name: 'Residence status' })
      .or(page.getByRole('combobox', { name: 'Residence status' }))
      .fill('host')
    await page.getByRole('option', { name: 'Host community', exact: true }).click()
    await expect(page.getByText('1 record', { exact: true })).toBeVisible()
    await expect(page.getByRole('row', { name: /Karwan Aziz/ })).toBeVisible()
    await page.getByRole('button', { name: 'Remove all' }).click()
    await expect(page.getByText('2 records')).toBeVisible()
    await page.getByRole('searchbox', { name: 'Find households' }).fill('كروان')
    await expect(page.getByText('1 record', { exact: true })).toBeVisible()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: /Karwan Aziz/ })).toBeVisible()
  })
})
