import type { Migration } from '../../migrate.ts'

/** Photos, scans and documents of records. */
export const migration: Migration = {
  id: 3,
  sql: `
create table "attachment" (
  id text primary key, number text,
  createdAt text not null, createdBy text not null, updatedAt text not null, updatedBy text not null,
  deleted integer not null check (deleted in (0, 1)),
  ownerType text not null, owner text not null, kind text not null, title text not null, note text,
  file text not null, mediaType text not null, bytes integer not null, chunks text not null, thumb text,
  width integer, height integer
) strict;
create index attachmentOwner on "attachment" (owner, ownerType);
`,
}
