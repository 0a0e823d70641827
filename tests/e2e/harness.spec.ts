import { fixtureMain as main, expect, test } from '../harness/fixtures.ts'

// The contract of the harness, on a tiny application of its own. What holds on both backends is untagged.

test('a page and main reach each other through the bridge alone', async ({ start }) => {
  const application = await start({ main })
  const { window } = application
  await test.step('the page sees the bridge and nothing else', async () => {
    await expect(window.locator('h1')).toHaveAttribute('data-ready', 'yes')
    expect(await window.evaluate('Object.keys(bridge)')).toEqual(['required', 'call', 'on'])
    expect(await window.evaluate('[typeof process, typeof require, typeof ipcRenderer]')).toEqual(
      Array(3).fill('undefined'),
    )
    expect(await window.evaluate('Object.keys(globalThis).filter(key => /waypost|electron/i.test(key))')).toEqual([])
    expect(await window.evaluate('bridge.required')).toContain('module not found')
  })
  await test.step('ready comes only after main has been evaluated', async () => {
    expect(await window.evaluate("bridge.call('heard').then(heard => heard.readyDuringEvaluation)")).toBe(false)
  })
  await test.step('main sees the addresses of the application', async () => {
    expect(await window.evaluate("bridge.call('sender')")).toEqual({
      url: 'app://waypost/index.html',
      isTop: true,
      isMain: true,
    })
  })
  await test.step('values keep their form across the bridge, bytes too', async () => {
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
  await test.step('an error in main reaches the page as Electron words it', async () => {
    const message = await window.evaluate("bridge.call('fail').catch(error => error.message)")
    expect(message).toBe("Error invoking remote method 'call': Error: as asked")
  })
  await test.step('what cannot be cloned is refused', async () => {
    expect(await window.evaluate("bridge.call('echo', () => 1).catch(error => error.message)")).toContain(
      'could not be cloned',
    )
  })
  await test.step('messages of main reach the listener until it stops listening', async () => {
    await expect(window.locator('h1')).toHaveAttribute('data-ready', 'yes')
    // Replies and messages keep their order, so after the reply of a second call the message of the first has arrived.
    await window.evaluate("bridge.call('announce', { number: 1 }).then(() => bridge.call('echo', 0))")
    expect(await window.evaluate('window.heard')).toEqual([{ number: 1 }])
    await window.evaluate("stop(); bridge.call('announce', { number: 2 }).then(() => bridge.call('echo', 0))")
    expect(await window.evaluate('window.heard')).toEqual([{ number: 1 }])
  })
})

test('a page is kept in', async ({ start }) => {
  const application = await start({ main })
  const { window } = application
  await test.step('a real browser enforces the policy of the protocol handler', async () => {
    await expect(window.locator('h1')).toHaveAttribute('data-ready', 'yes')
    expect(await window.evaluate('typeof window.inlineRan')).toBe('undefined')
  })
  await test.step('leaving the application is asked about and denied', async () => {
    await window.evaluate("void (location.href = 'https://example.org/away')")
    await expect
      .poll(() => window.evaluate("bridge.call('heard').then(heard => heard.navigations)"))
      .toEqual(['https://example.org/away'])
    expect(await window.locator('h1').textContent()).toBe('Fixture application')
  })
  await test.step('opening a window is asked about and denied', async () => {
    await window.evaluate("void window.open('https://example.org/popup')")
    await expect
      .poll(() => window.evaluate("bridge.call('heard').then(heard => heard.opened)"))
      .toEqual(['https://example.org/popup'])
    expect(application.windows()).toHaveLength(1)
  })
})

test('the operating system is answered by the test', async ({ start }) => {
  const application = await start({ main })
  const { window } = application
  await test.step('a page becomes a PDF', async () => {
    const start5 = await window.evaluate(
      "bridge.call('pdf').then(bytes => new TextDecoder().decode(bytes.slice(0, 5)))",
    )
    expect(start5).toBe('%PDF-')
  })
  await test.step('a dialog is answered by the test, before or after it is asked', async () => {
    await application.answer('showSaveDialog', { canceled: false, filePath: 'first' })
    expect(await window.evaluate("bridge.call('choose')")).toEqual({ canceled: false, filePath: 'first' })
    const second = window.evaluate("bridge.call('choose')")
    await application.answer('showSaveDialog', { canceled: true, filePath: '' })
    expect(await second).toEqual({ canceled: true, filePath: '' })
  })
  await test.step('printing is recorded', async () => {
    await window.evaluate("bridge.call('print')")
    expect(await application.systemCalls()).toContainEqual({ name: 'print', values: [{ silent: false }] })
  })
  await test.step('the test can suspend the machine', async () => {
    await application.power('suspend')
    await expect.poll(() => window.evaluate("bridge.call('heard').then(heard => heard.power)")).toEqual(['suspend'])
  })
})

test('the stand-in knows its limits @standin', async ({ start }) => {
  const application = await start({ main })
  const { window } = application
  await test.step('what the stand-in does not model throws', async () => {
    expect(await window.evaluate("bridge.call('unknown')")).toBe('the stand-in has no app.inventedProperty')
  })
  await test.step('a worker thread cannot import electron', async () => {
    expect(await window.evaluate("bridge.call('worker')")).toContain('not available in a worker thread')
  })
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

test('a request from a worker and a web socket are counted too @standin', async ({ start }) => {
  const [fromWorker, socket] = ['https://example.org/from-worker', 'wss://example.org/socket']
  for (const description of [fromWorker, socket]) test.info().annotations.push({ type: 'outside', description })
  const application = await start({ main })
  const { window } = application
  await window.evaluate("void bridge.call('lax')")
  await expect(window.locator('h1')).toHaveText('Lax')
  const fetched = await window.evaluate(`new Promise(resolve => {
    const source = "fetch('${fromWorker}').then(() => postMessage('left'), () => postMessage('stopped'))"
    const worker = new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })))
    worker.onmessage = event => resolve(event.data)
  })`)
  expect(fetched).toBe('stopped')
  const opened = await window.evaluate(`new Promise(resolve => {
    const socket = new WebSocket('${socket}')
    socket.onerror = () => resolve('failed')
    socket.onopen = () => resolve('open')
  })`)
  expect(opened).toBe('failed')
  expect(await application.requestsBlocked()).toEqual([fromWorker, socket])
})

test('a page can be loaded again', async ({ start }) => {
  const { window } = await start({ main })
  await window.reload()
  await expect(window.locator('h1')).toHaveAttribute('data-ready', 'yes')
  expect(await window.evaluate("bridge.call('heard').then(heard => heard.navigations)")).toEqual([])
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
