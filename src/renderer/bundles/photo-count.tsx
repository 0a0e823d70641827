import { Plural } from '@lingui/react/macro'
import { useFormat } from '../format.ts'

/** How many photos and papers, and how large they are together. */
export function PhotoCount({ count, bytes }: { readonly count: number; readonly bytes: number }) {
  const format = useFormat()
  const n = format.number(count)
  return (
    <span className="tabular">
      <Plural value={count} one={`${n} photo or paper`} other={`${n} photos and papers`} />
      {bytes > 0 ? <bdi> · {format.size(bytes)}</bdi> : null}
    </span>
  )
}
