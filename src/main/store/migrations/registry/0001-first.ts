import type { Migration } from '../../migrate.ts'
import { internalTables } from '../0001-internal.ts'
import { listIndexes } from './0001-list-indexes.ts'

/** The first tables of the registry store. Columns carry the fields' names; references may point to what has not come yet. */
export const migration: Migration = {
  id: 1,
  sql: `${internalTables}
create table "office" (
  id text primary key, number text,
  createdAt text not null, createdBy text not null, updatedAt text not null, updatedBy text not null,
  deleted integer not null check (deleted in (0, 1)),
  code text not null, name text not null, type text not null, place text, phone text, address text
) strict;
create table "user" (
  id text primary key, number text,
  createdAt text not null, createdBy text not null, updatedAt text not null, updatedBy text not null,
  deleted integer not null check (deleted in (0, 1)),
  name text not null, role text not null, office text not null, language text not null, digits text not null,
  active integer not null
) strict;
create table "place" (
  id text primary key, number text,
  createdAt text not null, createdBy text not null, updatedAt text not null, updatedBy text not null,
  deleted integer not null check (deleted in (0, 1)),
  level integer not null, parent text, nameEn text not null, nameAr text, nameKu text, dtmCode text
) strict;
create index placeParent on place (parent);
create table "placeAlias" (
  id text primary key, number text,
  createdAt text not null, createdBy text not null, updatedAt text not null, updatedBy text not null,
  deleted integer not null check (deleted in (0, 1)),
  system text not null, codeOrName text not null, place text not null, validFrom text, validTo text, note text
) strict;
create index placeAliasPlace on placeAlias (place);
create index placeAliasCode on placeAlias (codeOrName);
create table "figure" (
  id text primary key, number text,
  createdAt text not null, createdBy text not null, updatedAt text not null, updatedBy text not null,
  deleted integer not null check (deleted in (0, 1)),
  place text not null, reported text not null, round integer not null, individuals integer not null,
  basis text not null, source text not null
) strict;
create index figurePlace on figure (place, reported);
create table "household" (
  id text primary key, number text,
  createdAt text not null, createdBy text not null, updatedAt text not null, updatedBy text not null,
  deleted integer not null check (deleted in (0, 1)),
  head text, residenceStatus text not null, place text, placeUnknown text, address text, gps text, shelter text,
  sizeReported integer, pregnantOrLactating integer, femaleHeaded integer, childHeaded integer, phone text,
  rationCard text, unhcrNumber text, consent integer not null, consentDate text, registered text not null,
  status text not null, statusReason text, notes text, sourceKey text
) strict;
create index householdSource on household (sourceKey) where sourceKey is not null;
create table "person" (
  id text primary key, number text,
  createdAt text not null, createdBy text not null, updatedAt text not null, updatedBy text not null,
  deleted integer not null check (deleted in (0, 1)),
  household text, given text not null, father text, grandfather text, family text, nickname text, sex text not null,
  birth text, relationship text not null, marital text, phone text, paper text, paperNumber text, paperState text,
  occupation text, attendsSchool integer, needs text, status text not null, sourceKey text
) strict;
create index personSource on person (sourceKey) where sourceKey is not null;
create table "displacement" (
  id text primary key, number text,
  createdAt text not null, createdBy text not null, updatedAt text not null, updatedBy text not null,
  deleted integer not null check (deleted in (0, 1)),
  household text not null, "from" text, fromUnknown text, "to" text, toUnknown text, "left" text, arrived text,
  reasons text, wholeFamily integer, intention3m text, intention12m text, returnObstacles text, returnTried integer,
  notes text
) strict;
create index displacementHousehold on displacement (household);
create table "capProject" (
  id text primary key, number text,
  createdAt text not null, createdBy text not null, updatedAt text not null, updatedBy text not null,
  deleted integer not null check (deleted in (0, 1)),
  title text not null, type text not null, sector text not null, cluster text, donor text, "grant" text, place text,
  placeUnknown text, problem text not null, beneficiariesDirect integer, beneficiariesIndirect integer,
  beneficiaryBasis text, countingRule text, estimate text, implementer text, startPlanned text, endPlanned text,
  startActual text, endActual text, status text not null, notes text
) strict;
create index capProjectNumber on capProject (number);
create index capProjectStatus on capProject (status);
create table "capStep" (
  id text primary key, number text,
  createdAt text not null, createdBy text not null, updatedAt text not null, updatedBy text not null,
  deleted integer not null check (deleted in (0, 1)),
  project text not null, "from" text, status text not null, date text not null, reason text
) strict;
create table knownOffice (
  id text primary key, code text not null, name text not null, card text not null,
  receivesMedical integer not null check (receivesMedical in (0, 1)), addedAt text not null
) strict, without rowid;
create table importRun (
  importId text primary key, kind text not null, at text not null, by text not null,
  created integer not null, rejected integer not null, fileHash text not null, report text not null
) strict, without rowid;
create table importRow (
  sourceKey text not null, type text not null, entity text not null, rowHash text not null, importId text not null,
  primary key (sourceKey, type)
) strict, without rowid;
${listIndexes}`,
}
