import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { call, expect, faultsOf, officer, screenshot, send, test, type Launched } from '../harness/fixtures.ts'

type Page = Launched['window']

const words = {
  en: {
    title: 'Data protection',
    more: 'More',
    erase: 'Erase for good…',
    reason: 'Reason for erasing',
    asked: 'Asked for by the person',
    ask: 'Ask to erase',
    takeBack: 'Take back',
    approve: 'Approve…',
    eraseNow: 'Erase for good',
    type: 'Type the number of the record',
    certificate: 'Certificate of erasure',
    done: 'Done',
    erasedTab: 'Erased',
    dueTab: 'Kept too long',
    nothingDue: 'Nothing is kept too long',
    statisticsTab: 'Statistics copy',
    choose: 'Choose a folder',
    write: 'Write the tables',
    written: 'The tables are written',
    noRequest: 'No request waits',
    erasedPage: /^Erased on /,
    name: 'Name',
    passphrase: 'Passphrase',
    unlock: 'Unlock',
    switchUser: 'Switch user',
  },
  ar: {
    title: 'حماية البيانات',
    more: 'المزيد',
    erase: 'محو نهائي…',
    reason: 'سبب المحو',
    asked: 'بطلب من الشخص',
    ask: 'طلب المحو',
    takeBack: 'سحب الطلب',
    approve: 'الموافقة…',
    eraseNow: 'محو نهائي',
    type: 'اكتب رقم السجل',
    certificate: 'شهادة محو',
    done: 'تم',
    erasedTab: 'مُحي',
    dueTab: 'محفوظ أطول من اللازم',
    nothingDue: 'لا شيء محفوظ أطول من اللازم',
    statisticsTab: 'نسخة للإحصاء',
    choose: 'اختر مجلدًا',
    write: 'كتابة الجداول',
    written: 'كُتبت الجداول',
    noRequest: 'لا طلب ينتظر',
    erasedPage: /^مُحي في /,
    name: 'الاسم',
    passphrase: 'عبارة المرور',
    unlock: 'فتح القفل',
    switchUser: 'تبديل المستخدم',
  },
} as const

const people = {
  en: { manager: 'Dara Hama', auditor: 'Aso Karim' },
  ar: { manager: 'دارا حمه', auditor: 'آسو كريم' },
} as const
const own = (name: string) => `${name} copper meadow`

for (const language of ['en', 'ar'] as const) {
  const w = words[language]

  /** Locks the office and lets somebody else in, in a fresh window. */
  const change = async (app: Launched, page: Page, from: string, name: string): Promise<Page> => {
    const known = app.windows()
    await page.getByRole('complementary').getByRole('button', { name: from }).click()
    await page.getByRole('menuitem', { name: w.switchUser, exact: true }).click()
    const fresh = await app.nextWindow(known)
    await expect(fresh.getByRole('heading', { level: 1, name: 'Unlock', exact: true })).toBeVisible()
    if (language === 'ar') {
      await fresh.getByRole('button', { name: 'Language: English' }).click()
      await fresh.getByRole('menuitem', { name: 'العربية' }).click()
    }
    await fresh.getByRole('textbox', { name: w.name, exact: true }).fill(name)
    await fresh.getByRole('textbox', { name: w.passphrase, exact: true }).fill(own(name))
    await fresh.getByRole('button', { name: w.unlock, exact: true }).click()
    await expect(fresh.getByRole('navigation')).toBeVisible()
    return fresh
  }

  test(`a family is erased by two people, and nothing but its number stays: ${language}`, async ({
    open,
    userData,
  }) => {
    test.setTimeout(120_000)
    const digits = language === 'ar' ? 'arab' : 'latn'
    const app = await open({ language, digits, places: false })
    const { manager, auditor } = people[language]
    const first = app.window
    const colleague = { language, digits, medical: false } as const
    await call(first, 'accounts.addUser', {
      ...colleague,
      name: manager,
      role: 'dataManager',
      passphrase: own(manager),
    })
    await call(first, 'accounts.addUser', { ...colleague, name: auditor, role: 'auditor', passphrase: own(auditor) })
    const family = await call(first, 'households.register', {
      household: {
        residenceStatus: 'IDP',
        placeUnknown: 'Sinjar',
        phone: '0799 887 7665',
        registered: '2024-11-03',
        status: 'registered',
        consent: true,
      },
      members: [
        {
          given: { la: 'Zorqavix', ar: 'قطربشكن' },
          family: { la: 'Shammari', ar: 'الشمري' },
          sex: 'FEMALE',
          relationship: 'HEAD',
          birth: '1984',
          status: 'active',
        },
        {
          given: { la: 'Lana', ar: 'لانا' },
          sex: 'FEMALE',
          relationship: 'SON_DAUGHTER',
          birth: '2015',
          status: 'active',
        },
      ],
      displacements: [],
    })
    const found = async (page: Page, text: string): Promise<string> =>
      JSON.stringify(await call(page, 'search.quick', { text, limit: 20 }))
    expect(await found(first, 'Zorqavix')).toContain(family.people[0])

    const page = await change(app, first, officer.name, manager)
    await test.step('the data manager asks from the page of the family', async () => {
      await page.evaluate((id) => void (location.hash = `#/households/${id}`), family.id)
      await page.getByRole('button', { name: w.more, exact: true }).click()
      await page.getByRole('menuitem', { name: w.erase, exact: true }).click()
      const dialog = page.getByRole('dialog')
      await expect(dialog.getByRole('heading')).toContainText(family.number)
      await dialog.getByRole('combobox', { name: w.reason }).click()
      await page.getByRole('option', { name: w.asked, exact: true }).click()
      await screenshot(page, `erasure-request-${language}`)
      expect(await faultsOf(page)).toEqual([])
      await dialog.getByRole('button', { name: w.ask, exact: true }).click()
      await expect(dialog).toHaveCount(0)
      await page.getByRole('link', { name: w.title, exact: true }).click()
      await expect(page.getByRole('row', { name: family.number })).toContainText(w.asked)
      await expect(page.getByRole('button', { name: w.takeBack, exact: true })).toBeVisible()
      await expect(page.getByRole('button', { name: w.approve, exact: true })).toHaveCount(0)
      await page.getByRole('tab', { name: w.dueTab }).click()
      await expect(page.getByRole('heading', { name: w.nothingDue })).toBeVisible()
    })

    await test.step('tables for statistics name nobody', async () => {
      const stick = path.join(userData, 'stick')
      mkdirSync(stick)
      await page.getByRole('tab', { name: w.statisticsTab }).click()
      await app.answer('showOpenDialog', { canceled: false, filePaths: [stick] })
      await page.getByRole('button', { name: w.choose, exact: true }).click()
      await page.getByRole('button', { name: w.write, exact: true }).click()
      await expect(page.getByText(w.written)).toBeVisible()
      await screenshot(page, `statistics-${language}`)
      const [folder = ''] = readdirSync(stick)
      const files = readdirSync(path.join(stick, folder))
      expect(files).toContain('persons.csv')
      for (const name of files) {
        const text = readFileSync(path.join(stick, folder, name), 'utf8')
        expect(text).not.toMatch(/Zorqavix|قطربشكن|7665|NIN-HH|1984/)
      }
    })

    const second = await change(app, page, manager, auditor)
    await test.step('the auditor approves, with the number typed', async () => {
      expect(await send(second, 'households.get', { id: family.id })).toMatchObject({ error: { kind: 'forbidden' } })
      await second.getByRole('link', { name: w.title, exact: true }).click()
      await expect(second.getByRole('row', { name: family.number })).toContainText(manager)
      await screenshot(second, `data-protection-${language}`)
      expect(await faultsOf(second)).toEqual([])
      await second.getByRole('button', { name: w.approve, exact: true }).click()
      const dialog = second.getByRole('dialog')
      const button = dialog.getByRole('button', { name: w.eraseNow, exact: true })
      await expect(button).toBeDisabled()
      await dialog.getByRole('textbox', { name: w.type }).fill(family.number)
      await screenshot(second, `erasure-approve-${language}`)
      await button.click()
      await expect(second.getByRole('dialog').getByRole('heading', { name: w.certificate })).toBeVisible()
      await screenshot(second, `erasure-certificate-${language}`)
      await second.getByRole('button', { name: w.done, exact: true }).click()
      await expect(second.getByRole('heading', { name: w.noRequest })).toBeVisible()
      await second.getByRole('tab', { name: w.erasedTab, exact: true }).click()
      await expect(second.getByRole('row', { name: family.number })).toContainText(auditor)
      await screenshot(second, `erased-${language}`)
    })

    const third = await change(app, second, auditor, manager)
    await test.step('its page shows the number and the day, and the search finds nothing', async () => {
      await third.evaluate((id) => void (location.hash = `#/households/${id}`), family.id)
      await expect(third.getByRole('heading', { name: family.number })).toBeVisible()
      await expect(third.getByText(w.erasedPage)).toBeVisible()
      await screenshot(third, `erased-household-${language}`)
      for (const text of ['Zorqavix', 'قطربشكن', '0799 887 7665', family.number])
        expect(await found(third, text)).not.toContain(family.id)
      expect(await found(third, 'Zorqavix')).not.toContain(family.people[0])
    })
  })
}
