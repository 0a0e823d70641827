import { useEffect } from 'react'
import { call, queryClient } from '../api.ts'

const idleMs = 10 * 60 * 1000

const lockNow = async (): Promise<void> => {
  await call('app.lock', {})
  // Main opens a fresh window; this one forgets what it showed in case it lives a moment longer.
  queryClient.clear()
  await queryClient.invalidateQueries()
}

/** Locks the office: keys are wiped, the window is thrown away. */
export const useLock = (): (() => void) => () => {
  void lockNow()
}

/** Locks by itself when nobody has touched keyboard or mouse for ten minutes. */
export function useAutoLock(): void {
  useEffect(() => {
    let timer = setTimeout(() => void lockNow(), idleMs)
    const awake = () => {
      clearTimeout(timer)
      timer = setTimeout(() => void lockNow(), idleMs)
    }
    const signs = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const
    for (const sign of signs) window.addEventListener(sign, awake, { passive: true })
    return () => {
      clearTimeout(timer)
      for (const sign of signs) window.removeEventListener(sign, awake)
    }
  }, [])
}
