import { call, expect, inBoth, screenshot, test } from '../harness/fixtures.ts'

interface Name {
  readonly la: string
  readonly ar: string
}
const person = (given: Name, relationship: 'HEAD' | 'WIFE_HUSBAND' | 'SON_DAUGHTER', birth: string, woman = false) => ({
  given,
  father: { la: 'Karwan', ar: 'كاروان' },
  family: { la: 'Barzinji', ar: 'البرزنجي' },
  sex: woman ? ('FEMALE' as const) : ('MALE' as const),
  birth,
  relationship,
  status: 'active' as const,
})
const family = (members: ReturnType<typeof person>[]) => ({
  household: { residenceStatus: 'IDP' as const, registered: '2026-11-03', status: 'draft' as const, consent: false },
  members,
  displacements: [],
})

test('a family changes by keyboard: a move, a birth, a death, a split and a merging, each taken back', async ({
  office,
}) => {
  const { window: page } = office
  const home = await call(
    page,
    'households.register',
    family([
      person({ la: 'Azad', ar: 'آزاد' }, 'HEAD', '1980'),
      person({ la: 'Shilan', ar: 'شيلان' }, 'WIFE_HUSBAND', '1985', true),
      person({ la: 'Rebin', ar: 'ريبين' }, 'SON_DAUGHTER', '2004'),
      // Entered by a slip: born before her father.
      person({ la: 'Hana', ar: 'هناء' }, 'SON_DAUGHTER', '1975', true),
    ]),
  )
  const other = await call(
    page,
    'households.register',
    family([person({ la: 'Narin', ar: 'نارين' }, 'HEAD', '1950', true)]),
  )
  const members = page.getByRole('region', { name: /^(Members|أفراد)/ })
  const dialog = page.getByRole('dialog')
  const undo = async (said: RegExp) => {
    await page.getByRole('alert').filter({ hasText: said }).getByRole('button', { name: 'Undo' }).press('Enter')
    await expect(page.getByText('Taken back. Everything is as before.').last()).toBeVisible()
  }
  const choose = async (name: string) => {
    await page.getByRole('button', { name: 'Family' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name }).press('Enter')
  }
  const ofMember = async (member: string, name: string) => {
    await members.getByRole('button', { name: new RegExp(`^More for ${member}`) }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name }).press('Enter')
  }
  const answerCode = async (label: string | RegExp, text: string) => {
    const input = dialog.getByRole('combobox', { name: label })
    await input.focus()
    await input.fill(text)
    await input.press('Enter')
  }

  await page.getByRole('link', { name: 'Households', exact: true }).first().click()
  await page.getByRole('row', { name: new RegExp(home.number) }).click()

  await test.step('what can hardly be so is told', async () => {
    await expect(page.getByText('Hana Karwan Barzinji is older than Azad Karwan Barzinji, the parent')).toBeVisible()
    await inBoth(office, 'family-warnings')
  })
  await test.step('some of them become a household of their own', async () => {
    await choose('Split…')
    await dialog.getByRole('checkbox', { name: /Rebin/ }).press('Space')
    await dialog.getByRole('checkbox', { name: /Hana/ }).press('Space')
    await answerCode('Who is head of the new household?', 'Rebin')
    await answerCode(/How is Hana/, 'Brother')
    await screenshot(page, 'family-split-en')
    await dialog.getByRole('button', { name: 'Split' }).press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: /Rebin/ })).toBeVisible()
    await expect(page.getByText(`Left the household ${home.number}`)).toBeVisible()
    await undo(/The new household has number/)
    await expect(page.getByRole('heading', { level: 1, name: /Azad/ })).toBeVisible()
  })
  await test.step('a member moves to another household', async () => {
    await ofMember('Hana', 'Move to another household…')
    await dialog.getByRole('searchbox', { name: 'Which household?' }).fill('Narin')
    await dialog.getByRole('radio').first().press('Space')
    await answerCode('Relationship to the head of that household', 'Cousin')
    await screenshot(page, 'family-move-en')
    await dialog.getByRole('button', { name: 'Move' }).press('Enter')
    await expect(dialog).toBeHidden()
    await expect(members.getByText('Hana Karwan Barzinji')).toBeHidden()
    await undo(/lives in the other household now/)
    await expect(members.getByText('Hana Karwan Barzinji')).toBeVisible()
  })
  await test.step('a child is born', async () => {
    await choose('A child was born…')
    await page.getByRole('textbox', { name: 'Given name (Latin)' }).fill('Dlin')
    const pick = async (label: string, text: string) => {
      await page.getByRole('combobox', { name: label }).fill(text)
      await page.getByRole('combobox', { name: label }).press('Enter')
    }
    await pick('Sex', 'Female')
    await page.getByRole('textbox', { name: 'Date of birth' }).fill('2026')
    await screenshot(page, 'family-born-en')
    await pick('Mother', 'Shilan')
    await page.keyboard.press('Control+Enter')
    await expect(members.getByText('Dlin Azad Karwan Barzinji')).toBeVisible()
    await undo(/was added with number/)
    await expect(members.getByText('Dlin Azad Karwan Barzinji')).toBeHidden()
  })
  await test.step('the head dies, and another follows', async () => {
    await ofMember('Azad', 'Has died…')
    await dialog.getByRole('textbox', { name: /Date of death/ }).fill('11/2026')
    await answerCode('Who is head of the household from now on?', 'Shilan')
    await screenshot(page, 'family-died-en')
    await dialog.getByRole('button', { name: 'Record the death' }).press('Enter')
    await expect(dialog).toBeHidden()
    await expect(page.getByRole('heading', { level: 1, name: /Shilan/ })).toBeVisible()
    await undo(/The death of/)
    await expect(page.getByRole('heading', { level: 1, name: /Azad/ })).toBeVisible()
  })
  await test.step('a household is merged into another one and says where its members are', async () => {
    await page.getByRole('link', { name: 'Households', exact: true }).first().click()
    await page.getByRole('row', { name: new RegExp(other.number) }).click()
    await choose('Merge into another…')
    await dialog.getByRole('searchbox', { name: 'Which household?' }).fill('Azad')
    await dialog.getByRole('radio').first().press('Space')
    await answerCode(/How is Narin/, 'Aunt')
    await dialog.getByRole('textbox', { name: 'Why are they one household?' }).fill('They cook together')
    await screenshot(page, 'family-merge-en')
    await dialog.getByRole('button', { name: 'Merge', exact: true }).press('Enter')
    await expect(page.getByText(`Merged into this one: ${other.number}`)).toBeVisible()
    await inBoth(office, 'family-merged-here')
    await page.getByRole('link', { name: other.number }).click()
    await expect(page.getByText(`This household was merged into ${home.number}`)).toBeVisible()
    await inBoth(office, 'family-merged')
    await page.getByRole('button', { name: 'Take the merging back' }).press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: /Narin/ })).toBeVisible()
  })
  await test.step('the dialogs in Arabic', async () => {
    await expect(page.getByText('The two households are one now.')).toBeHidden()
    await page.getByRole('link', { name: 'Households', exact: true }).first().click()
    await page.getByRole('row', { name: new RegExp(home.number) }).click()
    await page.getByRole('button', { name: 'Language: English' }).click()
    await page.getByRole('menuitem', { name: 'العربية' }).click()
    await page.getByRole('button', { name: 'الأسرة', exact: true }).press('Enter')
    await page.getByRole('menuitem', { name: 'فصل…' }).press('Enter')
    await dialog.getByRole('checkbox', { name: /آزاد/ }).first().press('Space')
    await screenshot(page, 'family-split-ar')
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await page.getByRole('button', { name: 'الأسرة', exact: true }).press('Enter')
    await page.getByRole('menuitem', { name: 'دمج في أسرة أخرى…' }).press('Enter')
    await dialog.getByRole('searchbox').fill('نارين')
    await dialog.getByRole('radio').first().press('Space')
    await screenshot(page, 'family-merge-ar')
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await members.getByRole('button').last().press('Enter')
    await page.getByRole('menuitem', { name: 'توفي…' }).press('Enter')
    await screenshot(page, 'family-died-ar')
  })
})
