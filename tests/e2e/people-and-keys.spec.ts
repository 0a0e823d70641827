import { call, expect, officer, screenshot, send, test, type Launched } from '../harness/fixtures.ts'

type Page = Launched['window']

interface Words {
  readonly language: 'en' | 'ar'
  readonly people: string
  readonly keys: string
  readonly add: string
  readonly addThis: string
  readonly name: string
  readonly role: string
  readonly medicalOfficer: string
  readonly registrar: string
  readonly medicalAccess: string
  readonly passphrase: string
  readonly again: string
  readonly unlock: string
  readonly evacuation: string
  readonly noRole: string
  readonly switchUser: string
  readonly forgotten: string
  readonly yourName: string
  readonly registryKey: string
  readonly setPassphrase: string
  readonly newKey: string
  readonly yourPassphrase: string
  readonly showKey: string
  readonly group: RegExp
  readonly onPaper: string
  readonly endAccess: string
  readonly changeKey: string
  readonly changed: string
}

const words: readonly Words[] = [
  {
    language: 'en',
    people: 'People',
    keys: 'Keys',
    add: 'Add a person',
    addThis: 'Add this person',
    name: 'Name',
    role: 'Role',
    medicalOfficer: 'Medical officer',
    registrar: 'Registrar',
    medicalAccess: 'Medical access',
    passphrase: 'Passphrase',
    again: 'The same once more',
    unlock: 'Unlock',
    evacuation: 'Evacuation',
    noRole: 'Your role does not include this',
    switchUser: 'Switch user',
    forgotten: 'I have forgotten my passphrase',
    yourName: 'Your name',
    registryKey: 'Recovery key of the register',
    setPassphrase: 'Set the passphrase and unlock',
    newKey: 'New printed key',
    yourPassphrase: 'Your passphrase',
    showKey: 'Show the new key',
    group: /^Group .+ of the new key$/,
    onPaper: 'I have the new key on paper',
    endAccess: 'End access',
    changeKey: 'Change the key',
    changed: 'The key is changed. Everything was compared and is as before.',
  },
  {
    language: 'ar',
    people: 'الأشخاص',
    keys: 'المفاتيح',
    add: 'إضافة شخص',
    addThis: 'إضافة هذا الشخص',
    name: 'الاسم',
    role: 'الدور',
    medicalOfficer: 'المسؤول الطبي',
    registrar: 'مسجّل',
    medicalAccess: 'الوصول الطبي',
    passphrase: 'عبارة المرور',
    again: 'العبارة نفسها مرة أخرى',
    unlock: 'فتح القفل',
    evacuation: 'الإجلاء',
    noRole: 'دورك لا يشمل هذا',
    switchUser: 'تبديل المستخدم',
    forgotten: 'نسيت عبارة المرور',
    yourName: 'اسمك',
    registryKey: 'مفتاح استرداد السجل',
    setPassphrase: 'تعيين عبارة المرور وفتح القفل',
    newKey: 'مفتاح مطبوع جديد',
    yourPassphrase: 'عبارة مرورك',
    showKey: 'عرض المفتاح الجديد',
    group: /^المجموعة .+ من المفتاح الجديد$/,
    onPaper: 'المفتاح الجديد عندي على الورق',
    endAccess: 'إنهاء الوصول',
    changeKey: 'تغيير المفتاح',
    changed: 'غُيّر المفتاح. قورن كل شيء وهو كما كان.',
  },
]

const chra = { en: 'Chra Karim', ar: 'جرا كريم' } as const
const bilal = { en: 'Bilal Aziz', ar: 'بلال عزيز' } as const
const own = (name: string) => `${name} copper meadow`
const textbox = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })

const settings = async (page: Page, tab: string): Promise<void> => {
  await page.evaluate(() => void (location.hash = '#/settings'))
  await page.getByRole('tab', { name: tab, exact: true }).click()
}

const addPerson = async (page: Page, w: Words, name: string, role: string, medical: boolean): Promise<void> => {
  await page.getByRole('button', { name: w.add, exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: w.name, exact: true }).fill(name)
  await dialog.getByRole('combobox', { name: w.role }).click()
  await page.getByRole('option', { name: role, exact: true }).click()
  if (medical) await dialog.getByRole('checkbox', { name: w.medicalAccess }).check()
  await dialog.getByRole('textbox', { name: w.passphrase, exact: true }).fill(own(name))
  await dialog.getByRole('textbox', { name: w.again, exact: true }).fill(own(name))
  if (medical) await screenshot(page, `people-add-${w.language}`)
  await dialog.getByRole('button', { name: w.addThis, exact: true }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('row', { name })).toContainText(role)
}

/** Locks by the user's menu and turns the fresh window to the language. */
const switchUser = async (app: Launched, page: Page, w: Words, signedIn: string): Promise<Page> => {
  const known = app.windows()
  await page.getByRole('complementary').getByRole('button', { name: signedIn }).click()
  await page.getByRole('menuitem', { name: w.switchUser, exact: true }).click()
  const fresh = await app.nextWindow(known)
  await expect(fresh.getByRole('heading', { level: 1, name: 'Unlock', exact: true })).toBeVisible()
  if (w.language === 'ar') {
    await fresh.getByRole('button', { name: 'Language: English' }).click()
    await fresh.getByRole('menuitem', { name: 'العربية' }).click()
  }
  await expect(fresh.getByRole('heading', { level: 1, name: w.unlock, exact: true })).toBeVisible()
  expect(await textbox(fresh, w.name).inputValue()).toBe('')
  return fresh
}

const signIn = async (page: Page, w: Words, name: string, passphrase: string): Promise<void> => {
  await textbox(page, w.name).fill(name)
  await page.getByRole('textbox', { name: w.passphrase, exact: true }).fill(passphrase)
  await page.getByRole('button', { name: w.unlock, exact: true }).click()
  await expect(page.getByRole('navigation')).toBeVisible()
}

for (const w of words) {
  test(`people get keys of their own, are refused, recovered and ended: ${w.language}`, async ({ open }) => {
    const app = await open({ language: w.language, digits: 'latn', places: false })
    const page = app.window
    const doctor = chra[w.language]
    const registrar = bilal[w.language]
    let printed = ''

    await test.step('a medical officer and a registrar are added', async () => {
      await settings(page, w.people)
      await addPerson(page, w, doctor, w.medicalOfficer, true)
      await addPerson(page, w, registrar, w.registrar, false)
      await expect(page.getByRole('status')).toHaveCount(0)
      await screenshot(page, `people-${w.language}`)
    })
    await test.step('a new printed key is shown once and typed back', async () => {
      await page.getByRole('tab', { name: w.keys, exact: true }).click()
      await page.getByRole('button', { name: w.newKey, exact: true }).first().click()
      await page.getByRole('textbox', { name: w.yourPassphrase, exact: true }).fill(officer.passphrase)
      await page.getByRole('button', { name: w.showKey, exact: true }).click()
      await expect(page.getByText(w.group)).toBeVisible()
      const shown = await page.getByRole('dialog').getByRole('listitem').allInnerTexts()
      const groups = shown.map((text) => text.trim().split(/\s+/).at(-1) ?? '')
      printed = groups.join('-')
      await screenshot(page, `new-printed-key-${w.language}`)
      const asked = page.getByLabel(w.group)
      const at = /[0-9]+/.exec((await page.getByText(w.group).textContent()) ?? '')
      await asked.fill((groups[Number(at?.[0]) - 1] ?? '').toLowerCase())
      await page.getByRole('button', { name: w.onPaper, exact: true }).click()
      await expect(page.getByRole('dialog')).toHaveCount(0)
    })

    const second = await switchUser(app, page, w, officer.name)
    await test.step('the registrar sees no patients, no keys, and is refused what only others may', async () => {
      await signIn(second, w, registrar, own(registrar))
      await expect(second.getByRole('link', { name: w.evacuation })).toHaveCount(0)
      await second.evaluate(() => void (location.hash = '#/evacuations'))
      await expect(second.getByRole('heading', { name: w.noRole })).toBeVisible()
      await screenshot(second, `registrar-refused-${w.language}`)
      for (const [name, input] of [
        ['cases.list', { offset: 0, limit: 5 }],
        ['accounts.people', {}],
        ['accounts.rotateKey', { store: 'registry' }],
      ] as const)
        expect(await send(second, name, input), name).toEqual({ ok: false, error: { kind: 'forbidden' } })
      await settings(second, w.people)
      await expect(second.getByRole('row', { name: doctor })).toBeVisible()
      await expect(second.getByRole('button', { name: w.add })).toHaveCount(0)
      await expect(second.getByRole('tab', { name: w.keys, exact: true })).toHaveCount(0)
    })

    const third = await switchUser(app, second, w, registrar)
    await test.step('the medical officer sees the patients, and opens the office again with the printed key', async () => {
      await third.getByRole('button', { name: w.forgotten }).click()
      await textbox(third, w.yourName).fill(doctor)
      await textbox(third, w.registryKey).fill(printed)
      await third.getByRole('textbox', { name: w.passphrase, exact: true }).fill('seven lemons under rain')
      await third.getByRole('textbox', { name: w.again, exact: true }).fill('seven lemons under rain')
      await third.getByRole('button', { name: w.setPassphrase, exact: true }).click()
      await expect(third.getByRole('navigation')).toBeVisible()
      // Without the medical sheet the medical records stay shut until somebody grants them again.
      expect(await call(third, 'accounts.session', {})).toMatchObject({ medical: false, user: { name: doctor } })
      expect(await send(third, 'cases.list', { offset: 0, limit: 5 })).toMatchObject({ error: { kind: 'forbidden' } })
    })

    const fourth = await switchUser(app, third, w, doctor)
    await test.step('somebody leaves, and the keys are changed', async () => {
      await signIn(fourth, w, officer.name, officer.passphrase)
      await settings(fourth, w.people)
      await fourth.getByRole('row', { name: registrar }).getByRole('button').click()
      await screenshot(fourth, `person-menu-${w.language}`)
      await fourth.getByRole('menuitem', { name: w.endAccess, exact: true }).click()
      await fourth.getByRole('dialog').getByRole('button', { name: w.endAccess, exact: true }).click()
      await expect(fourth.getByRole('dialog')).toHaveCount(0)
      await fourth.getByRole('tab', { name: w.keys, exact: true }).click()
      await expect(fourth.getByRole('alert')).toHaveCount(1)
      await screenshot(fourth, `keys-${w.language}`)
      await fourth.getByRole('alert').getByRole('button', { name: w.changeKey, exact: true }).click()
      await fourth.getByRole('dialog').getByRole('button', { name: w.changeKey, exact: true }).click()
      await expect(fourth.getByText(w.changed)).toBeVisible()
      await expect(fourth.getByText(w.changeKey)).toHaveCount(2)
    })
  })
}

test('a laptop that nobody touches locks, after a notice', async ({ office }) => {
  const { window: page } = office
  await page.clock.install()
  await call(page, 'accounts.setAutoLock', { minutes: 1 })
  await page.clock.runFor(31_000)
  await expect(page.getByText('Waypost locks in half a minute.')).toBeVisible()
  // A touch keeps it open.
  await page.mouse.move(200, 300)
  await expect(page.getByText('Waypost locks in half a minute.')).toHaveCount(0)
  const known = office.windows()
  await page.clock.runFor(61_000)
  const fresh = await office.nextWindow(known)
  await expect(fresh.getByRole('heading', { level: 1, name: 'Unlock' })).toBeVisible()
  await expect(fresh.getByLabel('Name', { exact: true })).toBeFocused()
  expect(page.isClosed()).toBe(true)
})
