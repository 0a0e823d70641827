import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import postcss, { type Declaration } from 'postcss'
import { expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '../../src/renderer')
const physicalName =
  /^(left|right|(margin|padding|scroll-margin|scroll-padding|inset)-(left|right)|border-(left|right).*|border-(top|bottom)-(left|right)-radius)$/
const sided = new Set(['text-align', 'float', 'clear', 'caption-side'])
const fourSided = new Set(['margin', 'padding', 'inset', 'border-width', 'border-color', 'border-style'])

/** Paper has sides of its own: its margin boxes are named by them. */
const isOnPaper = (declaration: Declaration): boolean => {
  let above: postcss.Container | postcss.Document | undefined = declaration.parent
  while (above) {
    if (above instanceof postcss.AtRule && above.name === 'page') return true
    above = above.parent
  }
  return false
}

const isPhysical = ({ prop, value }: Declaration): boolean => {
  if (physicalName.test(prop)) return true
  if (sided.has(prop)) return /^(left|right)$/.test(value.trim())
  const sides = postcss.list.space(value)
  return fourSided.has(prop) && sides.length === 4 && sides[1] !== sides[3]
}

function physicalIn(css: string): string[] {
  const found: string[] = []
  postcss.parse(css).walkDecls((declaration) => {
    if (isPhysical(declaration) && !isOnPaper(declaration)) found.push(`${declaration.prop}: ${declaration.value}`)
  })
  return found
}

test('physical sides are found wherever they stand, save on the page of a printer', () => {
  const css = `
    .a { margin-left: 1px; text-align: right; @media print { inset-inline-start: 0; right: 0 } }
    .b { padding: 1px 2px 3px 4px; margin: 1px 2px 3px 2px; border-left-color: red; border-top-left-radius: 1px }
    @page { margin-left: 1cm; @bottom-left { text-align: left } }`
  expect(physicalIn(css)).toEqual([
    'margin-left: 1px',
    'text-align: right',
    'right: 0',
    'padding: 1px 2px 3px 4px',
    'border-left-color: red',
    'border-top-left-radius: 1px',
  ])
})

test('style sheets know start and end, not left and right', () => {
  const sheets = globSync('**/*.css', { cwd: root })
  expect(sheets.length).toBeGreaterThan(10)
  const found = sheets.flatMap((sheet) =>
    physicalIn(readFileSync(path.join(root, sheet), 'utf8')).map((declaration) => `${sheet}: ${declaration}`),
  )
  expect(found).toEqual([])
})

test('styles inside of components know start and end too', () => {
  const physical = /\b(margin|padding|border|inset)(Left|Right)\b|textAlign: '(left|right)'|float: '(left|right)'/
  const sources = globSync('**/*.tsx', { cwd: root })
  expect(sources.length).toBeGreaterThan(50)
  expect(sources.filter((source) => physical.test(readFileSync(path.join(root, source), 'utf8')))).toEqual([])
})
