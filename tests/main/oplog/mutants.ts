/** One rule of the merge broken: what stands in one of the files of src/main/oplog, and what instead of it. */
export interface Mutant {
  readonly name: string
  readonly from: string
  readonly to: string
  /** Why nobody can tell the difference, for one that is no fault. */
  readonly same?: string
}

/** The rules of the merge, each broken once. `npm run soak:mutants` shows that the property notices. */
export const mutants: readonly Mutant[] = [
  {
    name: 'what an author saw is ignored',
    from: 'const rest = current.filter((head) => !covers(seen, head) && !(',
    to: 'const rest = current.filter((head) => !(',
  },
  {
    name: 'the write that came last wins',
    from: 'return [...rest, { replica,',
    to: 'return [{ replica,',
  },
  {
    name: 'the latest write wins, whatever it saw',
    from: "if ((field.merge ?? 'ask') === 'ask' && disagree(writes))",
    to: "if ((field.merge ?? 'ask') === 'ask' && disagree(writes) && writes.length < 0)",
  },
  {
    name: 'a create overwrites edits',
    from: "if (op.kind === 'create' && heads.size === 0 && creates.length === 1) {",
    to: "if (op.kind === 'create') {",
  },
  {
    name: 'the second create of a record is taken for the first',
    from: 'heads.size === 0 && creates.length === 1',
    to: 'heads.size === 0',
  },
  {
    name: 'every operation counts as the first of its record',
    from: 'const first = !gone && isFirstOf(session, op.entity)',
    to: 'const first = !gone',
  },
  {
    name: 'no office is preferred when clocks are equal',
    from: 'a.ms - b.ms || a.c - b.c || (a.replica < b.replica ? -1 : a.replica > b.replica ? 1 : a.n - b.n)',
    to: 'a.ms - b.ms || a.c - b.c',
  },
  {
    name: 'the shown value follows the order of arrival',
    from: 'if (!best || rank(write, best, policy) > 0) best = write',
    to: 'best = write',
  },
  {
    name: 'the earliest write is shown',
    from: 'rank(write, best, policy) > 0',
    to: 'rank(write, best, policy) < 0',
  },
  {
    name: 'a vector covers one less than it names',
    from: '(seen[write.replica] ?? 0) : 0) >= write.n',
    to: '(seen[write.replica] ?? 0) : 0) > write.n',
  },
  {
    name: 'a vector covers one more than it names',
    from: '(seen[write.replica] ?? 0) : 0) >= write.n',
    to: '(seen[write.replica] ?? 0) : -9) >= write.n - 1',
  },
  {
    name: 'an author names only the last writes it saw',
    from: 'for (const [replica, n] of Object.entries(head.seen)) raise(replica, n)',
    to: '',
  },
  {
    name: 'a write that was replaced already comes back',
    from: 'if (current.some((head) => covers(head.seen, op))) return null',
    to: '',
  },
  {
    name: 'a removal removes what it had not seen',
    from: 'return { deleted: !unseen, undecided: undecided || unseen }',
    to: 'return { deleted: true, undecided }',
  },
  {
    name: 'a removal never counts',
    from: 'return { deleted: !unseen, undecided: undecided || unseen }',
    to: 'return { deleted: false, undecided: undecided || unseen }',
  },
  {
    name: 'a removal names only that register',
    from: "(kind === 'delete' ? [...Object.keys(record.fields), ...registers] : registers)",
    to: 'registers',
  },
  {
    name: 'equal values count as a conflict',
    from: 'return writes.some((write) => canonical(write.value) !== same)',
    to: 'return same !== null',
  },
  {
    name: 'a decision does not name what it saw',
    from: '[name, seenOf(writesOf(heads, creates, name))]',
    to: '[name, {}]',
  },
  {
    name: 'an erased record can come back',
    from: "store.prepare('select 1 from erased where entity = ?').get(entity) !== undefined",
    to: 'store.store === (entity as string)',
  },
  {
    name: 'an erasure leaves the values in the log',
    from: `store.prepare("update opLog set fields = '{}', salt = zeroblob(0) where entity = ? and kind <> 'erase'").run(entity)`,
    to: '',
  },
  {
    name: 'an erasure does not travel',
    from: "if (op.kind === 'erase' || known.gone) {",
    to: 'if (known.gone) {',
  },
  {
    name: 'a restored laptop goes on under its old id',
    from: 'session.renewReplica()\n  renewTag(session)\n  writeAudit',
    to: 'renewTag(session)\n  writeAudit',
  },
  {
    name: 'an operation is taken in twice',
    from: 'if (session.holds(replica, op.n)) {',
    to: 'if (session.holds(replica, op.n) && op.n < 0) {',
  },
  {
    name: 'a gap is taken for a broken chain',
    from: 'if (before !== undefined && before !== op.prev)',
    to: 'if (before !== op.prev)',
  },
  {
    name: 'what a newer version wrote is dropped',
    from: 'const seq = appendToLog(session, kept',
    to: "if (!gone && op.kind !== 'erase' && op.salt !== '' && !understoodRecord(session, op)) return 'deferred'\n  const seq = appendToLog(session, kept",
  },
  {
    name: 'what a newer version wrote is shown in part',
    from: 'if (!field) return false',
    to: 'if (!field) continue',
  },
  {
    name: 'a create that is not understood counts as one',
    from: "o.kind = 'create' and length(o.salt) > 0\n       and not exists (select 1 from deferred d where d.seq = o.seq)",
    to: "o.kind = 'create' and length(o.salt) > 0",
  },
  {
    name: 'another office cannot pull a clock ahead',
    from: 'followClock(session, op)\n',
    to: '\n',
    same: 'The clock of an edit only breaks ties between writes that did not see each other.',
  },
  {
    name: 'values of an erased record are written and blanked in one transaction',
    from: "const kept = op.kind !== 'erase' && gone ? { ...op, fields: {}, salt: '' } : op",
    to: 'const kept = op',
    same: 'The tables end alike; that no page ever holds the values is what tests/main/erasure-gaps.test.ts looks for.',
  },
]
