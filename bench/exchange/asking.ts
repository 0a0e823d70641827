import type { LocalOffice } from '../seed-office.ts'

const everyMs = 5
const saveEveryMs = 400

/** How an office answered while something else ran. */
export interface Answers {
  /** The longest time between two answers to a trivial call, in milliseconds. */
  readonly longestGap: number
  /** The longest a save by a person took. */
  readonly longestSave: number
  readonly answers: number
  readonly saves: number
}

/**
 * Uses an office while a job runs in its other thread: asks who is signed in every few milliseconds and, where a
 * household is given, changes it now and then. A save that waits for the job holds up every other answer, as it does
 * in the application.
 */
export const asking = (office: LocalOffice, household: string | undefined): { stop: () => Promise<Answers> } => {
  const until = new AbortController()
  let longestGap = 0
  let longestSave = 0
  let answers = 0
  let saves = 0
  const ask = async (): Promise<void> => {
    let last = performance.now()
    let saved = last
    while (!until.signal.aborted) {
      await office.get('accounts.session', {})
      if (household !== undefined && performance.now() - saved > saveEveryMs) {
        const begun = performance.now()
        await office.get('households.update', { id: household, patch: { phone: `0771${1_000_000 + ++saves}` } })
        saved = performance.now()
        longestSave = Math.max(longestSave, saved - begun)
      }
      const now = performance.now()
      longestGap = Math.max(longestGap, now - last)
      last = now
      answers += 1
      await new Promise((resolve) => {
        setTimeout(resolve, everyMs)
      })
    }
  }
  const asked = ask()
  return {
    stop: async () => {
      until.abort()
      await asked
      return { longestGap, longestSave, answers, saves }
    },
  }
}
