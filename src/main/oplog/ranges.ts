/** A run of counters, both ends included. */
export interface Range {
  first: number
  last: number
}

/** Adds a counter to sorted, separate runs, in place; runs that touch become one. */
export const addToRanges = (list: Range[], n: number): void => {
  // Feeds arrive in order nearly always, so the end is tried first.
  let at = list.length
  while (at > 0 && (list[at - 1]?.first ?? 0) > n) at--
  const before = list[at - 1]
  const after = list[at]
  if (before && n <= before.last) return
  const joinsBefore = before !== undefined && before.last + 1 === n
  const joinsAfter = after !== undefined && after.first === n + 1
  if (joinsBefore && joinsAfter) {
    before.last = after.last
    list.splice(at, 1)
  } else if (joinsBefore) before.last = n
  else if (joinsAfter) after.first = n
  else list.splice(at, 0, { first: n, last: n })
}

/** Sorted, separate runs without the counters of others. */
export const without = (list: readonly Range[], others: readonly Range[]): Range[] => {
  const out: Range[] = []
  for (const { first, last } of list) {
    let from = first
    for (const other of others) {
      if (other.last < from) continue
      if (other.first > last) break
      if (other.first > from) out.push({ first: from, last: other.first - 1 })
      from = other.last + 1
    }
    if (from <= last) out.push({ first: from, last })
  }
  return out
}

/** True when sorted, separate runs hold a counter. */
export const holds = (list: readonly Range[], n: number): boolean => {
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((list[middle]?.last ?? 0) < n) low = middle + 1
    else high = middle
  }
  return (list[low]?.first ?? Infinity) <= n
}

/** How many counters of some runs are not in others; both are sorted and separate. */
export const countBeyond = (list: readonly Range[], others: readonly Range[]): number => {
  let count = 0
  let at = 0
  for (const { first, last } of list) {
    count += last - first + 1
    while ((others[at]?.last ?? Infinity) < first) at++
    for (let i = at; ; i++) {
      const other = others[i]
      if (!other || other.first > last) break
      count -= Math.min(last, other.last) - Math.max(first, other.first) + 1
    }
  }
  return count
}

/** The counters of some runs that are not in others, as runs; both are sorted and separate. */
export const beyond = (list: readonly Range[], others: readonly Range[]): Range[] => {
  const out: Range[] = []
  for (const { first, last } of list) {
    let from = first
    for (const other of common([{ first, last }], others)) {
      if (other.first > from) out.push({ first: from, last: other.first - 1 })
      from = other.last + 1
    }
    if (from <= last) out.push({ first: from, last })
  }
  return out
}

/** The counters that are in both of two lists of runs, as runs; both are sorted and separate. */
export const common = (list: readonly Range[], others: readonly Range[]): Range[] => {
  const out: Range[] = []
  let at = 0
  for (const { first, last } of list) {
    while ((others[at]?.last ?? Infinity) < first) at++
    for (let i = at; ; i++) {
      const other = others[i]
      if (!other || other.first > last) break
      out.push({ first: Math.max(first, other.first), last: Math.min(last, other.last) })
    }
  }
  return out
}
