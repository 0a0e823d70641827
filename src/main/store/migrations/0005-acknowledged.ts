/** What each other office said that it holds, from the last of its bundles. The same in both stores; frozen. */
export const acknowledgedTable = `
create table acknowledged (
  office text primary key, replica text not null, created text not null, knowledge text not null, wants text not null
) strict, without rowid;
`
