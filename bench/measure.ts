import { performance } from 'node:perf_hooks'

/** One line of the table: what was measured beside what, and how far it may be from it. */
export interface Row {
  readonly measure: string
  readonly value: number
  readonly unit: 'ms' | 's' | 'MB' | '×'
  /** What the value is compared with in the same process; absent where the value stands alone. */
  readonly baseline?: { readonly name: string; readonly value: number }
  /** The most the ratio to the baseline may be, or the most the value may be. */
  readonly target?: { readonly kind: 'ratio' | 'value'; readonly most: number }
}

const FEWEST_ROUNDS = 9
const LONGEST_MS = 12_000

/** The value in the middle, and the one below which 95 of 100 lie. */
export const spread = (times: readonly number[]): { median: number; p95: number } => {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return { median: at(0.5), p95: at(0.95) }
}

/**
 * Runs two things in turn, so that a busy moment of the machine falls on both, and answers the median time of each in
 * milliseconds. The first rounds warm caches and compiler up and do not count; slow things stop early, so that a run has an end.
 */
export const inTurn = async (
  rounds: number,
  run: (round: number) => unknown,
  baseline: (round: number) => unknown,
): Promise<{ run: number; baseline: number }> => {
  const times = { run: [] as number[], baseline: [] as number[] }
  const warmUp = Math.max(2, Math.ceil(rounds / 3))
  const began = performance.now()
  for (let round = 0; round < rounds + warmUp; round++) {
    const start = performance.now()
    await run(round)
    const middle = performance.now()
    await baseline(round)
    const end = performance.now()
    if (round < warmUp) continue
    times.run.push(middle - start)
    times.baseline.push(end - middle)
    if (times.run.length >= FEWEST_ROUNDS && end - began > LONGEST_MS) break
  }
  return { run: spread(times.run).median, baseline: spread(times.baseline).median }
}

const ratioOf = ({ value, baseline }: Row): number | undefined => (baseline ? value / baseline.value : undefined)

/** True when a row has a target and is beyond it. */
export const isMissed = (row: Row): boolean => {
  if (!row.target) return false
  const measured = row.target.kind === 'ratio' ? ratioOf(row) : row.value
  // Not a number means that nothing was measured, which is no success.
  return !(measured !== undefined && measured <= row.target.most)
}

const shown = (value: number, unit: Row['unit']): string =>
  `${value.toFixed(unit === 'ms' && value >= 100 ? 0 : 2)} ${unit}`

const targetOf = ({ target, unit }: Row): string => {
  if (!target) return 'none'
  return target.kind === 'ratio' ? `≤ ${target.most}×` : `< ${target.most} ${unit}`
}

/** The rows as a table of fixed columns. */
export const tableOf = (rows: readonly Row[]): string => {
  const head = ['measure', 'value', 'baseline', 'baseline value', 'ratio', 'target', '']
  const lines = rows.map((row) => {
    const ratio = ratioOf(row)
    return [
      row.measure,
      shown(row.value, row.unit),
      row.baseline?.name ?? '-',
      row.baseline ? shown(row.baseline.value, row.unit) : '-',
      ratio === undefined ? '-' : `${ratio.toFixed(2)}×`,
      targetOf(row),
      row.target ? (isMissed(row) ? 'MISSED' : 'met') : '',
    ]
  })
  const all = [head, ...lines]
  const widths = head.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0)))
  return all.map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n')
}
