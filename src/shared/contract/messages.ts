import type { JobState } from './exchange.ts'

/** Everything main tells a window without being asked. */
export type Message =
  | { readonly type: 'changed'; readonly topics: readonly string[] }
  | { readonly type: 'job'; readonly job: JobState }
  /** A worker died: calls that waited have failed and the window says so. */
  | { readonly type: 'stopped'; readonly incident: string }
