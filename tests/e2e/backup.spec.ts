import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { call, expect, officer, screenshot, test, type Launched } from '../harness/fixtures.ts'

type Page = Launched['window']

const words = {
  en: {
    settings: 'Settings',
    tab: 'Backup',
    toStick: 'To a folder or a stick',
    written: /^The backup is written/,
    goBack: 'Go back to a backup',
    name: 'Name',
    yourName: 'Your name',
    passphrase: 'Passphrase',
    unlock: 'Unlock',
    damaged: 'The file with the records is damaged',
    folder: 'Choose a folder or a stick',
    look: 'Look into the backup',
    unreadable: 'The files on this computer cannot be read as a whole.',
    back: 'Go back to this backup',
    done: 'The office is back at its backup',
    households: 'Households',
    exists: 'The office exists already: bring it here from a backup',
    nothingLost: 'Nothing was entered on this computer since.',
    missing: /saved changes? (is|are) missing/,
    openAnyway: 'Open without them',
  },
  ar: {
    settings: 'الإعدادات',
    tab: 'النسخ الاحتياطي',
    toStick: 'إلى مجلد أو ذاكرة USB',
    written: /^كُتبت النسخة/,
    goBack: 'العودة إلى نسخة احتياطية',
    name: 'الاسم',
    yourName: 'اسمك',
    passphrase: 'عبارة المرور',
    unlock: 'فتح القفل',
    damaged: 'ملف السجلات تالف',
    folder: 'اختر مجلدًا أو ذاكرة USB',
    look: 'انظر في النسخة',
    unreadable: 'تعذّرت قراءة الملفات على هذا الحاسوب كاملة.',
    back: 'عُد إلى هذه النسخة',
    done: 'عاد المكتب إلى نسخته الاحتياطية',
    households: 'الأسر',
    exists: 'المكتب موجود من قبل: أحضره إلى هنا من نسخة احتياطية',
    nothingLost: 'لم يُدخل شيء على هذا الحاسوب منذ ذلك الوقت.',
    missing: /محفوظ/,
    openAnyway: 'الفتح من دونها',
  },
} as const

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

/** Before sign-in the window speaks the language of the computer. */
const speak = async (page: Page, language: 'en' | 'ar'): Promise<void> => {
  await expect(button(page, 'Unlock')).toBeVisible()
  if (language === 'en') return
  await page.getByRole('button', { name: 'Language: English' }).click()
  await page.getByRole('menuitem', { name: 'العربية' }).click()
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
}

/** Spoils a run of bytes in the middle of the file with the records. */
const damage = (folder: string): void => {
  const file = path.join(folder, 'office/registry.db')
  const content = readFileSync(file)
  for (let at = 200_000; at < 200_064; at++) content.writeUInt8(content.readUInt8(at) ^ 0xff, at)
  writeFileSync(file, content)
}

for (const language of ['en', 'ar'] as const) {
  const w = words[language]
  test(`a damaged office is at work again from its backup: ${language}`, async ({ open, start, userData }) => {
    const office = await open({ language, digits: language === 'en' ? 'latn' : 'arab', places: false })
    const folder = path.join(userData, 'office-1')
    const stick = path.join(userData, 'stick')
    mkdirSync(stick)
    await call(office.window, 'households.register', {
      household: { residenceStatus: 'IDP', registered: '2024-11-03', status: 'draft', consent: false },
      members: [{ given: { la: 'Zhiyan', ar: 'ژيان' }, sex: 'FEMALE', relationship: 'HEAD', status: 'active' }],
      displacements: [],
    })
    await test.step('it is backed up to a folder', async () => {
      const { window: page } = office
      await page.getByRole('link', { name: w.settings, exact: true }).click()
      await page.getByRole('tab', { name: w.tab }).click()
      await office.answer('showOpenDialog', { canceled: false, filePaths: [stick] })
      await button(page, w.toStick).click()
      await expect(page.getByRole('status').filter({ hasText: w.written })).toBeVisible()
      await screenshot(page, `backup-${language}`)
    })
    expect(await office.quit()).toBe(0)
    damage(folder)

    const again = await start({ userData: folder })
    const { window: page } = again
    await test.step('its damage is told, with the way out', async () => {
      await speak(page, language)
      await page.getByRole('textbox', { name: w.name, exact: true }).fill(officer.name)
      await page.getByLabel(w.passphrase, { exact: true }).fill(officer.passphrase)
      await button(page, w.unlock).click()
      await expect(page.getByRole('alert')).toContainText(w.damaged)
      await screenshot(page, `damaged-${language}`)
      await button(page, w.goBack).click()
    })
    await test.step('the backup is looked into and put in place', async () => {
      await again.answer('showOpenDialog', { canceled: false, filePaths: [stick] })
      await button(page, w.folder).click()
      await page.getByRole('textbox', { name: w.yourName, exact: true }).fill(officer.name)
      await page.getByLabel(w.passphrase, { exact: true }).fill(officer.passphrase)
      await screenshot(page, `restore-choose-${language}`)
      await button(page, w.look).click()
      await expect(page.getByText(w.unreadable)).toBeVisible()
      await screenshot(page, `restore-${language}`)
      await button(page, w.back).click()
    })
    await test.step('the household is there', async () => {
      await expect(page.getByText(w.done)).toBeVisible()
      await page.getByRole('link', { name: w.households, exact: true }).first().click()
      await expect(page.getByRole('row', { name: language === 'en' ? /Zhiyan/ : /ژيان/ })).toBeVisible()
    })
    await test.step('a new computer takes the office from the stick', async () => {
      const other = await start({ userData: path.join(userData, 'new-computer') })
      const { window: fresh } = other
      if (language === 'ar') await fresh.getByRole('radio', { name: 'العربية' }).click()
      await button(fresh, w.exists).click()
      await other.answer('showOpenDialog', { canceled: false, filePaths: [stick] })
      await button(fresh, w.folder).click()
      await fresh.getByRole('textbox', { name: w.yourName, exact: true }).fill(officer.name)
      await fresh.getByLabel(w.passphrase, { exact: true }).fill(officer.passphrase)
      await button(fresh, w.look).click()
      await expect(fresh.getByText(w.nothingLost)).toBeVisible()
      await screenshot(fresh, `restore-new-${language}`)
      await button(fresh, w.back).click()
      await fresh.getByRole('link', { name: w.households, exact: true }).first().click()
      await expect(fresh.getByRole('row', { name: language === 'en' ? /Zhiyan/ : /ژيان/ })).toBeVisible()
    })
  })

  test(`an older file put back is noticed, and opened only when somebody says so: ${language}`, async ({
    open,
    start,
    userData,
  }) => {
    const office = await open({ language, digits: language === 'en' ? 'latn' : 'arab', places: false })
    const file = path.join(userData, 'office-1/office/registry.db')
    const older = await office.quit().then(() => readFileSync(file))
    const enter = async (page: Page) => {
      await speak(page, language)
      await page.getByRole('textbox', { name: w.name, exact: true }).fill(officer.name)
      await page.getByLabel(w.passphrase, { exact: true }).fill(officer.passphrase)
      await button(page, w.unlock).click()
    }
    const next = await start({ userData: path.join(userData, 'office-1') })
    await enter(next.window)
    await expect(next.window.getByRole('link', { name: w.settings, exact: true })).toBeVisible()
    await call(next.window, 'households.register', {
      household: { residenceStatus: 'IDP', registered: '2024-11-03', status: 'draft', consent: false },
      members: [{ given: { la: 'Zhiyan', ar: 'ژيان' }, sex: 'FEMALE', relationship: 'HEAD', status: 'active' }],
      displacements: [],
    })
    await next.quit()
    writeFileSync(file, older)

    const { window: page } = await start({ userData: path.join(userData, 'office-1') })
    await enter(page)
    await expect(page.getByRole('alert')).toContainText(w.missing)
    await screenshot(page, `behind-${language}`)
    await button(page, w.openAnyway).click()
    await expect(page.getByRole('link', { name: w.settings, exact: true })).toBeVisible()
  })
}
