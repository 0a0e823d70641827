/**
 * Requests to erase, what was erased, and what is kept longer than its time: ids, numbers and codes alone. The same in
 * both stores, and frozen with the fourth step.
 */
export const erasureTables = `
alter table erased add column type text;
alter table erased add column number text;
alter table erased add column saveId text;
alter table erased add column user text;
create index erasedSave on erased (saveId);
create table erasureRequest (
  id text primary key, kind text not null, entity text not null, number text not null,
  reason text not null, reference text,
  requestedBy text not null, requestedAt text not null,
  state text not null check (state in ('waiting', 'approved', 'refused', 'withdrawn')),
  decidedBy text, decidedAt text, saveId text
) strict, without rowid;
create index erasureRequestState on erasureRequest (state, requestedAt);
create index erasureRequestSave on erasureRequest (saveId) where saveId is not null;
create table retentionKeep (
  entity text primary key, kind text not null, until text not null, reason text not null,
  keptBy text not null, keptAt text not null
) strict, without rowid;
`
