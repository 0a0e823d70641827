/** At most this many cycles are told; mending them shows the rest. */
const MAX_CYCLES = 50

/** Takes away whatever waits for nothing that is left, again and again, and answers it in the order it went. */
function peel(left: Set<number>, needs: readonly (readonly number[])[]): number[] {
  const wanted = new Map<number, number[]>()
  const waits = new Map<number, number>()
  for (const one of left) {
    const open = (needs[one] ?? []).filter((need) => left.has(need))
    waits.set(one, open.length)
    for (const need of open) {
      const others = wanted.get(need)
      if (others) others.push(one)
      else wanted.set(need, [one])
    }
  }
  const order = [...left].filter((one) => waits.get(one) === 0)
  for (let at = 0; at < order.length; at++) {
    const done = order[at] ?? 0
    left.delete(done)
    for (const one of wanted.get(done) ?? []) {
      const open = (waits.get(one) ?? 0) - 1
      waits.set(one, open)
      if (open === 0) order.push(one)
    }
  }
  return order
}

/** Follows needs from one that is left until one comes back: all that are left need another that is left. */
function findCycle(left: ReadonlySet<number>, needs: readonly (readonly number[])[]): number[] {
  const seen = new Map<number, number>()
  const path: number[] = []
  let [next] = left
  while (next !== undefined && !seen.has(next)) {
    seen.set(next, path.length)
    path.push(next)
    next = needs[next]?.find((need) => left.has(need))
  }
  const cycle = path.slice(next === undefined ? 0 : (seen.get(next) ?? 0))
  // Told from its first row on.
  const first = cycle.indexOf(cycle.reduce((a, b) => Math.min(a, b), Infinity))
  return [...cycle.slice(first), ...cycle.slice(0, first)]
}

/**
 * Sorts entries so that each comes after those it needs. What needs itself, directly or through others, is answered as
 * cycles, none of which shares an entry with another; entries in or behind a cycle come last.
 */
export function sortEntries(needs: readonly (readonly number[])[]): { order: number[]; cycles: number[][] } {
  const left = new Set(needs.keys())
  const order = peel(left, needs)
  const behind = [...left]
  const cycles: number[][] = []
  while (left.size > 0 && cycles.length < MAX_CYCLES) {
    const cycle = findCycle(left, needs)
    cycles.push(cycle)
    for (const one of cycle) left.delete(one)
    peel(left, needs)
  }
  return { order: [...order, ...behind], cycles }
}
