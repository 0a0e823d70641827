import { notifications } from '@mantine/notifications'
import { useLingui } from '@lingui/react/macro'
import { useEffect } from 'react'
import { call, queryClient } from '../api.ts'

/** So long before the lock a notice comes: whoever only reads can stay, and what is half typed can be saved. */
const noticeMs = 30_000
const notice = 'about-to-lock'

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

/** Locks by itself when nobody has touched keyboard or mouse for so many minutes. */
export function useAutoLock(minutes: number): void {
  const { t } = useLingui()
  const message = t`Waypost locks in half a minute. Move the mouse to stay, and save what you are typing.`
  useEffect(() => {
    const wait = minutes * 60_000
    let timers: ReturnType<typeof setTimeout>[] = []
    let warned = false
    const stop = () => {
      for (const timer of timers) clearTimeout(timer)
    }
    const start = () => {
      const warn = () => {
        warned = true
        notifications.show({ id: notice, color: 'yellow', message, autoClose: false })
      }
      timers = [setTimeout(warn, wait - noticeMs), setTimeout(() => void lockNow(), wait)]
    }
    const awake = () => {
      stop()
      if (warned) notifications.hide(notice)
      warned = false
      start()
    }
    start()
    const signs = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const
    for (const sign of signs) window.addEventListener(sign, awake, { passive: true })
    return () => {
      stop()
      notifications.hide(notice)
      for (const sign of signs) window.removeEventListener(sign, awake)
    }
  }, [minutes, message])
}
