const phone = `substr(replace(replace(replace(replace("phone", ' ', ''), '-', ''), '(', ''), ')', ''), -10)`
const paper = (column: string): string => `upper(replace(replace(replace("${column}", ' ', ''), '-', ''), '/', ''))`

/**
 * What lists and quick search are answered from, as part of the first step of the registry store and frozen with it.
 * Lists show living records only, so their indexes hold no others; each order of the household list carries every column
 * that can be filtered, so that a rare code is found without opening fifty thousand rows. Phones and papers are compared by the expressions
 * of `main/search/identifiers.ts`.
 */
export const listIndexes = `
create index householdNumber on household (number, id, status, residenceStatus, shelter, registered, place, placeUnknown)
  where deleted = 0;
create index householdRegistered on household (registered, id, status, residenceStatus, shelter, place, placeUnknown)
  where deleted = 0;
create index householdUpdated on household (updatedAt, id, status, residenceStatus, shelter, registered, place, placeUnknown)
  where deleted = 0;
create index householdFilter on household (place, status, residenceStatus, shelter, registered, placeUnknown)
  where deleted = 0;
create index householdStatus on household (status, registered) where deleted = 0;
create index householdUnplaced on household (registered, id)
  where deleted = 0 and place is null and placeUnknown is not null;
create index householdHeadless on household (registered, id) where deleted = 0 and head is null;
create index householdPhone on household (${phone}) where deleted = 0 and phone is not null;
create index householdRation on household (${paper('rationCard')}) where deleted = 0 and rationCard is not null;
create index householdUnhcr on household (${paper('unhcrNumber')}) where deleted = 0 and unhcrNumber is not null;
create index personHousehold on person (household, deleted, status, relationship);
create index personLives on person (id, household) where deleted = 0;
create index personNumber on person (number, id) where deleted = 0;
create index personPhone on person (${phone}) where deleted = 0 and phone is not null;
create index personPaper on person (${paper('paperNumber')}) where deleted = 0 and paperNumber is not null;
create index capStepProject on capStep (project, date);
create index capProjectUpdated on capProject (updatedAt);
create index placeUpdated on place (updatedAt);
create index placeAliasUpdated on placeAlias (updatedAt);
`
