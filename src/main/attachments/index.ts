export { checkAttachments } from './check.ts'
export { collectChunks, forgetAttachments } from './collect.ts'
