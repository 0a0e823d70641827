import { createContext, useContext, type ReactNode } from 'react'
import type { Output } from '../../shared/contract/index.ts'
import type { Permission, PrivacyClass } from '../../shared/permissions.ts'

export type Session = Output<'accounts.session'>

const Context = createContext<Session | null>(null)

/** Hands the signed-in user to every page. */
export const SessionProvider = ({ value, children }: { readonly value: Session; readonly children: ReactNode }) => (
  <Context value={value}>{children}</Context>
)

/** Who is signed in; only pages behind the lock may ask. */
export function useSession(): Session {
  const session = useContext(Context)
  if (!session) throw new Error('this page needs somebody signed in')
  return session
}

/** Tells what the signed-in user may do and read. For convenience only: main decides. Before sign-in, nothing. */
export function useMay(): {
  readonly may: (permission: Permission) => boolean
  readonly reads: (privacy: PrivacyClass) => boolean
} {
  const session = useContext(Context)
  return {
    may: (permission) => {
      if (!session) return false
      if ((permission === 'case.read' || permission === 'case.write') && !session.medical) return false
      return session.permissions.includes(permission)
    },
    reads: (privacy) => session?.reads.includes(privacy) ?? false,
  }
}
