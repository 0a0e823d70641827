export { checkAttachments } from './check.ts'
export { filesOf, isHere } from './keep.ts'
export { allReferences, piecesOf, recordOf, type ReferenceRow } from './repository.ts'
export { collectChunks, forgetAttachments } from './collect.ts'
