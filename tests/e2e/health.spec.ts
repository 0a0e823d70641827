import { expect, fillOffice, screenshot, test } from '../harness/fixtures.ts'

const words = {
  en: { settings: 'Settings', health: 'Health', check: 'Check the records', fine: 'Everything is in order' },
  ar: { settings: 'الإعدادات', health: 'سلامة السجلات', check: 'فحص السجلات', fine: 'كل شيء سليم' },
} as const

for (const language of ['en', 'ar'] as const) {
  test(`an office looks after the health of its records: ${language}`, async ({ open }) => {
    const say = words[language]
    const { window: page } = await open({ language, digits: language === 'ar' ? 'arab' : 'latn' })
    await fillOffice(page, 3)
    await page.getByRole('link', { name: say.settings, exact: true }).click()
    await page.getByRole('tab', { name: say.health }).click()
    await page.getByRole('button', { name: say.check }).click()
    await expect(page.getByText(say.fine)).toBeVisible()
    await screenshot(page, `health-${language}`)
  })
}
