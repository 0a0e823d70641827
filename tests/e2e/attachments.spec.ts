import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pictures } from '../harness/pictures.ts'
import { call, expect, faultsOf, screenshot, test } from '../harness/fixtures.ts'

const words = {
  en: {
    section: 'Photos and papers',
    add: 'Add photos or papers',
    photo: 'Photo',
    agreement: 'Agreement',
    remove: 'Remove',
    undo: 'Undo',
    removed: 'It was removed.',
    refused: 'This is neither a photo nor a paper',
    understood: 'Understood',
    close: 'Close',
    title: 'Title',
    save: 'Save',
    copy: 'Save a copy',
    saved: 'The copy was saved. It is not encrypted: keep it safe.',
    empty: 'Nothing is attached yet. Add photos, scans of documents, PDFs or short texts.',
  },
  ar: {
    section: 'الصور والأوراق',
    add: 'إضافة صور أو أوراق',
    photo: 'صورة',
    agreement: 'اتفاقية',
    remove: 'إزالة',
    undo: 'تراجع',
    removed: 'تمت الإزالة.',
    refused: 'هذا ليس صورة ولا ورقة',
    understood: 'فهمت',
    close: 'إغلاق',
    title: 'العنوان',
    save: 'حفظ',
    copy: 'حفظ نسخة',
    saved: 'حُفظت النسخة. وهي غير مشفّرة: احفظها في مكان آمن.',
    empty: 'لا مرفقات بعد. أضف صورًا أو وثائق ممسوحة ضوئيًا أو ملفات PDF أو نصوصًا قصيرة.',
  },
} as const

for (const language of ['en', 'ar'] as const) {
  test(`photos and papers of a household are added, looked at and removed (${language})`, async ({
    office,
    userData,
  }) => {
    const { window: page, answer } = office
    const say = words[language]
    const stick = path.join(userData, 'stick')
    mkdirSync(stick)
    for (const [name, bytes] of Object.entries(pictures)) writeFileSync(path.join(stick, name), bytes)
    const { id } = await call(page, 'households.register', {
      household: { residenceStatus: 'HOST', registered: '2024-11-03', status: 'draft', consent: false },
      members: [
        {
          given: { la: 'Karwan', ar: 'كاروان' },
          father: { la: 'Aziz', ar: 'عزيز' },
          sex: 'MALE',
          relationship: 'HEAD',
          status: 'active',
        },
      ],
      displacements: [],
    })
    await call(page, 'accounts.setPreferences', { language, digits: 'latn' })
    await page.reload()
    await page.evaluate((hash) => void (location.hash = hash), `#/households/${id}`)
    const choose = async (kind: string, names: readonly string[]) => {
      await page.getByRole('button', { name: say.add }).click()
      await answer('showOpenDialog', { canceled: false, filePaths: names.map((name) => path.join(stick, name)) })
      await page.getByRole('menuitem', { name: kind, exact: true }).click()
    }
    await expect(page.getByText(say.empty)).toBeVisible()

    await test.step('a photo and a PDF are added; a program with the name of a photo is not', async () => {
      await choose(say.photo, ['house.png', 'family.jpg'])
      await expect(page.getByText(say.refused)).toBeVisible()
      await expect(page.getByText('family.jpg')).toBeVisible()
      const tile = page.getByRole('button', { name: /^house/ })
      await expect(tile.locator('img')).toBeVisible()
      await page.getByRole('button', { name: say.understood }).scrollIntoViewIfNeeded()
      await screenshot(page, `attachments-refused-${language}`)
      await page.getByRole('button', { name: say.understood }).click()
      await choose(say.agreement, ['agreement.pdf'])
      await expect(page.getByRole('button', { name: /^agreement/ })).toBeVisible()
      expect(await faultsOf(page)).toEqual([])
      await page.getByRole('heading', { name: say.section }).scrollIntoViewIfNeeded()
      await screenshot(page, `attachments-${language}`)
    })

    await test.step('the PDF is drawn page by page', async () => {
      await page.getByRole('button', { name: /^agreement/ }).click()
      const dialog = page.getByRole('dialog')
      await expect(dialog.locator('canvas')).toHaveCount(2)
      await expect(dialog.getByTestId('pdf-pages')).toHaveAttribute('data-ready', 'true')
      await screenshot(page, `attachments-pdf-${language}`)
      await dialog.getByRole('button', { name: say.close }).click()
    })

    await test.step('the photo is looked at, and named', async () => {
      await page.getByRole('button', { name: /^house/ }).click()
      const dialog = page.getByRole('dialog')
      await expect(dialog.getByRole('img', { name: 'house' })).toBeVisible()
      await dialog.getByRole('textbox', { name: say.title }).fill('بيت العائلة')
      await dialog.getByRole('button', { name: say.save, exact: true }).click()
      await expect(dialog.getByRole('heading', { name: 'بيت العائلة' })).toBeVisible()
      expect(await faultsOf(page)).toEqual([])
      await screenshot(page, `attachments-photo-${language}`)
      const file = path.join(userData, 'copy.jpg')
      await answer('showSaveDialog', { canceled: false, filePath: file })
      await dialog.getByRole('button', { name: say.copy }).click()
      await expect(page.getByText(say.saved)).toBeVisible()
      expect(readFileSync(file).subarray(0, 3).toString('hex')).toBe('ffd8ff')
      await dialog.getByRole('button', { name: say.close }).click()
    })

    await test.step('it is removed, and brought back', async () => {
      await page.getByRole('button', { name: /^agreement/ }).click()
      await page.getByRole('dialog').getByRole('button', { name: say.remove, exact: true }).click()
      await expect(page.getByRole('button', { name: /^agreement/ })).toHaveCount(0)
      await page.getByRole('alert').filter({ hasText: say.removed }).getByRole('button', { name: say.undo }).click()
      await expect(page.getByRole('button', { name: /^agreement/ })).toBeVisible()
    })
  })
}
