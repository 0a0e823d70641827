import { z } from 'zod'
import { call, nothing, started } from './call.ts'

const checkName = z.enum(['pages', 'references', 'audit', 'tables', 'attachments'])

/** What a finished health check carries: one line for each thing looked at in each store that is open. */
export const healthReport = z.strictObject({
  at: z.string(),
  bytes: z.int(),
  lines: z.array(
    z.strictObject({
      store: z.enum(['registry', 'medical']),
      check: checkName,
      sound: z.boolean(),
      /** Where the audit log breaks first, otherwise null. */
      entry: z.int().nullable(),
      /** How many photos and papers are damaged, where that was looked at. */
      damaged: z.int().nullable(),
    }),
  ),
})
export type HealthReport = z.infer<typeof healthReport>

export const health = {
  // Reads every page, compares the tables with the log they are made from, and walks the audit log.
  'health.check': call({ input: nothing, output: started, needs: 'backup.run', changes: [] }),
  // Makes the tables anew from the log: the way out when only they are wrong.
  'health.rebuild': call({
    input: z.strictObject({ store: z.enum(['registry', 'medical']) }),
    output: started,
    needs: 'backup.restore',
    changes: [],
  }),
}
