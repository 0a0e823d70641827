import { interactive, onRequest, report, type DialogName } from './backstage.ts'
import { BrowserWindow } from './browser-window.ts'
import { only } from './strict.ts'
import { evaluate } from './web-contents.ts'

export interface Options {
  title?: string
  message?: string
  detail?: string
  defaultPath?: string
  buttons?: string[]
  cancelId?: number
}

const answers = new Map<DialogName, object[]>()
const waiting = new Map<DialogName, ((reply: object) => void)[]>()

onRequest((message) => {
  if (message.kind !== 'answer') return
  const next = waiting.get(message.dialog)?.shift()
  if (next) next(message.reply)
  else answers.set(message.dialog, [...(answers.get(message.dialog) ?? []), message.reply])
})

// A person is asked by a prompt of the page: no file chooser of Chromium tells a path.
const prompt = async (window: BrowserWindow | undefined, text: string, proposal: string): Promise<string | null> => {
  const target = window ?? BrowserWindow.getAllWindows()[0]
  if (!target) return null
  const expression = `prompt(${JSON.stringify(text)}, ${JSON.stringify(proposal)})`
  const answer = await evaluate(target.webContents, expression)
  return typeof answer === 'string' ? answer : null
}

const askPerson = async (name: DialogName, window: BrowserWindow | undefined, options: Options): Promise<object> => {
  if (name === 'showMessageBox') {
    const buttons = options.buttons ?? ['OK']
    const list = buttons.map((button, index) => `${index + 1}  ${button}`).join('\n')
    const text = [options.message, options.detail, list].filter((part) => part !== undefined).join('\n\n')
    const chosen = Number(await prompt(window, text, '1')) - 1
    return { response: chosen in buttons ? chosen : (options.cancelId ?? buttons.length - 1), checkboxChecked: false }
  }
  const title = options.title ?? (name === 'showOpenDialog' ? 'Open the file (path)' : 'Save as (path)')
  const path = await prompt(window, title, options.defaultPath ?? '')
  if (name === 'showOpenDialog') return { canceled: !path, filePaths: path ? [path] : [] }
  return { canceled: !path, filePath: path ?? '' }
}

const ask =
  (name: DialogName) =>
  async (first: BrowserWindow | Options, second?: Options): Promise<object> => {
    const window = second === undefined ? undefined : (first as BrowserWindow)
    const options = second ?? (first as Options)
    report({ kind: 'call', name, values: [JSON.parse(JSON.stringify(options))] })
    const answer = answers.get(name)?.shift()
    if (answer) return answer
    if (interactive) return askPerson(name, window, options)
    return new Promise((resolve) => waiting.set(name, [...(waiting.get(name) ?? []), resolve]))
  }

export const dialog = only('dialog', {
  showOpenDialog: ask('showOpenDialog'),
  showSaveDialog: ask('showSaveDialog'),
  showMessageBox: ask('showMessageBox'),
  showErrorBox: (title: string, content: string) => {
    report({ kind: 'call', name: 'showErrorBox', values: [title, content] })
    console.error(`${title}: ${content}`)
  },
})
