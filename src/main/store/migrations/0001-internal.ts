/** The tables of log, merge, audit and name search, as the first step of both stores makes them. Frozen with it. */
export const internalTables = `
create table storeMeta (key text primary key, value text not null) strict, without rowid;
create table feed (
  id integer primary key check (id = 1),
  n integer not null, hash blob not null, ms integer not null, c integer not null,
  auditN integer not null, auditHash blob not null
) strict;
insert into feed (id, n, hash, ms, c, auditN, auditHash) values (1, 0, zeroblob(32), 0, 0, 0, zeroblob(32));
create table counter (kind text primary key, value integer not null) strict, without rowid;
create table replica (id integer primary key, hex text not null unique) strict;
create table opLog (
  seq integer primary key,
  replica integer not null, n integer not null,
  entity text not null, type text not null, kind text not null,
  fields text not null, seen text not null,
  ms integer not null, c integer not null, wall text not null, clockFlag text not null,
  user text not null, device text not null, saveId text not null, schema integer not null, app text not null,
  salt blob not null, phash blob not null, prev blob not null, hash blob not null,
  unique (replica, n)
) strict;
create index opLogEntity on opLog (entity);
create table head (
  type text not null, entity text not null, register text not null,
  replica integer not null, n integer not null, ms integer not null, c integer not null,
  wall text not null, user text not null, seen text not null, value text not null,
  primary key (type, entity, register, replica, n)
) strict, without rowid;
create table conflict (
  type text not null, entity text not null, register text not null, at text not null,
  primary key (type, entity, register)
) strict, without rowid;
create table deferred (seq integer primary key) strict;
create table erased (entity text primary key, at text not null) strict, without rowid;
create table quarantine (
  id integer primary key, replica text not null, n integer not null, hash text not null,
  op text not null, reason text not null, at text not null
) strict;
create table knownRange (
  replica integer not null, first integer not null, last integer not null, primary key (replica, first)
) strict, without rowid;
create table audit (
  n integer primary key, at text not null, user text not null, action text not null, entity text, hash blob not null
) strict;
create table bundleJournal (
  bundle text primary key, direction text not null, office text not null, at text not null,
  operations integer not null, bytes integer not null, state text not null, position integer not null,
  details text not null
) strict, without rowid;
create table nameEntry (
  row integer primary key, id text not null unique, tokens text not null, skeletons text not null
) strict;
create virtual table nameSearch using fts5(
  tokens, skeletons, content='nameEntry', content_rowid='row', tokenize='unicode61', detail='column'
);
insert into nameSearch (nameSearch, rank) values ('secure-delete', 1);
`
