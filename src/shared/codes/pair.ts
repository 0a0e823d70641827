import { codeList } from './code-list.ts'

/** What a person decided about two records that look alike (search design, 1.4). */
export const pairDecision = codeList('pairDecision', ['same', 'different'])
