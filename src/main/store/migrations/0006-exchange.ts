/**
 * What an exchange remembers: sets of several bundles, which rows of the log came by one, and what each laptop of
 * another office holds. The earlier table knew offices only, so its word is dropped: the next bundle is a full one.
 * From `canonicalFrom` on, the log holds values as bundles carry them. The same in both stores; frozen.
 */
export const exchangeTables = `
alter table bundleJournal add column kind text not null default 'full';
alter table bundleJournal add column setId text not null default '';
alter table bundleJournal add column volume integer not null default 1;
alter table bundleJournal add column volumes integer not null default 1;
alter table bundleJournal add column replica text not null default '';
alter table bundleJournal add column serial integer not null default 0;
alter table bundleJournal add column firstSeq integer;
alter table bundleJournal add column lastSeq integer;
alter table bundleJournal add column taken integer;
alter table bundleJournal add column auditN integer;
alter table bundleJournal add column life text not null default '';
alter table bundleJournal add column word text;
create table bundleRun (
  bundle text not null, what text not null, first integer not null, last integer not null,
  primary key (bundle, what, first)
) strict, without rowid;
drop table acknowledged;
create table acknowledged (
  office text not null, device text not null, replica text not null, created text not null, knowledge text not null,
  wants text not null, primary key (office, device)
) strict, without rowid;
insert into storeMeta (key, value) select 'canonicalFrom', coalesce(max(seq), 0) + 1 from opLog;
`

/** Decisions about two people who look alike. */
export const pairTable = `
create table "personPair" (
  id text primary key, number text,
  createdAt text not null, createdBy text not null, updatedAt text not null, updatedBy text not null,
  deleted integer not null check (deleted in (0, 1)),
  one text not null, other text not null, decision text not null, main text, reason text
) strict;
create index personPairOne on personPair (one);
create index personPairOther on personPair (other);
`

/** Signed statements about offices and laptops, and codes by which a new laptop joins; public, so in one store. */
export const rosterTables = `
create table rosterStatement (
  issuer text not null, subject text not null, version integer not null, hash text not null, statement text not null,
  addedAt text not null, primary key (issuer, subject, version, hash)
) strict, without rowid;
create table invitation (
  id text primary key, secret text not null, name text not null, medical integer not null, at text not null,
  until text not null, usedBy text
) strict, without rowid;
`

/**
 * People whose father's name is not known, or is a dash, by year of birth: whoever looks for one person twice asks for
 * all parts of a name at once, and then for these.
 */
export const fatherlessIndex = (table: 'person' | 'patient'): string => `
create index "${table}Fatherless" on "${table}" (substr(birth, 1, 4), sex, id)
  where coalesce(length(father), 0) < 12 and deleted = 0;
`
