import { call, expect, officer, send, test } from '../harness/fixtures.ts'

const name = 'Rawand Karwan Aziz'

test('a page cannot reach more than its calls', async ({ office }) => {
  const { window: page } = office
  const { id } = await call(page, 'households.register', {
    household: { residenceStatus: 'HOST', registered: '2024-11-03', status: 'draft', consent: false },
    members: [{ given: { la: 'Rawand' }, sex: 'MALE', relationship: 'HEAD', status: 'active' }],
    displacements: [],
  })
  const before = await call(page, 'bundles.stateHash', { store: 'registry' })
  const after = () => call(page, 'bundles.stateHash', { store: 'registry' })

  await test.step('calls nobody knows are answered with an error', async () => {
    for (const unknown of ['households.drop', 'constructor', '__proto__', 'toString', '', 7, null, ['home.summary']]) {
      const answer = await send(page, unknown, {})
      expect(answer.ok, String(unknown)).toBe(false)
      if (!answer.ok) expect(['unknownCall', 'invalid']).toContain(answer.error.kind)
    }
  })
  await test.step('keys and values that do not belong are answered with an error', async () => {
    const wrong: readonly [string, unknown][] = [
      ['households.update', { id, patch: { phone: '1' }, admin: true }],
      ['households.update', { id, patch: { phone: '1', createdBy: 'somebody' } }],
      ['households.update', { id, patch: { head: { $ne: null } } }],
      ['households.update', [id]],
      ['households.update', null],
      ['households.get', { id: ["' OR 1=1 --"] }],
      ['accounts.setPreferences', { language: 'en', digits: 'latn', role: 'administrator' }],
    ]
    for (const [call_, input] of wrong) {
      expect(await send(page, call_, input), JSON.stringify(input)).toMatchObject({
        ok: false,
        error: { kind: 'invalid' },
      })
    }
  })
  await test.step('a prototype in an input changes nothing', async () => {
    const answer = await page.evaluate(async (household) => {
      const { bridge } = window as unknown as { bridge: { call: (n: string, i: unknown) => Promise<{ ok: boolean }> } }
      const own = (text: string) => JSON.parse(text) as unknown
      return await Promise.all([
        bridge.call('households.update', own(`{"id":"${household}","patch":{"__proto__":{"phone":"1"},"phone":"2"}}`)),
        bridge.call('households.update', own(`{"__proto__":{"admin":true},"id":"${household}","patch":{"phone":"3"}}`)),
        bridge.call('households.update', own(`{"id":"${household}","patch":{"constructor":{"prototype":{"x":1}}}}`)),
      ])
    }, id)
    expect(answer.map(({ ok }) => ok)).toEqual([false, false, false])
    expect(await page.evaluate('({}).phone ?? ({}).admin ?? ({}).x ?? null')).toBeNull()
  })
  await test.step('after all that the records are as before', async () => {
    expect(await after()).toEqual(before)
  })
})

test('a window is kept in, tells nothing outside, and is gone when the machine sleeps', async ({
  office,
  start,
  userData,
}) => {
  const { window: page } = office
  const { id } = await call(page, 'households.register', {
    household: { residenceStatus: 'HOST', registered: '2024-11-03', status: 'draft', consent: false },
    members: [
      {
        given: { la: 'Rawand' },
        father: { la: 'Karwan' },
        grandfather: { la: 'Aziz' },
        sex: 'MALE',
        relationship: 'HEAD',
        status: 'active',
      },
    ],
    displacements: [],
  })
  await page.evaluate((household) => void (location.hash = `#/households/${household}`), id)
  const title = page.getByRole('heading', { level: 1, name })
  await expect(title).toBeVisible()

  await test.step('the title and the address tell no name', async () => {
    expect(await page.title()).toBe('Waypost')
    expect(decodeURIComponent(page.url())).not.toContain('Rawand')
  })
  await test.step('the policy is enforced by the browser', async () => {
    const violated = await page.evaluate(async () => {
      const seen: string[] = []
      document.addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective))
      const script = document.createElement('script')
      script.textContent = 'window.inlineRan = true'
      const picture = document.createElement('img')
      picture.src = 'https://example.org/picture.png'
      const frame = document.createElement('iframe')
      frame.src = 'https://example.org/frame'
      document.body.append(script, picture, frame)
      const fetched = await fetch('https://example.org/data').then(
        () => 'left',
        () => 'stopped',
      )
      await new Promise((resolve) => setTimeout(resolve, 200))
      for (const element of [script, picture, frame]) element.remove()
      return { seen: [...new Set(seen)].toSorted(), fetched, ran: 'inlineRan' in window }
    })
    expect(violated).toEqual({
      seen: ['connect-src', 'frame-src', 'img-src', 'script-src-elem'],
      fetched: 'stopped',
      ran: false,
    })
  })
  await test.step('leaving and opening windows is denied', async () => {
    await page.evaluate("void (location.href = 'https://example.org/away')")
    await page.evaluate("void window.open('https://example.org/popup')")
    await page.evaluate("void window.open('app://waypost/index.html')")
    await expect(title).toBeVisible()
    expect(office.windows()).toHaveLength(1)
    expect(await office.requestsBlocked()).toEqual([])
  })
  await test.step('a second start leaves the first one alone', async () => {
    await expect(start({ userData: `${userData}/office-1` })).rejects.toThrow('ended (code 0) without a window')
    await expect(title).toBeVisible()
    expect(await call(page, 'accounts.status', {})).toMatchObject({ state: 'open' })
  })
  await test.step('sleep closes the office and throws the window away', async () => {
    const known = office.windows()
    await office.power('suspend')
    const fresh = await office.nextWindow(known)
    await expect(fresh.getByRole('heading', { level: 1, name: 'Unlock' })).toBeVisible()
    await expect.poll(() => office.windows().length).toBe(1)
    expect(page.isClosed()).toBe(true)
    expect(await send(fresh, 'households.get', { id })).toEqual({ ok: false, error: { kind: 'locked' } })
    await fresh.getByLabel('Name', { exact: true }).fill(officer.name)
    await fresh.getByLabel('Passphrase', { exact: true }).fill(officer.passphrase)
    await fresh.keyboard.press('Enter')
    await expect(fresh.getByRole('navigation')).toBeVisible()
  })
})
