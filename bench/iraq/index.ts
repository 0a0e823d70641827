export { generateHousehold, generateOffice, type GeneratedHousehold, type OfficeOptions } from './office.ts'
export { generateProjects } from './projects.ts'
export { generateCases } from './cases.ts'
export { type PlaceOption } from './places.ts'
