import { importJob } from '../imports/job.ts'
import type { Runners } from './runner.ts'

/** Who does each kind of job. */
export const runners: Partial<Runners> = { import: importJob }
