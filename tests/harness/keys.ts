import { expect } from '@playwright/test'
import type { Locator, Page } from 'playwright-core'

/** Moves the focus with Tab, as somebody without a mouse does, until it stands on the wanted element. */
export const tabTo = async (page: Page, wanted: Locator): Promise<void> => {
  // Attached, as the inputs of switches are hidden behind their words.
  await expect(wanted).toBeAttached()
  // Sixty presses take a quarter of a second: less than what is still coming may need.
  await expect(wanted).toBeEnabled()
  for (let pressed = 0; pressed < 60; pressed++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('Tab does not reach it')
}
