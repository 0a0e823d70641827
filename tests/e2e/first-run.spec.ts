import { expect, test, type Launched } from '../harness/fixtures.ts'
import { tabTo } from '../harness/keys.ts'

type Page = Launched['window']

const passphrase = 'copper window barley nine'
const recovered = 'seven lemons under rain'

/** The words of one language on the screens before and around sign-in. */
interface Words {
  readonly language: string
  readonly dir: 'ltr' | 'rtl'
  readonly steps: readonly [language: string, office: string, you: string, keys: string]
  readonly choice: string
  readonly letters: string
  readonly officeName: string
  readonly office: string
  readonly yourName: string
  readonly person: string
  readonly passphrase: string
  readonly again: string
  readonly wrongGroup: string
  readonly groupOf: { readonly registry: RegExp; readonly medical: RegExp }
  readonly sheet: { readonly registry: string; readonly medical: string }
  readonly finish: string
  readonly hello: string
  readonly unlock: string
  readonly lock: string
  readonly name: string
  readonly noMatch: string
  readonly wait: RegExp
  readonly forgotten: string
  readonly registryKey: string
  readonly medicalKey: string
  readonly setPassphrase: string
}

const english: Words = {
  language: 'English',
  dir: 'ltr',
  steps: ['Welcome to Waypost', 'Your office', 'You', 'Recovery keys'],
  choice: 'Go on',
  letters: 'Three letters',
  officeName: 'Name in Latin letters',
  office: 'Ninewa field office',
  yourName: 'Your name',
  person: 'Dilnaz',
  passphrase: 'Passphrase',
  again: 'The same once more',
  wrongGroup: 'This is not what stands on the sheet. Compare it once more.',
  groupOf: { registry: /^Register key, group/, medical: /^Medical key, group/ },
  sheet: { registry: 'Register of NIN', medical: 'Medical records of NIN' },
  finish: 'Finish',
  hello: 'Hello, Dilnaz',
  unlock: 'Unlock',
  lock: 'Lock',
  name: 'Name',
  noMatch: 'Name and passphrase do not match',
  wait: /^Wait [0-9]+ seconds?$/,
  forgotten: 'I have forgotten my passphrase',
  registryKey: 'Recovery key of the register',
  medicalKey: 'Recovery key of the medical records',
  setPassphrase: 'Set the passphrase and unlock',
}

const arabic: Words = {
  language: 'العربية',
  dir: 'rtl',
  steps: ['مرحباً بك في Waypost', 'مكتبك', 'أنت', 'مفاتيح الاسترداد'],
  choice: 'متابعة',
  letters: 'ثلاثة أحرف',
  officeName: 'الاسم بالعربية',
  office: 'مكتب نينوى',
  yourName: 'اسمك',
  person: 'دلناز',
  passphrase: 'عبارة المرور',
  again: 'العبارة نفسها مرة أخرى',
  wrongGroup: 'ليس هذا ما على الورقة. قارنه مرة أخرى.',
  groupOf: { registry: /^مفتاح السجل، المجموعة/, medical: /^المفتاح الطبي، المجموعة/ },
  sheet: { registry: 'سجل NIN', medical: 'السجلات الطبية لـ NIN' },
  finish: 'إنهاء',
  hello: 'مرحباً دلناز',
  unlock: 'فتح القفل',
  lock: 'قفل',
  name: 'الاسم',
  noMatch: 'الاسم وعبارة المرور غير متطابقين',
  wait: /^انتظر/,
  forgotten: 'نسيت عبارة المرور',
  registryKey: 'مفتاح استرداد السجل',
  medicalKey: 'مفتاح استرداد السجلات الطبية',
  setPassphrase: 'تعيين عبارة المرور وفتح القفل',
}

const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true, level: 1 })

const type = async (page: Page, label: string, text: string): Promise<void> => {
  await tabTo(page, page.getByRole('textbox', { name: label, exact: true }))
  await page.keyboard.type(text)
}

/** The groups of a recovery key as they stand on the sheet. */
const groupsOn = async (page: Page, sheet: string): Promise<string[]> => {
  const shown = await page.getByRole('region', { name: sheet }).getByRole('listitem').allInnerTexts()
  // Each group stands below its number, whose digits are those of the reader.
  return shown.map((text) => text.trim().split(/\s+/).at(-1) ?? '')
}

/** Sets an office up by keyboard alone and answers its recovery keys, copied from the screen. */
const setUp = async (page: Page, w: Words) => {
  const [welcome, office, you, keys] = w.steps
  await tabTo(page, page.getByRole('radio', { name: w.language }))
  await page.keyboard.press('Space')
  await expect(heading(page, welcome)).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('dir', w.dir)
  await tabTo(page, page.getByRole('button', { name: w.choice, exact: true }))
  await page.keyboard.press('Enter')

  await expect(heading(page, office)).toBeVisible()
  await page.keyboard.type('nin')
  await type(page, w.officeName, w.office)
  await page.keyboard.press('Enter')

  await expect(heading(page, you)).toBeVisible()
  await page.keyboard.type(w.person)
  await type(page, w.passphrase, passphrase)
  await type(page, w.again, passphrase)
  await page.keyboard.press('Enter')

  await expect(heading(page, keys)).toBeVisible()
  const written = { registry: await groupsOn(page, w.sheet.registry), medical: await groupsOn(page, w.sheet.medical) }
  for (const key of ['registry', 'medical'] as const) {
    const asked = page.getByLabel(w.groupOf[key])
    const at = ((await page.getByText(w.groupOf[key]).textContent()) ?? '').replace(/[٠-٩]/g, (digit) =>
      String('٠١٢٣٤٥٦٧٨٩'.indexOf(digit)),
    )
    await tabTo(page, asked)
    // The first try is a slip, so that nobody passes without the paper.
    if (key === 'registry') {
      await page.keyboard.type('XXXX')
      await page.keyboard.press('Enter')
      await expect(page.getByText(w.wrongGroup).first()).toBeVisible()
      await page.keyboard.press('Control+A')
    }
    await page.keyboard.type((written[key][Number(/[0-9]+/.exec(at)?.[0]) - 1] ?? '').toLowerCase())
  }
  await page.keyboard.press('Enter')
  await expect(heading(page, w.hello)).toBeVisible()
  return { registry: written.registry.join('-'), medical: written.medical.join('-') }
}

/** Before anybody has signed in, the window speaks the language of the computer: English here. */
const choose = async (page: Page, w: Words): Promise<void> => {
  await expect(heading(page, english.unlock)).toBeVisible()
  if (w === english) return
  await tabTo(page, page.getByRole('button', { name: 'Language: English' }))
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: w.language }).press('Enter')
  await expect(heading(page, w.unlock)).toBeVisible()
}

for (const w of [english, arabic]) {
  test(`an office is set up, locked and opened again by keyboard: ${w.language}`, async ({ start }) => {
    const first = await start()
    const keys = await test.step('set up', () => setUp(first.window, w))
    expect(await first.quit()).toBe(0)

    const second = await start()
    const { window } = second
    await test.step('a wrong passphrase says so and makes one wait', async () => {
      await choose(window, w)
      await type(window, w.name, w.person)
      for (let attempt = 0; attempt < 2; attempt++) {
        await expect(window.getByRole('button', { name: w.unlock, exact: true })).toBeEnabled()
        await type(window, w.passphrase, 'copper window barley ten')
        await window.keyboard.press('Enter')
        await expect(window.getByRole('button', { name: w.wait })).toBeDisabled()
        await expect(window.getByRole('alert')).toContainText(w.noMatch)
      }
    })
    await test.step('the right passphrase opens it, in the language of its user', async () => {
      await expect(window.getByRole('button', { name: w.unlock, exact: true })).toBeEnabled()
      await type(window, w.passphrase, passphrase)
      await window.keyboard.press('Enter')
      await expect(heading(window, w.hello)).toBeVisible()
      await expect(window.locator('html')).toHaveAttribute('dir', w.dir)
    })
    await test.step('the printed keys open it for somebody who forgot', async () => {
      const known = second.windows()
      await tabTo(window, window.getByRole('button', { name: w.lock, exact: true }))
      await window.keyboard.press('Enter')
      const locked = await second.nextWindow(known)
      await choose(locked, w)
      await tabTo(locked, locked.getByRole('button', { name: w.forgotten }))
      await locked.keyboard.press('Enter')
      await type(locked, w.yourName, w.person)
      await type(locked, w.registryKey, keys.registry.toLowerCase())
      await type(locked, w.medicalKey, keys.medical.replaceAll('-', ' '))
      await type(locked, w.passphrase, recovered)
      await type(locked, w.again, recovered)
      await locked.keyboard.press('Enter')
      await expect(heading(locked, w.hello)).toBeVisible()
    })
  })
}
