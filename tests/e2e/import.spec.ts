import { call, expect, test, workbook } from '../harness/fixtures.ts'

test('a registration workbook is tried, reviewed, imported, and imported again without doubling', async ({
  office,
}) => {
  const { window: page, answer } = office
  const choose = async (file: string) => {
    await answer('showOpenDialog', { canceled: false, filePaths: [file] })
    await page.getByRole('button', { name: /^Choose (a|another) file$/ }).click()
  }
  const counted = async () => {
    const { households, people } = await call(page, 'home.summary', {})
    return { households, people }
  }
  await page.getByRole('link', { name: 'Import', exact: true }).click()
  await page.getByRole('link', { name: /^Registration workbook/ }).click()

  await test.step('a file that is no workbook says so and takes nothing in', async () => {
    await choose(workbook('not-a-workbook.xlsx'))
    const note = page.getByRole('alert')
    await expect(note).toContainText('This file is not a workbook')
    await expect(note).toContainText('Nothing was taken in. Choose an Excel workbook (.xlsx)')
    await expect(page.getByText('not-a-workbook.xlsx')).toBeVisible()
  })
  await test.step('the columns are known, and can be changed', async () => {
    await choose(workbook('registration-small.xlsx'))
    const sheet = page.getByRole('region', { name: 'Households' })
    await expect(sheet).toContainText('Rows: 20')
    await expect(page.getByRole('region', { name: 'Individuals' })).toContainText('Rows: 78')
    await expect(sheet.getByRole('combobox', { name: 'Where “residence_status_h_c” goes' })).toHaveValue(
      'Residence status',
    )
  })
  await test.step('the trial run changes nothing and lists every row it cannot take', async () => {
    await page.getByRole('button', { name: 'Start the trial run' }).click()
    await expect(page.getByRole('status').filter({ hasText: 'Nothing has been changed yet' })).toBeVisible()
    await page.getByText('Rejected (3)').click()
    const rejected = page.getByRole('region', { name: 'What was found' }).getByRole('row')
    await expect(rejected).toHaveCount(4)
    await expect(rejected.filter({ hasText: 'Households 22' })).toContainText('Rejected')
    await expect(rejected.filter({ hasText: 'Individuals 8' })).toContainText('There is no such day. Correct the date.')
    await expect(rejected.filter({ hasText: 'Individuals 16' })).toBeVisible()
    expect(await counted()).toEqual({ households: 0, people: 0 })
  })
  await test.step('the import takes in the others', async () => {
    await page.getByRole('button', { name: /^Import now/ }).click()
    const done = page.getByRole('status').filter({ hasText: 'The import is finished' })
    await expect(done).toContainText('Rejected rows: 3')
    expect(await counted()).toEqual({ households: 19, people: 76 })
  })
  await test.step('the same file again creates nothing', async () => {
    await page.getByRole('link', { name: 'To the list of imports' }).click()
    await expect(page.getByRole('region', { name: 'Imported so far' })).toContainText('Registration workbook')
    await page
      .getByRole('list')
      .getByRole('link', { name: /^Registration workbook Households/ })
      .click()
    await choose(workbook('registration-small.xlsx'))
    await page.getByRole('button', { name: 'Start the trial run' }).click()
    await expect(page.getByRole('status').filter({ hasText: 'This file would change nothing' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Import now (rows: 0)' })).toBeDisabled()
    expect(await counted()).toEqual({ households: 19, people: 76 })
  })
  await test.step('the families are in the list, with their flags', async () => {
    await page.getByRole('link', { name: 'Home', exact: true }).click()
    await expect(page.getByRole('link', { name: /2 ?households have a place that is not in the list/ })).toBeVisible()
    await page.getByRole('link', { name: 'Households', exact: true }).first().click()
    await expect(page.getByText('19 records')).toBeVisible()
  })
})
