import { Trans } from '@lingui/react/macro'
import { IconEraser } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ErasureKind } from '../../shared/contract/erasure.ts'
import { query } from '../api.ts'
import { useFormat } from '../format.ts'
import { EmptyState, ErrorState } from '../records/states.tsx'

interface RecordErrorProps {
  readonly kind: ErasureKind
  readonly id: string
  readonly error: unknown
  readonly onRetry: () => void
}

/** In place of a record that does not open: of an erased one the number and the day, otherwise what went wrong. */
export function RecordError({ kind, id, error, onRetry }: RecordErrorProps) {
  const format = useFormat()
  const found = useQuery(query('erasure.find', { kind, id }))
  if (found.isPending) return null
  if (!found.data) return <ErrorState error={error} onRetry={onRetry} />
  const { number, at } = found.data
  return (
    <EmptyState
      icon={<IconEraser size={24} />}
      title={<bdi className="ltr">{number}</bdi>}
      detail={<Trans>Erased on {format.time(at)}. Nothing else about this record is kept.</Trans>}
    />
  )
}
