import { useEffect, useRef } from 'react'

interface Keys {
  readonly choose: (digit: number) => void
  /** One on, or one back. */
  readonly move: (by: 1 | -1) => void
  readonly undo: () => void
  readonly other: () => void
}

const digitOf = (code: string): number => Number(/^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1] ?? 0)

/** True where a key is meant for something else: a field that is typed into, a list, a dialog. */
const isTaken = (event: KeyboardEvent): boolean => {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat)
    return true
  // Lists that are closed stay in the page, out of sight.
  const open = [...document.querySelectorAll('[role="dialog"], [role="listbox"], [role="menu"]')]
  if (open.some((element) => element.checkVisibility())) return true
  return event.target instanceof Element && event.target.closest('input, textarea, select, [role="menu"]') !== null
}

/**
 * Keys of the whole page. They go by their place on the keyboard, so that they are the same in Arabic and Kurdish; the
 * arrow that points onward goes on.
 */
export function useKeys(keys: Keys): void {
  const now = useRef(keys)
  useEffect(() => {
    now.current = keys
  })
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (isTaken(event)) return
      const { choose, move, undo, other } = now.current
      const digit = digitOf(event.code)
      const onward = document.documentElement.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
      if (digit > 0) choose(digit)
      else if (event.code === 'ArrowLeft' || event.code === 'ArrowRight') move(event.code === onward ? 1 : -1)
      else if (event.code === 'KeyU') undo()
      else if (event.code === 'KeyE') other()
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', hear)
    return () => window.removeEventListener('keydown', hear)
  }, [])
}
