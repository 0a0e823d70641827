import type { Migration } from '../../migrate.ts'
import { internalTables } from '../0001-internal.ts'

/** The first tables of the medical store. Columns carry the fields' names; references may point to what has not come yet. */
export const migration: Migration = {
  id: 1,
  sql: `${internalTables}
create table "patient" (
  id text primary key, number text,
  createdAt text not null, createdBy text not null, updatedAt text not null, updatedBy text not null,
  deleted integer not null check (deleted in (0, 1)),
  registryPerson text, given text not null, father text, grandfather text, family text, sex text not null, birth text,
  phone text, place text, bloodGroup text, allergies text
) strict;
create index patientPerson on patient (registryPerson) where registryPerson is not null;
create table "evacuationCase" (
  id text primary key, number text,
  createdAt text not null, createdBy text not null, updatedAt text not null, updatedBy text not null,
  deleted integer not null check (deleted in (0, 1)),
  patient text not null, guardian text, referringDoctor text, facility text, specialty text not null,
  diagnosis text not null, icd10 text, side text, "procedure" text, cause text, causeDate text, history text,
  medication text, weight integer, whyAbroad text, cost text, stayDays integer, priority text not null,
  deteriorating integer, consent integer not null, referred text not null, stage text not null, notes text
) strict;
create index evacuationCasePatient on evacuationCase (patient);
create index evacuationCaseNumber on evacuationCase (number);
create index evacuationCaseStage on evacuationCase (stage);
create table "caseStep" (
  id text primary key, number text,
  createdAt text not null, createdBy text not null, updatedAt text not null, updatedBy text not null,
  deleted integer not null check (deleted in (0, 1)),
  "case" text not null, "from" text, stage text not null, date text not null, reason text
) strict;
create index caseStepCase on caseStep ("case", date);
`,
}
