import type { ReactNode } from 'react'

/** What every input of this folder takes, in a form (`defaultValue`) or on its own (`value`). */
export interface InputProps<V> {
  readonly label?: ReactNode
  readonly description?: ReactNode
  readonly required?: boolean
  readonly disabled?: boolean
  readonly error?: ReactNode
  readonly value?: V | null
  readonly defaultValue?: V | null
  readonly onChange?: (value: V | null) => void
  readonly onFocus?: () => void
  readonly onBlur?: () => void
  readonly 'data-path'?: string
  readonly 'aria-label'?: string
}

/** Leaves out what is undefined, since an absent property and an undefined one are different things to React inputs. */
export const present = <T extends object>(props: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined)) as never
