import { expect, test, type Launched } from '../harness/fixtures.ts'

type Page = Launched['window']

/** Chooses an answer of a list by some of its letters. */
const choose = async (page: Page, label: string, answer: string): Promise<void> => {
  await page.getByRole('combobox', { name: label, exact: true }).fill(answer)
  await page.getByRole('option', { name: answer, exact: true }).click()
}

/** The pages shown before something is printed. */
const preview = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Print', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Print preview' })
  await expect(dialog.getByText(/^[0-9]+ pages?$/)).toBeVisible()
  await expect(dialog.getByRole('img', { name: 'Pages of the paper' }).locator('canvas').first()).toBeVisible()
  await dialog.getByRole('button', { name: 'Close' }).click()
  await expect(dialog).toBeHidden()
}

test('a project and an evacuation case go their way', async ({ office }) => {
  const { window: page } = office
  await test.step('a project is entered', async () => {
    await page.getByRole('link', { name: 'Projects', exact: true }).first().click()
    await page.getByRole('link', { name: 'New project' }).first().click()
    await page.getByRole('textbox', { name: 'Title' }).fill('Repair of the water network')
    await choose(page, 'Type of project', 'Water network')
    await page.getByLabel('Problem to solve').fill('Sixty families share one tap.')
    await page.keyboard.press('Control+Enter')
    await expect(page.getByRole('heading', { level: 1, name: 'Repair of the water network' })).toBeVisible()
    await expect(page.getByText(/^NIN-CP-[0-9]{4}-/).first()).toBeVisible()
  })
  await test.step('it takes its next step and keeps its history', async () => {
    await page.getByRole('button', { name: 'Next: Recommended' }).click()
    const dialog = page.getByRole('dialog', { name: 'Next step of the project' })
    await dialog.getByRole('button', { name: 'Set to “Recommended”' }).click()
    await expect(dialog).toBeHidden()
    await expect(page.getByRole('button', { name: 'Next: Assessed' })).toBeVisible()
  })
  await test.step('a step backwards needs a reason', async () => {
    await page.getByRole('button', { name: 'Other steps' }).click()
    await page.getByRole('menuitem', { name: 'Suspended' }).click()
    const dialog = page.getByRole('dialog', { name: 'Next step of the project' })
    await expect(dialog.getByRole('button', { name: 'Set to “Suspended”' })).toBeDisabled()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
  })
  await test.step('its paper is shown before it is printed', () => preview(page))

  await test.step('a patient is entered', async () => {
    await page.getByRole('link', { name: 'Evacuation', exact: true }).click()
    await page.getByRole('link', { name: 'New case' }).first().click()
    await page.getByRole('textbox', { name: 'Given name' }).fill('Dilovan')
    await page.getByRole('textbox', { name: 'Family or tribe' }).fill('Zebari')
    await choose(page, 'Sex', 'Male')
    await choose(page, 'Specialty', 'Heart')
    await page.getByLabel('Diagnosis').fill('Severe mitral stenosis.')
    await choose(page, 'Priority', 'Urgent')
    await page
      .getByRole('radiogroup', { name: 'Patient or guardian has consented' })
      .getByText('Yes', { exact: true })
      .click()
    await page.keyboard.press('Control+Enter')
    await expect(page.getByRole('heading', { level: 1, name: 'Dilovan Zebari' })).toBeVisible()
  })
  await test.step('the dossier is shown before it is printed', () => preview(page))
  await test.step('the case moves on and stands in its column of the board', async () => {
    await page.getByRole('button', { name: 'Next: Screened' }).click()
    const dialog = page.getByRole('dialog', { name: 'Next stage of the case' })
    await dialog.getByRole('button', { name: 'Set to “Screened”' }).click()
    await expect(dialog).toBeHidden()
    await page.getByRole('link', { name: 'Evacuation', exact: true }).click()
    const board = page.getByRole('group', { name: 'Cases by stage' })
    const card = board.getByRole('link', { name: /Dilovan Zebari/ })
    await expect(card).toContainText('Screened')
    await expect(card).toContainText('Heart')
    await card.focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: 'Dilovan Zebari' })).toBeVisible()
  })
  await test.step('the quick search finds it by a name in Arabic', async () => {
    await page.keyboard.press('Control+k')
    const search = page.getByRole('dialog', { name: 'Search everything' })
    await search.getByRole('searchbox').or(search.getByRole('textbox')).fill('دلوفان')
    await expect(search.getByText('Dilovan Zebari')).toBeVisible()
  })
})
