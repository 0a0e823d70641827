import { useEffect, useMemo } from 'react'

/** An address under which a picture in memory can be drawn; given back when it is no longer shown. */
export function usePicture(bytes: Uint8Array<ArrayBuffer> | null, type: string): string | null {
  const address = useMemo(
    () => (bytes === null ? null : URL.createObjectURL(new Blob([bytes], { type }))),
    [bytes, type],
  )
  useEffect(() => {
    if (address === null) return
    return () => URL.revokeObjectURL(address)
  }, [address])
  return address
}
