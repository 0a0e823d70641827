import { accounts } from './accounts.ts'
import { backup } from './backup.ts'
import { audit, auditShell } from './audit.ts'
import { attachments, attachmentShell } from './attachments.ts'
import { cases } from './cases.ts'
import { conflicts } from './conflicts.ts'
import type { InputOf, OutputOf, ParsedInputOf } from './call.ts'
import { documents, shell } from './documents.ts'
import { bundles, imports, jobs } from './exchange.ts'
import { erasure } from './erasure.ts'
import { families } from './families.ts'
import { health } from './health.ts'
import { history } from './history.ts'
import { home, search } from './home.ts'
import { households, people } from './households.ts'
import { pairs } from './pairs.ts'
import { places } from './places.ts'
import { projects } from './projects.ts'
import { roster } from './roster.ts'
import { staff } from './staff.ts'

/** Every call between a window and main. */
export const contract = {
  ...accounts,
  ...staff,
  ...places,
  ...households,
  ...people,
  ...families,
  ...pairs,
  ...projects,
  ...cases,
  ...history,
  ...conflicts,
  ...audit,
  ...home,
  ...search,
  ...documents,
  ...bundles,
  ...roster,
  ...health,
  ...erasure,
  ...imports,
  ...jobs,
  ...backup,
  ...attachments,
  ...shell,
  ...attachmentShell,
  ...auditShell,
} as const
type Contract = typeof contract
export type CallName = keyof Contract
export type Input<N extends CallName> = InputOf<Contract[N]>
export type ParsedInput<N extends CallName> = ParsedInputOf<Contract[N]>
export type Output<N extends CallName> = OutputOf<Contract[N]>
