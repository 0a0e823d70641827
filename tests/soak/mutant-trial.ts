import { checkExchange } from '../main/oplog/exchange.ts'

/** What the property says of the merge as it was loaded; null when it holds. */
export const noticed: string | null = await checkExchange({
  offices: 4,
  runs: Number(process.env['WAYPOST_RUNS']),
  steps: 40,
  seed: 1,
}).then(
  () => null,
  (error: unknown) => {
    const cause = error instanceof Error ? (error.cause ?? error) : error
    return (cause instanceof Error ? cause.message : String(cause)).split('\n')[0]?.slice(0, 60) ?? ''
  },
)
