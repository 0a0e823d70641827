import type { Migration } from '../../migrate.ts'

/**
 * What the audit chain signs from time to time, and the way from a record to its creates: a record with thousands of
 * changes has one, and each save asks for it.
 */
export const migration: Migration = {
  id: 2,
  sql: `
create table auditCheckpoint (
  n integer primary key, at text not null, hash blob not null, signature blob not null
) strict;
drop index opLogEntity;
create index opLogEntity on opLog (entity, kind);
`,
}
