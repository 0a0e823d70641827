import { useSyncExternalStore } from 'react'
import { localToday } from '../../shared/dates/partial.ts'

// A window may stay open over midnight: whoever comes back to it, or moves in it, finds the new day.
const events = ['focus', 'visibilitychange'] as const

const subscribe = (listener: () => void) => {
  for (const event of events) window.addEventListener(event, listener)
  return () => {
    for (const event of events) window.removeEventListener(event, listener)
  }
}

const today = () => localToday(new Date())

/** Today's date where the office is, kept current. */
export const useToday = (): string => useSyncExternalStore(subscribe, today)
