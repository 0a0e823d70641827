import type { Migration } from '../../migrate.ts'

/** Where the members of a household went or came from, and deaths and births. */
export const migration: Migration = {
  id: 7,
  sql: `
alter table household add column mergedInto text;
alter table household add column splitFrom text;
create index householdMergedInto on household (mergedInto) where mergedInto is not null;
create index householdSplitFrom on household (splitFrom) where splitFrom is not null;
alter table person add column mother text;
alter table person add column died text;
alter table person add column deathNote text;
`,
}
