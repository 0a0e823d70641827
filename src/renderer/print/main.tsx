import '../start.ts'
import '@fontsource/vazirmatn/400.css'
import '@fontsource/vazirmatn/700.css'
import './print.css'
import { msg } from '@lingui/core/macro'
import { createRoot } from 'react-dom/client'
import { flushSync } from 'react-dom'
import type { PreparedDocument } from '../../shared/contract/documents.ts'
import { call } from '../api.ts'
import { inDigits } from '../format.ts'
import { PatientDossier } from './case.tsx'
import { furnishPages } from './furniture.ts'
import { HouseholdFile } from './household.tsx'
import { dateText, PaperContext } from './parts.tsx'
import { ProjectFile } from './project.tsx'
import { loadWords, type Words } from './words.ts'

const Template = ({ document }: { readonly document: PreparedDocument }) => {
  const { content } = document
  if (content.kind === 'household') return <HouseholdFile document={document} data={content.data} />
  if (content.kind === 'project') return <ProjectFile document={document} data={content.data} />
  return <PatientDossier document={document} data={content.data} />
}

const printedLine = (prepared: PreparedDocument, words: Words): string => {
  const at = new Date(prepared.printedAt)
  const two = (part: number) => String(part).padStart(2, '0')
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  const time = inDigits(`${two(at.getHours())}:${two(at.getMinutes())}`, words.digits)
  // Isolates keep a Latin name and a time in their own direction inside an Arabic line.
  return `${words.say(msg`Printed by`)} \u2068${prepared.printedBy}\u2069 · ${dateText(day, words)} · \u2066${time}\u2069`
}

const draw = async (documentId: string): Promise<void> => {
  const prepared = await call('documents.read', { documentId })
  const first = await loadWords(prepared.language)
  const second = prepared.language === 'en' ? null : await loadWords('en')
  const paper = { first, second, hidden: new Set(prepared.hidden) }
  const root = document.documentElement
  root.lang = prepared.language
  root.dir = prepared.language === 'en' ? 'ltr' : 'rtl'
  document.title = prepared.number
  const secret = msg`Confidential: for the agency's use only`
  furnishPages(paper, {
    number: prepared.number,
    printed: printedLine(prepared, first),
    confidential: first.say(secret),
  })
  const container = document.getElementById('root')
  if (!container) throw new Error('the page has no root element')
  flushSync(() => {
    createRoot(container).render(
      <PaperContext value={paper}>
        <main>
          <Template document={prepared} />
        </main>
      </PaperContext>,
    )
  })
  await document.fonts.ready
  await Promise.all([...document.images].map((image) => image.decode()))
  await call('print.ready', { documentId, number: prepared.number })
}

await draw(new URLSearchParams(location.search).get('document') ?? '')
