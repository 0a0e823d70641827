// Measures working out a form at each key that somebody presses: `npm run bench:forms`. A frame has 16 ms.
import type { Answers } from '../src/shared/forms/answers.ts'
import { compileForm } from '../src/shared/forms/compile.ts'
import { evaluateForm } from '../src/shared/forms/evaluate.ts'
import type { Choice, Form, FormNode } from '../src/shared/forms/form.ts'

const label = { en: 'A question', ar: 'سؤال' }
const choices: Choice[] = Array.from({ length: 300 }, (_, at) => ({
  name: `c${at}`,
  label,
  extra: { district: `d${at % 20}` },
}))

/** Six kinds of question in turn, each with what such questions have in national tools. */
const question = (at: number, of: string): FormNode => {
  const name = `${of}${at}`
  const before = `\${${of}${at - 1}}`
  const base = { kind: 'question', name, label } as const
  switch (at % 6) {
    case 0:
      return { ...base, type: 'integer', constraint: '. >= 0 and . <= 120', required: 'true()' }
    case 1:
      return { ...base, type: 'calculate', calculation: `if(${before} > 17, ${before} * 2, coalesce(${before}, 0))` }
    case 2:
      return { ...base, type: 'text', relevant: `${before} > 10`, constraint: "regex(., '[A-Z]{2}-[0-9]{4,8}')" }
    case 3:
      return { ...base, type: 'select_multiple', list: 'camp', constraint: 'count-selected(.) <= 3' }
    case 4:
      return { ...base, type: 'select_one', list: 'camp', choiceFilter: `district = 'd3' or selected(${before}, name)` }
    default:
      return { ...base, type: 'date', constraint: '. <= today()', relevant: `string-length(${before}) > 0` }
  }
}
const formOf = (nodes: FormNode[]): Form => ({
  format: 1,
  id: 'bench',
  title: 'Bench',
  version: '1',
  languages: [],
  defaultLanguage: 'en',
  nodes,
  lists: { camp: choices },
})
const answersOf = (count: number, of: string): Answers =>
  Object.fromEntries(
    Array.from({ length: count }, (_, at) => [
      `${of}${at}`,
      [34, '', 'IQ-20261', ['c3', 'c4'], 'c3', '2026-01-31'][at % 6] ?? '',
    ]),
  )

const questions = (count: number, of: string): FormNode[] => Array.from({ length: count }, (_, at) => question(at, of))
const rounds = (count: number): Answers => ({ members: Array.from({ length: count }, () => answersOf(10, 'm')) })
const members: FormNode = { kind: 'repeat', name: 'members', label, nodes: questions(10, 'm') }
const cases: readonly [string, Form, Answers][] = [
  ['60 questions', formOf(questions(60, 'q')), answersOf(60, 'q')],
  [
    '60 questions, 20 members of 10',
    formOf([...questions(60, 'q'), members]),
    { ...answersOf(60, 'q'), ...rounds(20) },
  ],
  ['5,000 questions', formOf(questions(5000, 'q')), answersOf(5000, 'q')],
]

for (const [name, form, answers] of cases) {
  const began = performance.now()
  const compiled = compileForm(form)
  const read = performance.now() - began
  if (compiled.problems.length > 0) throw new Error(JSON.stringify(compiled.problems[0]))
  const times: number[] = []
  for (let i = 0; i < 60; i++) {
    const start = performance.now()
    if (!evaluateForm(compiled, answers, { now: '2026-11-24T10:00:00' }).complete) throw new Error('given up')
    times.push(performance.now() - start)
  }
  times.sort((a, b) => a - b)
  const at = (share: number): string => (times[Math.floor(times.length * share)] ?? 0).toFixed(2)
  console.log(`${name}: read ${read.toFixed(1)} ms, worked out ${at(0.5)} ms (p95 ${at(0.95)} ms)`)
}
