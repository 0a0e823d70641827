import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expressionLimits, parseExpression } from '../../../src/shared/forms/expression.ts'
import { fitsPattern, patternProblem } from '../../../src/shared/forms/pattern.ts'
import { Budget, run, type Surroundings } from '../../../src/shared/forms/run.ts'
import { Exhausted, toList, type Value } from '../../../src/shared/forms/values.ts'

const answers: Record<string, Value> = {
  age: '34',
  blank: '',
  needs: 'food water shelter',
  born: '1990-02-28',
  ages: ['3', '', '17'],
  name: 'علي',
}
const around: Surroundings = {
  ref: (name) => answers[name] ?? '',
  inRound: (name, _, round) => toList(answers[name] ?? '')[round - 1] ?? '',
  rounds: (name) => (name === 'members' ? 3 : undefined),
  position: () => 2,
  self: () => '12',
  column: (name) => (name === 'district' ? 'sumel' : ''),
  choiceName: (value, question) => `${question}:${value}`,
  today: '2026-11-24',
  now: '2026-11-24T10:30:00',
}

const work = (source: string, columns = false): Value => {
  const { tree, problems } = parseExpression(source, columns)
  if (!tree) throw new Error(JSON.stringify(problems))
  return run(tree, around, new Budget(100_000))
}
const codes = (source: string): string[] => parseExpression(source).problems.map(({ code }) => code)

describe('an expression', () => {
  test.each<[string, Value]>([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['10 - 2 - 3', 5],
    ['7 mod 3 + 8 div 4', 3],
    ['-2 + 5', 3],
    ['- (2 + 5) * 2', -14],
    ['2 * -3', -6],
    ['1 < 2 and 2 < 3 or false()', true],
    ['1 = 1 = true()', true],
    ['not(1 > 2)', true],
    ['\'a\' = "a"', true],
    ['.5 + 0.5', 1],
    ['. >= 10 and . <= 20', true],
    ['${age} > 17', true],
    ['${age}>17', true],
    ['${ age } - 4', 30],
    ["${blank} = ''", true],
    ['${blank} > -1', false],
    ['${blank} = 0', false],
    ['${blank} != 0', true],
    ["selected(${needs}, 'water')", true],
    ["selected(${needs}, 'wat')", false],
    ["selected(${blank}, '')", false],
    ['count-selected(${needs})', 3],
    ['count-selected(${blank})', 0],
    ['selected-at(${needs}, 1)', 'water'],
    ['selected-at(${needs}, 9)', ''],
    ["if(${age} >= 18, 'adult', 'child')", 'adult'],
    ['coalesce(${blank}, ${age})', '34'],
    ["concat(${name}, ' ', 1 + 1, true())", 'علي 2true'],
    ['string-length(${name})', 3],
    ['string-length()', 2],
    ["number('٣٤') + 1", 35],
    ["number('x') = number('x')", false],
    ['int(-2.7)', -2],
    ['round(2.345, 2)', 2.35],
    ['round(2.5)', 3],
    ['round(1234, -2)', 1200],
    ['abs(-3)', 3],
    ['pow(2, 10)', 1024],
    ['sum(${ages})', 20],
    ['count(${ages})', 3],
    ['count-non-empty(${ages})', 2],
    ['count(${members})', 3],
    ['min(${ages})', 3],
    ['max(${ages}, 40)', 40],
    ["join(', ', ${ages})", '3, , 17'],
    ['position(..)', 2],
    ['indexed-repeat(${ages}, ${members}, 3)', '17'],
    ["jr:choice-name(selected-at(${needs}, 0), '${needs}')", 'needs:food'],
    ['today()', '2026-11-24'],
    ['now()', '2026-11-24T10:30:00'],
    ["today() > date('2026-01-01')", true],
    ["date('2026-01-30') + 2 = date('2026-02-01') + 0", true],
    ['date(0)', '1970-01-01'],
    ["date('2026-02-30')", ''],
    ['int((today() - ${born}) div 365.25)', 36],
    ["format-date(${born}, '%d/%m/%Y %b %a %e %n %y')", '28/02/1990 Feb Wed 28 2 90'],
    ["format-date-time(now(), '%H:%M')", '10:30'],
    ['once(5)', '12'],
    ["regex('07501234567', '07[0-9]{9}')", true],
    ["contains('abc', 'b') and starts-with('abc', 'a') and ends-with('abc', 'c')", true],
    ["substr('abcdef', 1, 3)", 'bc'],
    ["substring-before('a-b', '-')", 'a'],
    ["substring-after('a-b', '-')", 'b'],
    ["translate('a-b', '-', '')", 'ab'],
    ["normalize-space('  a  b ')", 'a b'],
    ["boolean-from-string('true')", true],
    ["'10:30' < '11:00'", true],
  ])('%s', (source, value) => {
    expect(work(source)).toEqual(value)
  })

  test('sees the columns of a choice in a filter only', () => {
    expect(work("district = 'sumel'", true)).toBe(true)
    expect(codes("district = 'sumel'")).toEqual(['bare_name'])
  })

  test.each([
    ['1 +', ['syntax']],
    ['(1', ['syntax']],
    ['1 2', ['syntax']],
    ['', ['syntax']],
    ['a()', ['unknown_function']],
    ['pulldata(1) + random()', ['unknown_function', 'unknown_function']],
    ['if(1, 2)', ['wrong_arguments']],
    ["'open", ['quote_not_closed']],
    ['. = ‘yes’', ['curly_quotes']],
    ['/data/x', ['unsupported_path']],
    ['../x', ['unsupported_path']],
    ['.. = 1', ['unsupported_path']],
    ['position(.. + 1)', ['unsupported_path']],
    ['string(..)', ['unsupported_path']],
    ["instance('x')/root/item[name = 1]", ['unsupported_path']],
    ['${last-saved#x}', ['last_saved']],
    ['regex(., ${age})', ['pattern_not_fixed']],
    ["regex(., '(')", ['bad_pattern']],
    ["regex(., '(?=a)')", ['unsupported_pattern']],
    ['__proto__(1)', ['unknown_function']],
    ['toString()', ['unknown_function']],
    ["jr:choice-name('a', 'b')", ['wrong_arguments']],
    [`${'('.repeat(200)}1${')'.repeat(200)}`, ['too_deep']],
    [`${'-'.repeat(5000)}1`, ['too_deep']],
    [`${'not('.repeat(1000)}1${')'.repeat(1000)}`, ['too_deep']],
    [Array.from({ length: 600 }, () => '1').join('+'), ['too_deep']],
    ['1'.repeat(expressionLimits.length + 1), ['too_long']],
  ])('%s is told as %j', (source, expected) => {
    expect(codes(source)).toEqual(expected)
  })

  test('stops when it takes too much', () => {
    const { tree } = parseExpression(Array.from({ length: 100 }, () => 'sum(${ages})').join('+'))
    if (!tree) throw new Error('not read')
    expect(() => run(tree, around, new Budget(50))).toThrow(Exhausted)
  })

  test('never throws on any text, when read and when worked out', () => {
    const part = fc.constantFrom(
      ...'${age} ${ages} . .. ( ) , + - * div mod and or = != < 1 2.5 regex( if( sum( selected( concat( date( substr( not( position( "a" today()'.split(
        ' ',
      ),
    )
    const source = fc.oneof(
      fc.string(),
      fc.array(part, { maxLength: 30 }).map((parts) => parts.join(' ')),
    )
    fc.assert(
      fc.property(source, (text) => {
        const { tree, problems } = parseExpression(text)
        expect(tree === null).toBe(problems.length > 0)
        if (tree)
          expect(['string', 'number', 'boolean', 'object']).toContain(typeof run(tree, around, new Budget(100_000)))
      }),
      { numRuns: 2000 },
    )
  })
})

describe('a pattern', () => {
  test.each([
    ['07501234567', '^(\\+964|0)7[0-9]{9}$', true],
    ['+9647501234567', '^(\\+964|0)7[0-9]{9}$', true],
    ['0750123456', '^(\\+964|0)7[0-9]{9}$', false],
    ['a@b.org', '[A-Za-z0-9._%+\\-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,}', true],
    ['ab', 'a', false],
    ['', 'a*', true],
    ['aaa', 'a{2,3}', true],
    ['aaaa', 'a{2,3}', false],
    ['a', 'a{2,}', false],
    ['abab', '(ab)+', true],
    ['abc', 'a(b|d)?c', true],
    ['ac', 'a(b|d)?c', true],
    ['علي', '[\\u0600-\\u06ff]+', true],
    ['علي', '\\p{L}+', true],
    ['a_b', 'a\\_b', true],
    ['a]b', 'a[\\]]b', true],
    ['x', '[^a-c]', true],
    ['b', '[^a-c]', false],
    ['AB-12', '[A-Z]{2}\\-\\d{2}', true],
    ['', '', true],
    ['a\nb', 'a.b', true],
  ])('%j fits %s: %s', (text, pattern, fits) => {
    expect(patternProblem(pattern)).toBeNull()
    expect(fitsPattern(text, pattern)).toBe(fits)
  })

  test.each(['(a+)+b', '(a|a)*b', '(a|ab|b)*c', '(.*)*x', 'a*a*a*a*a*a*a*a*b', '((a?){20}){20}b'])(
    'takes no time for %s, which others take years for',
    (pattern) => {
      const began = performance.now()
      expect(fitsPattern('a'.repeat(1500), pattern)).toBe(false)
      expect(performance.now() - began).toBeLessThan(5000)
    },
  )

  test.each([
    ['((a{50}){50}){50}', 'pattern_too_large'],
    ['a{100000}', 'pattern_too_large'],
    ['x'.repeat(1001), 'pattern_too_large'],
    ['('.repeat(200) + ')'.repeat(200), 'pattern_too_large'],
    ['a{3,2}', 'bad_pattern'],
    ['[a', 'bad_pattern'],
    ['[z-a]', 'bad_pattern'],
    ['*', 'bad_pattern'],
    ['a)', 'bad_pattern'],
    ['\\1', 'unsupported_pattern'],
    ['(?!a)b', 'unsupported_pattern'],
  ])('%s is told as %s', (pattern, code) => {
    expect(patternProblem(pattern)?.code).toBe(code)
    expect(fitsPattern('a', pattern)).toBe(false)
  })

  test('agrees with the engine of the language where that is quick', () => {
    const piece = fc.constantFrom(
      'a',
      'b',
      '[ab]',
      '.',
      '(a|b)',
      '(ab)',
      'a?',
      'b*',
      '(a|bb)+',
      'a{2}',
      '(b?a){1,2}',
      '^',
      '$',
      '|',
    )
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 6 }),
        fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 }),
        (pieces, text) => {
          const pattern = pieces.join('')
          expect(fitsPattern(text, pattern)).toBe(new RegExp(`^(?:${pattern})$`, 'su').test(text))
        },
      ),
      { numRuns: 2000 },
    )
  })
})
