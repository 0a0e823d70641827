import { fixtureMain as main, expect, test } from '../harness/fixtures.ts'

// The contract of the harness, on a tiny application of its own. What holds on both backends is untagged.

test('the page sees the bridge and nothing else', async ({ start }) => {
  const { window } = await start({ main })
  await expect(window.locator('h1')).toHaveAttribute('data-ready', 'yes')
  expect(await window.evaluate('Object.keys(bridge)')).toEqual(['required', 'call', 'on'])
  expect(await window.evaluate('[typeof process, typeof require, typeof ipcRenderer]')).toEqual(
    Array(3).fill('undefined'),
  )
  expect(await window.evaluate('Object.keys(globalThis).filter(key => /waypost|electron/i.test(key))')).toEqual([])
  expect(await window.evaluate('bridge.required')).toContain('module not found')
})

test('ready comes only after main has been evaluated', async ({ start }) => {
  const { window } = await start({ main })
  expect(await window.evaluate("bridge.call('heard').then(heard => heard.readyDuringEvaluation)")).toBe(false)
})

test('a real browser enforces the policy of the protocol handler', async ({ start }) => {
  const { window } = await start({ main })
  await expect(window.locator('h1')).toHaveAttribute('data-ready', 'yes')
  expect(await window.evaluate('typeof window.inlineRan')).toBe('undefined')
})

test('main sees the addresses of the application', async ({ start }) => {
  const { window } = await start({ main })
  expect(await window.evaluate("bridge.call('sender')")).toEqual({
    url: 'app://waypost/index.html',
    isTop: true,
    isMain: true,
  })
})

test('values keep their form across the bridge, bytes too', async ({ start }) => {
  const { window } = await start({ main })
  const answer = await window.evaluate(`(async () => {
    const sent = { bytes: new Uint8Array([0, 1, 255]), list: [1, null, 'ق'], none: undefined, $: 'dollar', nested: { $: 1 } }
    const back = await bridge.call('echo', sent)
    return {
      isBytes: back.bytes instanceof Uint8Array, bytes: [...back.bytes], list: back.list,
      none: 'none' in back && back.none === undefined, $: back.$, nested: back.nested,
    }
  })()`)
  expect(answer).toEqual({
    isBytes: true,
    bytes: [0, 1, 255],
    list: [1, null, 'ق'],
    none: true,
    $: 'dollar',
    nested: { $: 1 },
  })
})

test('an error in main reaches the page as Electron words it', async ({ start }) => {
  const { window } = await start({ main })
  const message = await window.evaluate("bridge.call('fail').catch(error => error.message)")
  expect(message).toBe("Error invoking remote method 'call': Error: as asked")
})

test('what cannot be cloned is refused', async ({ start }) => {
  const { window } = await start({ main })
  expect(await window.evaluate("bridge.call('echo', () => 1).catch(error => error.message)")).toContain(
    'could not be cloned',
  )
})

test('messages of main reach the listener until it stops listening', async ({ start }) => {
  const { window } = await start({ main })
  await expect(window.locator('h1')).toHaveAttribute('data-ready', 'yes')
  // Replies and messages keep their order, so after the reply of a second call the message of the first has arrived.
  await window.evaluate("bridge.call('announce', { number: 1 }).then(() => bridge.call('echo', 0))")
  expect(await window.evaluate('window.heard')).toEqual([{ number: 1 }])
  await window.evaluate("stop(); bridge.call('announce', { number: 2 }).then(() => bridge.call('echo', 0))")
  expect(await window.evaluate('window.heard')).toEqual([{ number: 1 }])
})

test('a request to the outside is stopped and counted', async ({ start }) => {
  const url = 'https://example.org/outside'
  test.info().annotations.push({ type: 'outside', description: url })
  const application = await start({ main })
  const { window } = application
  await window.evaluate("void bridge.call('lax')")
  await expect(window.locator('h1')).toHaveText('Lax')
  expect(await window.evaluate(`fetch('${url}').then(() => 'left', () => 'stopped')`)).toBe('stopped')
  expect(await application.requestsBlocked()).toEqual([url])
})

test('a request from a web worker is stopped and counted @standin', async ({ start }) => {
  const url = 'https://example.org/from-worker'
  test.info().annotations.push({ type: 'outside', description: url })
  const application = await start({ main })
  const { window } = application
  await window.evaluate("void bridge.call('lax')")
  await expect(window.locator('h1')).toHaveText('Lax')
  const answer = await window.evaluate(`new Promise(resolve => {
    const source = "fetch('${url}').then(() => postMessage('left'), () => postMessage('stopped'))"
    const worker = new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })))
    worker.onmessage = event => resolve(event.data)
  })`)
  expect(answer).toBe('stopped')
  expect(await application.requestsBlocked()).toEqual([url])
})

test('a web socket to the outside is counted @standin', async ({ start }) => {
  const url = 'wss://example.org/socket'
  test.info().annotations.push({ type: 'outside', description: url })
  const application = await start({ main })
  const { window } = application
  await window.evaluate("void bridge.call('lax')")
  await expect(window.locator('h1')).toHaveText('Lax')
  const answer = await window.evaluate(
    `new Promise(resolve => { const socket = new WebSocket('${url}'); socket.onerror = () => resolve('failed'); socket.onopen = () => resolve('open') })`,
  )
  expect(answer).toBe('failed')
  expect(await application.requestsBlocked()).toEqual([url])
})

test('leaving the application is asked about and denied', async ({ start }) => {
  const { window } = await start({ main })
  await window.evaluate("void (location.href = 'https://example.org/away')")
  await expect
    .poll(() => window.evaluate("bridge.call('heard').then(heard => heard.navigations)"))
    .toEqual(['https://example.org/away'])
  expect(await window.locator('h1').textContent()).toBe('Fixture application')
})

test('opening a window is asked about and denied', async ({ start }) => {
  const application = await start({ main })
  const { window } = application
  await window.evaluate("void window.open('https://example.org/popup')")
  await expect
    .poll(() => window.evaluate("bridge.call('heard').then(heard => heard.opened)"))
    .toEqual(['https://example.org/popup'])
  expect(application.windows()).toHaveLength(1)
})

test('a page can be loaded again', async ({ start }) => {
  const { window } = await start({ main })
  await window.reload()
  await expect(window.locator('h1')).toHaveAttribute('data-ready', 'yes')
  expect(await window.evaluate("bridge.call('heard').then(heard => heard.navigations)")).toEqual([])
})

test('a page becomes a PDF', async ({ start }) => {
  const { window } = await start({ main })
  const start5 = await window.evaluate("bridge.call('pdf').then(bytes => new TextDecoder().decode(bytes.slice(0, 5)))")
  expect(start5).toBe('%PDF-')
})

test('a dialog is answered by the test, before or after it is asked', async ({ start }) => {
  const application = await start({ main })
  const { window } = application
  await application.answer('showSaveDialog', { canceled: false, filePath: 'first' })
  expect(await window.evaluate("bridge.call('choose')")).toEqual({ canceled: false, filePath: 'first' })
  const second = window.evaluate("bridge.call('choose')")
  await application.answer('showSaveDialog', { canceled: true, filePath: '' })
  expect(await second).toEqual({ canceled: true, filePath: '' })
})

test('printing is recorded', async ({ start }) => {
  const application = await start({ main })
  await application.window.evaluate("bridge.call('print')")
  expect(await application.systemCalls()).toEqual([{ name: 'print', values: [{ silent: false }] }])
})

test('the test can suspend the machine', async ({ start }) => {
  const application = await start({ main })
  await application.power('suspend')
  await expect
    .poll(() => application.window.evaluate("bridge.call('heard').then(heard => heard.power)"))
    .toEqual(['suspend'])
})

test('all windows may be destroyed and a fresh one opened', async ({ start }) => {
  const application = await start({ main })
  const known = application.windows()
  void application.window.evaluate("bridge.call('lock')").catch(() => {}) // its page is gone before the reply
  const fresh = await application.nextWindow(known)
  await expect(fresh.locator('h1')).toHaveAttribute('data-ready', 'yes')
  await expect.poll(() => application.windows().length).toBe(1)
})

test('a second start tells the first and ends', async ({ start }) => {
  const { window } = await start({ main })
  await expect(start({ main })).rejects.toThrow('ended (code 0) without a window')
  await expect.poll(() => window.evaluate("bridge.call('heard').then(heard => heard.seconds)")).toBe(1)
})

test('after a crash the same data folder starts again', async ({ start }) => {
  const first = await start({ main })
  await first.kill()
  const second = await start({ main })
  await expect(second.window.locator('h1')).toHaveAttribute('data-ready', 'yes')
  expect(await second.quit()).toBe(0)
})

test('what the stand-in does not model throws @standin', async ({ start }) => {
  const { window } = await start({ main })
  expect(await window.evaluate("bridge.call('unknown')")).toBe('the stand-in has no app.inventedProperty')
})

test('a worker thread cannot import electron @standin', async ({ start }) => {
  const { window } = await start({ main })
  expect(await window.evaluate("bridge.call('worker')")).toContain('not available in a worker thread')
})
