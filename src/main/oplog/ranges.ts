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
