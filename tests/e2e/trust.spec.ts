import { mkdirSync, readdirSync } from 'node:fs'
import path from 'node:path'
import {
  call,
  expect,
  faultsOf,
  finished,
  inBoth,
  officer,
  screenshot,
  test,
  type Launched,
} from '../harness/fixtures.ts'

type Page = Launched['window']

/** What the screens say in one language. */
const words = {
  en: {
    language: 'English',
    bundles: 'Bundles',
    laptops: 'Laptops of this office',
    add: 'Add a laptop',
    called: 'What is the laptop called?',
    medical: 'It may receive medical records',
    folder: 'Choose the stick or a folder',
    write: 'Write the invitation',
    code: 'Code for the laptop “Front desk”',
    have: 'I have the code',
    join: 'Join an existing office with this laptop',
    choose: 'Choose the invitation',
    typed: 'Code of the invitation',
    open: 'Open the invitation',
    wrong: 'The code does not open this invitation',
    office: 'Office BGD',
    joinThis: 'Join this office',
    yourName: 'Your name',
    passphrase: 'Passphrase',
    again: 'The same once more',
    joinOffice: 'Join the office',
    keys: { registry: /^Register key, group/, medical: /^Medical key, group/ },
    sheets: { registry: 'Register of BGD', medical: 'Medical records of BGD' },
    finish: 'Finish',
    answer: 'Write the answer to the stick',
    finishAdding: 'Finish adding',
    added: '“Front desk” belongs to this office now',
    withdraw: 'Withdraw Front desk',
    dialog: 'Withdraw the laptop “Front desk”?',
    why: 'Why?',
    stolen: 'Stolen',
    withdrawThis: 'Withdraw this laptop',
    withdrawn: /withdrawn on/,
    receive: 'Receive a bundle',
    chooseBundle: 'Choose the bundle',
    refused: 'The laptop that wrote this bundle was withdrawn',
    since: /It is not trusted since \d+ [A-Z][a-z]+ \d+\./,
    notYet: 'This laptop is not fully added yet',
  },
  ar: {
    language: 'العربية',
    bundles: 'الحزم',
    laptops: 'حواسيب هذا المكتب',
    add: 'أضف حاسوبًا',
    called: 'ما اسم الحاسوب؟',
    medical: 'يجوز له استلام السجلات الطبية',
    folder: 'اختر الذاكرة أو مجلدًا',
    write: 'اكتب الدعوة',
    code: 'رمز الحاسوب “Front desk”',
    have: 'الرمز عندي',
    join: 'الانضمام إلى مكتب قائم بهذا الحاسوب',
    choose: 'اختر الدعوة',
    typed: 'رمز الدعوة',
    open: 'افتح الدعوة',
    wrong: 'الرمز لا يفتح هذه الدعوة',
    office: 'مكتب تجريبي',
    joinThis: 'انضم إلى هذا المكتب',
    yourName: 'اسمك',
    passphrase: 'عبارة المرور',
    again: 'العبارة نفسها مرة أخرى',
    joinOffice: 'انضم إلى المكتب',
    keys: { registry: /^مفتاح السجل، المجموعة/, medical: /^المفتاح الطبي، المجموعة/ },
    sheets: { registry: 'سجل BGD', medical: 'السجلات الطبية لـ BGD' },
    finish: 'إنهاء',
    answer: 'اكتب الجواب على الذاكرة',
    finishAdding: 'أتمّ الإضافة',
    added: '“Front desk” صار من حواسيب هذا المكتب',
    withdraw: 'اسحب الثقة من Front desk',
    dialog: 'هل تسحب الثقة من الحاسوب “Front desk”؟',
    why: 'لماذا؟',
    stolen: 'سُرق',
    withdrawThis: 'اسحب الثقة من هذا الحاسوب',
    withdrawn: /سُحبت الثقة في/,
    receive: 'استلم حزمة',
    chooseBundle: 'اختر الحزمة',
    refused: 'سُحبت الثقة من الحاسوب الذي كتب هذه الحزمة',
    since: /لم يعد موثوقًا به منذ/,
    notYet: 'لم تكتمل إضافة هذا الحاسوب بعد',
  },
} as const
type Words = (typeof words)['en' | 'ar']

const groupsIn = async (page: Page, name: string): Promise<string[]> => {
  const shown = await page.getByRole('region', { name }).getByRole('listitem').allInnerTexts()
  return shown.map((text) => text.trim().split(/\s+/).at(-1) ?? '')
}

const typeBack = async (page: Page, w: Words, key: 'registry' | 'medical') => {
  const groups = await groupsIn(page, w.sheets[key])
  const label = ((await page.getByText(w.keys[key]).textContent()) ?? '').replace(/[٠-٩]/g, (digit) =>
    String('٠١٢٣٤٥٦٧٨٩'.indexOf(digit)),
  )
  await page.getByLabel(w.keys[key]).fill(groups[Number(/[0-9]+/.exec(label)?.[0]) - 1] ?? '')
}

for (const language of ['en', 'ar'] as const) {
  test(`a laptop joins an office and is withdrawn again: ${language}`, async ({ open, start, userData }) => {
    const w = words[language]
    const look = async (page: Page, name: string) => {
      await screenshot(page, `${name}-${language}`)
      expect(await faultsOf(page), name).toEqual([])
    }
    const first = await open({ code: 'BGD', places: false, language, digits: language === 'ar' ? 'arab' : 'latn' })
    const stick = path.join(userData, 'stick')
    mkdirSync(stick)
    const { window: page } = first
    const onStick = (opening: string) =>
      path.join(stick, readdirSync(stick).find((name) => name.startsWith(opening) && !name.endsWith('.sha256')) ?? '')

    const code = await test.step('the office writes an invitation', async () => {
      await page.getByRole('link', { name: w.bundles, exact: true }).first().click()
      await expect(page.getByRole('region', { name: w.laptops }).getByRole('listitem')).toHaveCount(1)
      await page.getByRole('button', { name: w.add, exact: true }).click()
      await page.getByLabel(w.called).fill('Front desk')
      await page.getByLabel(w.medical).check()
      await first.answer('showOpenDialog', { canceled: false, filePaths: [stick] })
      await page.getByRole('button', { name: w.folder }).click()
      await look(page, 'trust-add')
      await page.getByRole('button', { name: w.write }).click()
      await expect(page.getByRole('region', { name: w.code })).toBeVisible({ timeout: 60_000 })
      await look(page, 'trust-code')
      const groups = await groupsIn(page, w.code)
      await page.getByRole('button', { name: w.have }).click()
      return groups.join('')
    })

    const second = await start({ userData: path.join(userData, 'second') })
    const { window: there } = second
    await test.step('the new laptop joins by file and code', async () => {
      await there.getByRole('radio', { name: w.language }).click()
      await there.getByRole('button', { name: w.join }).click()
      await second.answer('showOpenDialog', { canceled: false, filePaths: [onStick('waypost-invitation')] })
      await there.getByRole('button', { name: w.choose }).click()
      await there.getByLabel(w.typed).fill('AAAA-AAAA-AAAA-AAAA-AA')
      await there.getByRole('button', { name: w.open }).click()
      await expect(there.getByRole('alert')).toContainText(w.wrong)
      await there.getByLabel(w.typed).fill(code.toLowerCase())
      await there.getByRole('button', { name: w.open }).click()
      await expect(there.getByText(w.office)).toBeVisible({ timeout: 60_000 })
      await look(there, 'trust-join')
      await there.getByRole('button', { name: w.joinThis }).click()
      await there.getByLabel(w.yourName).fill(officer.name)
      await there.getByRole('textbox', { name: w.passphrase }).fill(officer.passphrase)
      await there.getByRole('textbox', { name: w.again }).fill(officer.passphrase)
      await there.getByRole('button', { name: w.joinOffice }).click()
      await expect(there.getByRole('region', { name: w.sheets.registry })).toBeVisible({ timeout: 60_000 })
      await typeBack(there, w, 'registry')
      await typeBack(there, w, 'medical')
      await there.getByRole('button', { name: w.finish, exact: true }).click()
      await second.answer('showOpenDialog', { canceled: false, filePaths: [stick] })
      await there.getByRole('button', { name: w.answer }).click()
      await expect(there.getByRole('button', { name: w.finish, exact: true })).toBeVisible()
      await look(there, 'trust-answer')
      await there.getByRole('button', { name: w.finish, exact: true }).click()
      await there.getByRole('link', { name: w.bundles, exact: true }).first().click()
      await expect(there.getByText(w.notYet)).toBeVisible()
      await look(there, 'trust-joining')
    })

    await test.step('the office finishes adding it, and a bundle for the office itself reaches it', async () => {
      await first.answer('showOpenDialog', { canceled: false, filePaths: [onStick('waypost-answer')] })
      await page.getByRole('button', { name: w.finishAdding }).click()
      await expect(page.getByText(w.added)).toBeVisible()
      await expect(page.getByRole('region', { name: w.laptops }).getByRole('listitem')).toHaveCount(2)
      await look(page, 'trust-added')
    })

    await test.step('it is withdrawn, and what it writes is refused with the day', async () => {
      const { office } = await call(there, 'bundles.card', {})
      await second.answer('showOpenDialog', { canceled: false, filePaths: [stick] })
      const folder = await call(there, 'files.choose', { purpose: 'folder' })
      // The new laptop has not heard that it belongs to the office, but knows the first one.
      const { jobId } = await call(there, 'bundles.export', { store: 'registry', office, folder: folder?.file ?? '' })
      await finished(there, jobId)
      await page.getByRole('button', { name: w.withdraw }).click()
      const dialog = page.getByRole('dialog', { name: w.dialog })
      await dialog.getByRole('combobox', { name: w.why }).click()
      await page.getByRole('option', { name: w.stolen }).click()
      await look(page, 'trust-withdraw')
      await dialog.getByRole('button', { name: w.withdrawThis }).click()
      await expect(page.getByRole('region', { name: w.laptops }).getByText(w.withdrawn)).toBeVisible()
      await page.getByRole('link', { name: w.receive }).click()
      await first.answer('showOpenDialog', { canceled: false, filePaths: [onStick('wp-')] })
      await page.getByRole('button', { name: w.chooseBundle, exact: true }).click()
      const note = page.getByRole('main').getByRole('alert')
      await expect(note).toContainText(w.refused)
      await expect(note).toContainText(w.since)
      await look(page, 'trust-refused')
    })
  })
}

test('headquarters vouches for offices, and withdraws them', async ({ open }) => {
  const [hq, erbil, baghdad] = [
    await open({ code: 'HQQ', places: false }),
    await open({ code: 'EBL', places: false }),
    await open({ code: 'BGD', places: false }),
  ]
  await call(hq.window, 'accounts.updateOffice', { patch: { type: 'headquarters' } })
  const card = async (of: Launched) => await call(of.window, 'bundles.card', {})
  for (const field of [erbil, baghdad]) {
    await call(field.window, 'bundles.addOffice', { card: await card(hq) })
    await call(hq.window, 'bundles.addOffice', { card: await card(field) })
  }
  const { window: page } = hq
  await page.getByRole('link', { name: 'Bundles', exact: true }).first().click()
  const offices = page.getByRole('region', { name: 'Offices', exact: true })
  await offices.getByRole('button', { name: 'Laptops (1)' }).first().click()
  await expect(offices.getByRole('button', { name: /^Withdraw BGD/ })).toBeVisible()
  await inBoth(hq, 'trust-offices')
  await offices.getByRole('button', { name: 'Withdraw the whole office…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Withdraw the office “Office BGD”?' })
  await dialog.getByRole('combobox', { name: 'Why?' }).click()
  await page.getByRole('option', { name: 'Another reason' }).click()
  await dialog.getByRole('button', { name: 'Withdraw this office' }).click()
  await expect(offices.getByText(/^withdrawn on/)).toBeVisible()
})
