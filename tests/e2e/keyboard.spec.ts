import { mkdirSync, readdirSync } from 'node:fs'
import path from 'node:path'
import type { Locator } from 'playwright-core'
import { call, expect, test, workbook, type Launched } from '../harness/fixtures.ts'
import { tabTo } from '../harness/keys.ts'

type Page = Launched['window']

/** Moves to a page by the quick search, and there to one of its buttons or links. */
const go = async (page: Page, to: string): Promise<void> => {
  await page.keyboard.press('Control+k')
  const search = page.getByRole('dialog', { name: 'Search everything' })
  await expect(search).toBeVisible()
  await expect(search.getByLabel('Search everything')).toBeFocused()
  await page.keyboard.type(to)
  await expect(search.getByLabel('Search everything')).toHaveValue(to)
  await expect(search.locator('[data-selected]').filter({ hasText: to })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(search).toBeHidden()
}
const press = async (page: Page, target: Locator): Promise<void> => {
  await tabTo(page, target)
  await page.keyboard.press('Enter')
}
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })
const pick = async (page: Page, label: string, answer: string): Promise<void> => {
  const field = page.getByRole('combobox', { name: label, exact: true })
  await tabTo(page, field)
  await page.keyboard.type(answer)
  // A fast typist does not wait until the list has marked an answer: leaving the field takes it too.
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await expect(field).toHaveValue(answer)
}
const write = async (page: Page, label: string, text: string): Promise<void> => {
  await tabTo(page, page.getByRole('textbox', { name: label, exact: true }))
  await page.keyboard.type(text)
}

/** Shows a paper, saves it as a PDF and comes back to the record. */
const print = async (office: Launched, file: string): Promise<void> => {
  const { window: page } = office
  await press(page, button(page, 'Print'))
  const dialog = page.getByRole('dialog', { name: 'Print preview' })
  await expect(dialog.getByText(/^[0-9]+ pages?$/)).toBeVisible()
  await office.answer('showSaveDialog', { canceled: false, filePath: file })
  await press(page, dialog.getByRole('button', { name: 'Save as PDF' }))
  await expect(page.getByText('The file was saved. It is not encrypted: keep it safe.')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
}

test('the main job is done by keyboard alone', async ({ open, userData }) => {
  const office = await open()
  const other = await open({ code: 'BGD', places: false })
  const { window: page } = office

  await test.step('a workbook is imported', async () => {
    await go(page, 'Import')
    await press(page, page.getByRole('link', { name: /^Registration workbook/ }))
    await office.answer('showOpenDialog', { canceled: false, filePaths: [workbook('registration-small.xlsx')] })
    await press(page, button(page, 'Choose a file'))
    await press(page, button(page, 'Start the trial run'))
    await press(page, button(page, /^Import now/))
    await expect(page.getByRole('status').filter({ hasText: 'The import is finished' })).toBeVisible()
  })
  await test.step('a household of it is found, changed and printed', async () => {
    await go(page, 'Households')
    await tabTo(page, page.getByRole('searchbox', { name: 'Find households' }))
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await press(page, button(page, 'Edit'))
    await write(page, 'Address', 'Second lane behind the school')
    await page.keyboard.press('Control+Enter')
    await expect(page.getByRole('definition').filter({ hasText: 'Second lane behind the school' })).toBeVisible()
    await print(office, path.join(userData, 'household.pdf'))
  })
  await test.step('a project is entered, moved on and printed', async () => {
    await go(page, 'Projects')
    await press(page, page.getByRole('link', { name: 'New project' }).first())
    await write(page, 'Title', 'Repair of the water network')
    await pick(page, 'Type of project', 'Water network')
    await write(page, 'Problem to solve', 'Sixty families share one tap.')
    await page.keyboard.press('Control+Enter')
    await press(page, button(page, 'Next: Recommended'))
    await press(page, page.getByRole('dialog').getByRole('button', { name: 'Set to “Recommended”' }))
    await expect(button(page, 'Next: Assessed')).toBeVisible()
    await print(office, path.join(userData, 'project.pdf'))
  })
  await test.step('a patient is entered and printed', async () => {
    await go(page, 'Evacuation')
    await press(page, page.getByRole('link', { name: 'New case' }).first())
    await write(page, 'Given name', 'Dilovan')
    await pick(page, 'Sex', 'Male')
    await pick(page, 'Specialty', 'Heart')
    await write(page, 'Diagnosis', 'Severe mitral stenosis.')
    await pick(page, 'Priority', 'Urgent')
    const consent = page.getByRole('radiogroup', { name: 'Patient or guardian has consented' })
    await tabTo(page, consent.getByRole('radio', { name: 'Yes' }))
    await page.keyboard.press('Space')
    await page.keyboard.press('Control+Enter')
    await expect(page.getByRole('heading', { level: 1, name: 'Dilovan' })).toBeVisible()
    await print(office, path.join(userData, 'case.pdf'))
  })

  const stick = path.join(userData, 'stick')
  mkdirSync(stick)
  await test.step('the offices get to know each other', async () => {
    const cards = [path.join(userData, 'a.json'), path.join(userData, 'b.json')] as const
    for (const [at, one] of [office, other].entries()) {
      await go(one.window, 'Bundles')
      await one.answer('showSaveDialog', { canceled: false, filePath: cards[at] })
      await press(one.window, button(one.window, 'Save the card to a file'))
      await expect(one.window.getByText('The card is saved.')).toBeVisible()
    }
    for (const [at, one] of [other, office].entries()) {
      await one.answer('showOpenDialog', { canceled: false, filePaths: [cards[at]] })
      await press(one.window, button(one.window, 'Add an office by its card'))
      const question = one.window.getByRole('dialog', { name: 'Is this the right office?' })
      await tabTo(one.window, question.getByRole('checkbox'))
      await one.window.keyboard.press('Space')
      await press(one.window, question.getByRole('button', { name: 'Add this office' }))
      await expect(question).toBeHidden()
    }
  })
  await test.step('a bundle is written here and taken in there', async () => {
    await press(page, page.getByRole('link', { name: 'Send a bundle' }))
    await office.answer('showOpenDialog', { canceled: false, filePaths: [stick] })
    await press(page, button(page, 'Choose the stick or a folder'))
    await press(page, button(page, 'Write the bundle'))
    await expect(page.getByText('The bundle is written and was read back without a fault')).toBeVisible()

    const [written = ''] = readdirSync(stick).filter((name) => name.endsWith('.bundle'))
    const there = other.window
    await press(there, there.getByRole('link', { name: 'Receive a bundle' }))
    await other.answer('showOpenDialog', { canceled: false, filePaths: [path.join(stick, written)] })
    await press(there, button(there, 'Choose the bundle'))
    await press(there, button(there, 'Take in'))
    await expect(there.getByText('The bundle is taken in')).toBeVisible()
    expect((await call(there, 'home.summary', {})).households).toBe(19)
  })
})
