import { mkdirSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { call, expect, faultsOf, finished, officer, screenshot, test, type Launched } from '../harness/fixtures.ts'

type Page = Launched['window']

const words = {
  en: {
    decide: 'To decide',
    waiting: /differ between offices/,
    values: 'Values to choose from',
    notes: 'Notes',
    removed: 'Removed or kept',
    remove: 'Remove it',
    keep: 'Keep it, with these changes',
    several: 'Decide several at once',
    newest: /^The newest value: /,
    undo: 'Take the last one back',
    other: /^Another value/,
    otherAction: 'Decide for this value',
    nothing: 'There is nothing to decide',
    given: 'Given name',
    of: (at: number, all: number) => `${String(at)} of ${String(all)}`,
  },
  ar: {
    decide: 'بانتظار القرار',
    waiting: /بين المكاتب|بين مكتب/,
    values: 'القيم المتاحة للاختيار',
    notes: 'ملاحظات',
    removed: 'محذوف أو باقٍ',
    remove: 'حذفه',
    keep: 'الإبقاء عليه مع هذه التغييرات',
    several: 'البتّ في عدة قيم معاً',
    newest: /^القيمة الأحدث: /,
    undo: 'التراجع عن الأخير',
    other: /^قيمة أخرى/,
    otherAction: 'اعتماد هذه القيمة',
    nothing: 'لا شيء بانتظار القرار',
    given: 'الاسم',
    of: (at: number, all: number) => `${digits(at)} من ${digits(all)}`,
  },
} as const
const languages = ['en', 'ar'] as const
const digits = (value: number) => String(value).replace(/\d/g, (digit) => '٠١٢٣٤٥٦٧٨٩'.charAt(Number(digit)))

const token = async (office: Launched, purpose: 'folder' | 'bundle', file: string): Promise<string> => {
  await office.answer('showOpenDialog', { canceled: false, filePaths: [file] })
  return (await call(office.window, 'files.choose', { purpose }))?.file ?? ''
}

/** Carries the register from one office to another on a stick of its own. */
const carry = async (from: Launched, to: Launched, stick: string): Promise<void> => {
  mkdirSync(stick)
  const { office } = await call(to.window, 'bundles.card', {})
  const folder = await token(from, 'folder', stick)
  const written = await call(from.window, 'bundles.export', { store: 'registry', office, folder })
  await finished(from.window, written.jobId)
  const [name] = readdirSync(stick).filter((file) => file.endsWith('.bundle'))
  const file = await token(to, 'bundle', path.join(stick, name ?? ''))
  const read = await call(to.window, 'bundles.verify', { file })
  const { bundle } = (await finished(to.window, read.jobId)) as { bundle: string }
  await finished(to.window, (await call(to.window, 'bundles.apply', { bundle })).jobId)
}

const family = {
  household: {
    residenceStatus: 'IDP',
    place: 'IQG15Q05',
    shelter: 'rented_unfit',
    phone: '0750 123 4567',
    consent: true,
    consentDate: '2024-11-03',
    registered: '2024-11-03',
    status: 'registered',
    notes: 'Came with two other families.',
  },
  members: [
    {
      given: { la: 'Zhiyan', ar: 'ژيان' },
      father: { la: 'Hawkar', ar: 'هاوكار' },
      family: { la: 'Barzinji', ar: 'البرزنجي' },
      sex: 'FEMALE',
      birth: '1987',
      relationship: 'HEAD',
      status: 'active',
    },
    { given: { la: 'Rawand', ar: 'روند' }, sex: 'MALE', birth: '2015', relationship: 'SON_DAUGHTER', status: 'active' },
  ],
  displacements: [],
} as const

/** Two offices that changed the same family before they heard of each other; what both wrote is in the second. */
const torn = async (ninewa: Launched, baghdad: Launched, folder: string) => {
  const [here, there] = [ninewa.window, baghdad.window]
  await call(here, 'bundles.addOffice', { card: await call(there, 'bundles.card', {}) })
  await call(there, 'bundles.addOffice', { card: await call(here, 'bundles.card', {}) })
  const { id, people } = await call(here, 'households.register', {
    ...family,
    members: [...family.members],
    displacements: [],
  })
  const [head = '', son = ''] = people
  await carry(ninewa, baghdad, path.join(folder, 'first'))
  const wrote = async (
    page: Page,
    given: { la: string; ar: string },
    notes: string,
    shelter: 'camp' | 'host_family',
  ) => {
    await call(page, 'people.update', { id: head, patch: { given } })
    await call(page, 'households.update', { id, patch: { notes, shelter } })
  }
  await wrote(here, { la: 'Jiyan', ar: 'جيان' }, 'Moved to the camp at Hassansham in spring.', 'camp')
  await call(here, 'people.remove', { id: son, undo: false })
  await wrote(there, { la: 'Zhian', ar: 'ژیان' }, 'Stays with the brother’s family since May.', 'host_family')
  await call(there, 'people.update', { id: son, patch: { occupation: 'pupil', attendsSchool: true } })
  await carry(ninewa, baghdad, path.join(folder, 'second'))
  return { id, head, son }
}

for (const language of languages) {
  const say = words[language]

  test(`what two offices wrote is decided by keys alone: ${language}`, async ({ open, userData }) => {
    const look = { language, digits: language === 'ar' ? ('arab' as const) : ('latn' as const) }
    const [ninewa, baghdad] = [await open({ ...look, code: 'NIN' }), await open({ ...look, code: 'BGD' })]
    const { id } = await torn(ninewa, baghdad, userData)
    const { window: page } = baghdad
    const options = page.getByRole('list', { name: say.values }).getByRole('listitem')
    const field = page.getByRole('main').getByRole('heading', { level: 2 })
    const status = page.getByRole('status').first()

    await test.step('the way leads from Home, and from the list of pages', async () => {
      await expect(page.getByRole('navigation').getByRole('link', { name: say.decide })).toBeVisible()
      await page.getByRole('main').getByRole('link', { name: say.waiting }).click()
      await expect(status).toHaveText(say.of(1, 4))
      await expect(options).toHaveCount(2)
    })
    const goTo = async (name: string) => {
      for (let tries = 0; tries < 4; tries++) {
        const now = await field.textContent()
        if (now === name) return
        await page.keyboard.press(language === 'ar' ? 'ArrowLeft' : 'ArrowRight')
        await expect(field).not.toHaveText(now ?? '')
      }
      await expect(field).toHaveText(name)
    }
    await test.step('a key decides, and the next one comes', async () => {
      await goTo(say.notes)
      await expect(options.first()).toContainText(officer.name)
      await expect(page.getByRole('main')).toContainText(family.household.notes)
      await page.mouse.move(10, 760)
      expect(await faultsOf(page)).toEqual([])
      await screenshot(page, `conflicts-${language}`)
      await page.keyboard.press('1')
      await expect(status).toHaveText(/3|٣/)
      await expect(field).not.toHaveText(say.notes)
      expect((await call(page, 'households.get', { id })).household.notes).toContain('Hassansham')
    })
    await test.step('U takes it back, and it is decided otherwise', async () => {
      await page.keyboard.press('u')
      await expect(field).toHaveText(say.notes)
      await expect(options).toHaveCount(2)
      await page.keyboard.press('e')
      const dialog = page.getByRole('dialog', { name: say.notes })
      await dialog.getByRole('textbox').fill('Both: the camp in spring, the brother since May.')
      await screenshot(page, `conflicts-other-${language}`)
      await dialog.getByRole('button', { name: say.otherAction }).click()
      await expect(dialog).toBeHidden()
      await expect(field).not.toHaveText(say.notes)
    })
    await test.step('a removal shows what the other office changed', async () => {
      await goTo(say.removed)
      await expect(options.filter({ hasText: say.remove })).toHaveCount(1)
      await expect(options.filter({ hasText: say.keep })).toContainText('pupil')
      await page.mouse.move(10, 760)
      expect(await faultsOf(page)).toEqual([])
      await screenshot(page, `conflicts-removal-${language}`)
      await options.filter({ hasText: say.keep }).getByRole('button').click()
      await expect(field).not.toHaveText(say.removed)
    })
    await test.step('a rule decides what needs no look at each', async () => {
      await page.getByRole('button', { name: say.several }).click()
      await expect(page.getByRole('dialog').getByRole('button', { name: say.newest })).toBeVisible()
      expect(await faultsOf(page)).toEqual([])
      await screenshot(page, `conflicts-several-${language}`)
      await page.getByRole('dialog').getByRole('button', { name: say.newest }).click()
      await expect(status).toHaveText(say.of(1, 1))
    })
    await test.step('a name stands in both scripts; the last one decided leaves nothing', async () => {
      await expect(options.first()).toContainText('جيان')
      await expect(options.first()).toContainText('Jiyan')
      await screenshot(page, `conflicts-name-${language}`)
      await page.keyboard.press('2')
      await expect(page.getByText(say.nothing)).toBeVisible()
      await expect(page.getByRole('navigation').getByRole('link', { name: say.decide })).toBeHidden()
      await screenshot(page, `conflicts-none-${language}`)
      await page.keyboard.press('u')
      await expect(options).toHaveCount(2)
      await page.keyboard.press('2')
      await expect(page.getByText(say.nothing)).toBeVisible()
    })
    await test.step('what was decided travels back and settles it there', async () => {
      await carry(baghdad, ninewa, path.join(userData, 'back'))
      const asked = { record: null, field: null, offset: 0, limit: 1 }
      expect((await call(ninewa.window, 'conflicts.list', asked)).total).toBe(0)
      expect((await call(ninewa.window, 'households.get', { id })).household.notes).toContain('Both:')
    })
  })
}
