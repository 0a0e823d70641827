import type { KeyboardEvent } from 'react'

const reachable =
  'input:not([type="hidden"]):not([disabled]):not([readonly]), textarea:not([disabled]), select:not([disabled]), button[type="submit"]:not([disabled])'

const visible = (element: HTMLElement): boolean => element.offsetParent !== null || element.getClientRects().length > 0

/** Of a group of radio buttons only one takes the focus: the checked one, or the first. */
const isStop = (element: HTMLElement): boolean => {
  if (!(element instanceof HTMLInputElement) || element.type !== 'radio') return true
  const group = [...document.getElementsByName(element.name)].filter((other) => other instanceof HTMLInputElement)
  return (group.find((other) => other.checked) ?? group[0]) === element
}

/** Enter moves on to the next field, Ctrl+Enter saves; both leave a list that is open alone. */
export function moveOnEnter(event: KeyboardEvent<HTMLFormElement>): void {
  if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
  const form = event.currentTarget
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault()
    form.requestSubmit()
    return
  }
  const from = event.target
  // In a text of several lines Enter is a new line, unless nothing is written there.
  const passes = from instanceof HTMLInputElement || (from instanceof HTMLTextAreaElement && from.value === '')
  if (!passes) return
  // Enter that takes the marked answer of an open list goes on as well; where several may be taken it stays.
  const took = from.getAttribute('aria-haspopup') === 'listbox' && !from.closest('.mantine-MultiSelect-root')
  if (event.defaultPrevented && !took) return
  event.preventDefault()
  const fields = [...form.querySelectorAll<HTMLElement>(reachable)].filter(visible)
  const next = fields.slice(fields.indexOf(from) + 1).find(isStop)
  next?.focus()
  // As Tab does: what is typed next replaces the answer proposed, instead of standing behind it.
  if (next instanceof HTMLInputElement) next.select()
}

/** Puts the focus on the first field that has an error, so that nobody has to look for it. */
export function focusFirstError(form: HTMLElement): void {
  requestAnimationFrame(() => {
    const first = form.querySelector<HTMLElement>('[aria-invalid="true"], [data-error="true"]')
    first?.focus()
    first?.scrollIntoView({ block: 'center' })
  })
}
