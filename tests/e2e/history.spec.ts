import { readFileSync } from 'node:fs'
import path from 'node:path'
import { call, expect, faultsOf, officer, screenshot, test, type Launched } from '../harness/fixtures.ts'

type Page = Launched['window']

const words = {
  en: {
    edit: 'Edit',
    save: 'Save',
    history: 'History',
    phone: 'Phone',
    changed: 'Changed: Household',
    here: 'on this computer',
    entered: /^Show what was entered/,
    putBack: 'Put back the old value of: Phone',
    yes: 'Put back',
    back: 'The old value is back.',
    close: 'Close the history',
    log: 'Activity log',
    check: 'Check the log',
    fine: /^All .+ entries are in order$/,
    what: 'What was done',
    putBackAction: 'Put an old value back',
    number: 'Number of the record',
    spreadsheet: 'Save as spreadsheet',
    saved: /^The spreadsheet is saved/,
    none: 'No entry is like this',
  },
  ar: {
    edit: 'تعديل',
    save: 'حفظ',
    history: 'سجل التغييرات',
    phone: 'الهاتف',
    changed: 'تعديل: أسرة',
    here: 'على هذا الحاسوب',
    entered: /^إظهار ما أُدخل/,
    putBack: 'إعادة القيمة السابقة لـ: الهاتف',
    yes: 'إعادة القيمة',
    back: 'عادت القيمة السابقة.',
    close: 'إغلاق سجل التغييرات',
    log: 'سجل الأعمال',
    check: 'فحص السجل',
    fine: /^القيود كلها سليمة/,
    what: 'العمل',
    putBackAction: 'أعاد قيمة سابقة',
    number: 'رقم السجل',
    spreadsheet: 'حفظ كجدول',
    saved: /^حُفظ الجدول/,
    none: 'لا يوجد قيد كهذا',
  },
} as const
const languages = ['en', 'ar'] as const
const auditor = { name: 'Tara Auditor', passphrase: 'amber gate winter field' } as const

const registerFamily = async (page: Page): Promise<{ id: string; number: string }> => {
  const name = (la: string, ar: string) => ({ la, ar })
  return await call(page, 'households.register', {
    household: {
      residenceStatus: 'IDP',
      place: 'IQG15Q05',
      shelter: 'rented_unfit',
      sizeReported: 2,
      phone: '0750 123 4567',
      consent: true,
      consentDate: '2026-11-03',
      registered: '2026-11-03',
      status: 'registered',
    },
    members: [
      {
        given: name('Zhiyan', 'ژيان'),
        father: name('Hawkar', 'هاوكار'),
        family: name('Barzinji', 'البرزنجي'),
        sex: 'FEMALE',
        birth: '1987',
        relationship: 'HEAD',
        status: 'active',
      },
      { given: name('Rawand', 'روند'), sex: 'MALE', birth: '2015', relationship: 'SON_DAUGHTER', status: 'active' },
    ],
    displacements: [
      { household: 'new', from: 'IQG15Q01', to: 'IQG15Q05', left: '2016-10-20', reasons: ['armed_conflict'] },
    ],
  })
}

/** Locks the office and signs somebody else in, in the window that comes after. */
const signInAs = async (app: Launched, who: { name: string; passphrase: string }): Promise<Page> => {
  const known = app.windows()
  await app.power('lock-screen')
  const page = await app.nextWindow(known)
  await call(page, 'accounts.unlock', who)
  await expect(page.getByRole('navigation')).toBeVisible()
  return page
}

for (const language of languages) {
  const say = words[language]
  const options = { language, digits: language === 'ar' ? ('arab' as const) : ('latn' as const) }

  test(`an old value is found in the history and put back: ${language}`, async ({ open }) => {
    const { window: page } = await open(options)
    const { id } = await registerFamily(page)
    await page.evaluate((hash) => void (location.hash = hash), `#/households/${id}`)

    await test.step('a phone number is changed', async () => {
      await page.getByRole('button', { name: say.edit, exact: true }).first().click()
      await page.getByRole('textbox', { name: say.phone, exact: true }).fill('0770 999 0000')
      await page.getByRole('button', { name: say.save, exact: true }).click()
      await expect(page.getByText('0770 999 0000')).toBeVisible()
    })
    const drawer = page.getByRole('dialog', { name: say.history })
    await test.step('the history says who changed it, from what to what', async () => {
      // As with the keyboard alone.
      await page.getByRole('button', { name: say.history, exact: true }).focus()
      await page.keyboard.press('Enter')
      const newest = drawer.getByRole('listitem').first()
      await expect(newest).toContainText(say.changed)
      await expect(newest).toContainText(officer.name)
      await expect(newest).toContainText(say.here)
      await expect(newest).toContainText('0750 123 4567')
      await expect(newest).toContainText('0770 999 0000')
      await drawer.getByRole('button', { name: say.entered }).nth(1).click()
      await page.mouse.move(10, 760)
      // What was saved before is said for a while.
      await expect(page.getByRole('alert')).toHaveCount(0)
      await screenshot(page, `history-${language}`)
      expect(await faultsOf(page)).toEqual([])
    })
    await test.step('the old value is put back', async () => {
      await drawer.getByRole('button', { name: say.putBack }).click()
      const question = page.getByRole('dialog').last()
      await expect(question).toContainText('0750 123 4567')
      await screenshot(page, `history-put-back-${language}`)
      await question.getByRole('button', { name: say.yes, exact: true }).click()
      await expect(page.getByText(say.back)).toBeVisible()
      await expect(drawer.getByRole('listitem').first()).toContainText('0770 999 0000')
      await drawer.getByRole('button', { name: say.close }).click()
      await expect(drawer).toBeHidden()
      await expect(page.getByRole('button', { name: say.history, exact: true })).toBeFocused()
      await expect(page.getByText('0750 123 4567')).toBeVisible()
    })
  })

  test(`an auditor reads, checks and saves the activity log: ${language}`, async ({ open, userData }) => {
    const app = await open(options)
    const { id, number } = await registerFamily(app.window)
    await call(app.window, 'households.update', { id, patch: { phone: '0770 999 0000' } })
    const line = await call(app.window, 'history.ofRecord', { record: 'household', id, offset: 0, limit: 1 })
    const change = line.rows[0]?.id ?? ''
    await call(app.window, 'history.restoreField', { record: 'household', id, change, field: 'phone' })
    await call(app.window, 'accounts.addUser', { ...auditor, ...options, role: 'auditor', medical: false })
    const page = await signInAs(app, auditor)

    await page.getByRole('link', { name: say.log, exact: true }).click()
    const table = page.getByRole('grid', { name: say.log })
    await expect(table.getByRole('row').nth(1)).toContainText(auditor.name)
    await test.step('it is narrowed to one record, then to one action', async () => {
      await page.getByRole('textbox', { name: say.number }).fill(number)
      await expect(table).not.toContainText(auditor.name)
      await expect(table.getByRole('row').nth(1)).toContainText(number)
      await page.mouse.move(10, 760)
      await screenshot(page, `audit-${language}`)
      await page.getByRole('combobox', { name: say.what }).click()
      await page.getByRole('option', { name: say.putBackAction, exact: true }).click()
      await expect(table.getByRole('row')).toHaveCount(2)
      await expect(table.getByRole('row').nth(1)).toContainText(say.putBackAction)
    })
    await test.step('what is shown is saved as a spreadsheet', async () => {
      const file = path.join(userData, 'log.csv')
      await app.answer('showSaveDialog', { canceled: false, filePath: file })
      await page.getByRole('button', { name: say.spreadsheet }).click()
      await expect(page.getByText(say.saved)).toBeVisible()
      const written = readFileSync(file, 'utf8').trim().split('\r\n')
      expect(written).toHaveLength(2)
      expect(written[1]).toContain(`"${say.putBackAction}","${number}","history.restoreField"`)
    })
    await test.step('the log is checked', async () => {
      await page.getByRole('button', { name: say.check, exact: true }).click()
      await expect(page.getByText(say.fine)).toBeVisible()
      expect(await faultsOf(page)).toEqual([])
      await screenshot(page, `audit-checked-${language}`)
    })
    await test.step('a filter that fits nothing says so', async () => {
      await page.getByRole('textbox', { name: say.number }).fill('HH-0')
      await expect(page.getByText(say.none)).toBeVisible()
    })
  })
}
