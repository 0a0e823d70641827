import { call, expect, inBoth, screenshot, test } from '../harness/fixtures.ts'

const family = (given: { la?: string; ar?: string }, birth: string) => ({
  household: { residenceStatus: 'IDP' as const, registered: '2026-11-03', status: 'draft' as const, consent: false },
  members: [
    {
      given,
      father: { la: 'Karwan', ar: 'كاروان' },
      family: { la: 'Barzinji', ar: 'البرزنجي' },
      sex: 'FEMALE' as const,
      birth,
      relationship: 'HEAD' as const,
      status: 'active' as const,
    },
  ],
  displacements: [],
})

test('a person on record twice is linked by keyboard, with one record kept up, and taken back', async ({ office }) => {
  const { window: page } = office
  const first = await call(page, 'households.register', family({ la: 'Shilan' }, '1990-05-02'))
  const second = await call(page, 'households.register', family({ ar: 'شيلان' }, '1990'))
  await call(page, 'households.register', family({ la: 'Narin', ar: 'نارين' }, '1992'))
  await page.getByRole('link', { name: 'Households', exact: true }).first().click()
  await page.getByRole('row', { name: new RegExp(first.number) }).click()
  const dialog = page.getByRole('dialog', { name: /on record twice/ })

  await test.step('who may be the same is shown with what they share', async () => {
    await page.getByRole('button', { name: /^More for/ }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: 'On record twice?' }).press('Enter')
    await expect(dialog.getByRole('listitem')).toHaveCount(1)
    await expect(dialog.getByRole('listitem')).toContainText('same year of birth')
    await expect(dialog.getByRole('listitem')).toContainText(second.number)
    await dialog.getByRole('searchbox', { name: 'Somebody else' }).fill('Narin')
    await expect(dialog.getByRole('listitem')).toHaveCount(2)
    await dialog.getByRole('searchbox', { name: 'Somebody else' }).fill('')
    await expect(dialog.getByRole('listitem')).toHaveCount(1)
  })
  await test.step('the main record is chosen, and both show it', async () => {
    await screenshot(page, 'same-person-dialog-en')
    await dialog.getByRole('button', { name: 'The same…' }).press('Enter')
    const choose = page.getByRole('dialog', { name: 'Which record is kept up from now on?' })
    await choose.getByRole('radio').nth(1).press('Space')
    await choose.getByRole('textbox', { name: 'How do you know?' }).fill('She showed both slips')
    await choose.getByRole('textbox', { name: 'How do you know?' }).press('Tab')
    await screenshot(page, 'same-person-choose-en')
    await choose.getByRole('button', { name: 'They are the same' }).press('Enter')
    await expect(choose).toBeHidden()
    await expect(page.getByRole('link', { name: `Main record: ${second.number}` })).toBeVisible()
    await inBoth(office, 'same-person-member')
    await page.getByRole('link', { name: `Main record: ${second.number}` }).click()
    await expect(page.getByRole('link', { name: `Also on record: ${first.number}` })).toBeVisible()
  })
  await test.step('the decisions are listed and can be taken back and forth', async () => {
    await page.getByRole('link', { name: 'Households', exact: true }).first().click()
    await page.getByRole('tab', { name: 'On record twice' }).click()
    await expect(page.getByText('is the same person as')).toBeVisible()
    await inBoth(office, 'same-person-list')
    await page
      .getByRole('listitem')
      .filter({ hasText: 'is the same person as' })
      .getByRole('button', { name: 'Undo' })
      .click()
    await expect(page.getByText('Nobody was found twice yet')).toBeVisible()
    await page.getByRole('alert').filter({ hasText: 'The decision was taken back.' }).getByRole('button').click()
    await expect(page.getByText('is the same person as')).toBeVisible()
  })
})
