import { call, expect, faultsOf, fillOffice, screenshot, test, type Launched } from '../harness/fixtures.ts'

type Page = Launched['window']

const directions = { en: 'ltr', ar: 'rtl', ckb: 'rtl' } as const
type Language = keyof typeof directions
const languages = ['en', 'ar', 'ckb'] as const
const ownNames: Readonly<Record<Language, string>> = { en: 'English', ar: 'العربية', ckb: 'کوردیی ناوەندی' }

const historyButton: Readonly<Record<Language, string>> = { en: 'History', ar: 'سجل التغييرات', ckb: 'مێژوو' }

/** What holds of every screen: no serious fault of accessibility, the right direction, nothing beyond the window. */
const check = async (page: Page, name: string, language: Language): Promise<void> => {
  await test.step(`${name} (${language})`, async () => {
    await expect(page.locator('[aria-busy="true"], .mantine-Loader-root')).toHaveCount(0)
    await expect(page.locator('html')).toHaveAttribute('dir', directions[language])
    if (language !== 'ckb') await screenshot(page, `${name}-${language}`)
    const wide = await page.evaluate(() => {
      const main = document.getElementById('main')
      const beyond = [document.documentElement, ...(main ? [main] : [])]
      return beyond.filter((element) => element.scrollWidth > element.clientWidth + 1).map((element) => element.tagName)
    })
    expect.soft(wide, `${name} (${language}) is wider than the window`).toEqual([])
    expect.soft(await faultsOf(page), `${name} (${language})`).toEqual([])
  })
}

/** Turns the window to a language by its own switch. */
const turn = async (page: Page, language: Language): Promise<void> => {
  if ((await page.locator('html').getAttribute('lang')) === language) return
  await page
    .getByRole('banner')
    .getByRole('button', { name: /English|العربية|کوردیی ناوەندی/ })
    .click()
  await page.getByRole('menuitem', { name: ownNames[language] }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', language)
  await expect(page.getByRole('menuitem')).toHaveCount(0)
  // Away from everything that lights up below a pointer.
  await page.mouse.move(683, 766)
}

/** Goes to an address and waits until the page that stood there before is gone. */
const open = async (page: Page, address: string): Promise<void> => {
  const before = await page.getByRole('main').getByRole('heading').first().elementHandle()
  await page.evaluate((hash) => void (location.hash = hash), `#${address}`)
  // A page that only turns a tab keeps its heading.
  if (!address.includes('?')) await before?.waitForElementState('hidden')
  await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible()
}

test('the screens before sign-in', async ({ start }) => {
  const app = await start()
  const { window: page } = app
  await expect(page.getByRole('heading', { level: 1, name: 'Welcome to Waypost' })).toBeVisible()
  for (const language of languages) {
    await page.getByRole('radio', { name: ownNames[language] }).click()
    await expect(page.getByRole('radio', { name: ownNames[language] })).toBeChecked()
    await check(page, 'setup-language', language)
    // Below the way on, the first step has other ways in: from a backup, and into an office that exists.
    await page.getByRole('main').locator('button[type="submit"]').click()
    await page.getByRole('textbox').first().fill('NIN')
    await page.getByRole('textbox').nth(1).fill('Ninewa')
    await check(page, 'setup-office', language)
    await page.getByRole('main').getByRole('button').last().click()
    await page.locator('input[autocomplete="username"]').fill('Amal')
    await check(page, 'setup-person', language)
    if (language === 'ckb') break
    for (let back = 0; back < 2; back++) await page.getByRole('button', { name: /^(Back|رجوع|گەڕانەوە)$/ }).click()
  }
  for (const secret of await page.locator('input[autocomplete="new-password"]').all())
    await secret.fill('paper lantern river seven')
  await page.getByRole('main').getByRole('button').last().click()
  await expect(page.getByRole('main').getByRole('listitem')).not.toHaveCount(0)
  await expect(page.getByRole('main').getByRole('region')).toHaveCount(2)
  for (const language of ['ckb', 'ar', 'en'] as const) {
    await turn(page, language)
    await check(page, 'setup-keys', language)
  }
})

test('the screens of a locked office', async ({ office }) => {
  const known = office.windows()
  await office.power('lock-screen')
  const page = await office.nextWindow(known)
  for (const language of languages) {
    await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible()
    await turn(page, language)
    await check(page, 'unlock', language)
    await page
      .getByRole('button', {
        name: /^(I have forgotten my passphrase|نسيت عبارة المرور|دەستەواژەی نهێنیم لەبیر کردووە)$/,
      })
      .click()
    await expect(page.locator('input[autocomplete="new-password"]')).toHaveCount(2)
    await check(page, 'recover', language)
    await page.getByRole('button', { name: /^(Back|رجوع|گەڕانەوە)$/ }).click()
  }
})

test('every screen of an office at work', async ({ office }) => {
  const { window: page } = office
  for (const language of languages) {
    await turn(page, language)
    await open(page, '/households')
    await check(page, 'households-empty', language)
    await open(page, '/')
    await check(page, 'home-empty', language)
  }
  await fillOffice(page, 12)
  const { recent } = await call(page, 'home.summary', {})
  const { rows } = await call(page, 'households.list', {
    filter: {},
    sort: 'registered',
    descending: true,
    offset: 0,
    limit: 20,
  })
  const largest = rows.toSorted((a, b) => b.members - a.members)[0]
  const [project] = (await call(page, 'projects.list', { offset: 0, limit: 5 })).rows
  const [patient] = (await call(page, 'cases.list', { offset: 0, limit: 5 })).rows
  expect(recent.length).toBeGreaterThan(0)
  const screens: readonly [string, string][] = [
    ['households', '/households'],
    ['people', '/households?tab=people'],
    ['household', `/households/${largest?.id}`],
    ['register', '/households/new'],
    ['projects', '/projects'],
    ['project', `/projects/${project?.id}`],
    ['project-new', '/projects/new'],
    ['evacuations', '/evacuations'],
    ['evacuations-list', '/evacuations?view=list'],
    ['case', `/evacuations/${patient?.id}`],
    ['case-new', '/evacuations/new'],
    ['places', '/places'],
    ['place', '/places/IQG15Q05'],
    ['imports', '/imports'],
    ['import-registration', '/imports/registration'],
    ['bundles', '/bundles'],
    ['bundle-send', '/bundles/send'],
    ['bundle-receive', '/bundles/receive'],
    ['to-decide', '/conflicts'],
    ['activity-log', '/audit'],
    ['data-protection', '/data-protection'],
    ['data-protection-due', '/data-protection/due?'],
    ['data-protection-statistics', '/data-protection/statistics?'],
    ['settings', '/settings'],
    ['home', '/'],
    ['nowhere', '/no-such-page'],
  ]
  for (const language of languages) {
    await turn(page, language)
    for (const [name, address] of screens) {
      await open(page, address)
      await check(page, name, language)
      if (name !== 'household') continue
      await page.getByRole('button', { name: historyButton[language], exact: true }).click()
      await expect(page.getByRole('dialog').getByRole('listitem').first()).toBeVisible()
      await check(page, 'household-changes', language)
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toHaveCount(0)
    }
  }
})
