/** What an attachment may be, as told by its first bytes; names and endings are never asked. */
export type Sniffed = 'image/jpeg' | 'image/png' | 'image/webp' | 'application/pdf' | 'text/plain' | 'heic' | 'unknown'

const starts = (bytes: Uint8Array, at: number, text: string): boolean =>
  bytes.length >= at + text.length && Buffer.from(text, 'latin1').every((byte, index) => bytes[at + index] === byte)

/** Decides by content what a file is. */
export const sniff = (bytes: Uint8Array): Sniffed => {
  if (starts(bytes, 0, '\xff\xd8\xff')) return 'image/jpeg'
  if (starts(bytes, 0, '\x89PNG\r\n\x1a\n')) return 'image/png'
  if (starts(bytes, 0, 'RIFF') && starts(bytes, 8, 'WEBP')) return 'image/webp'
  if (starts(bytes, 0, '%PDF-')) return 'application/pdf'
  if (
    starts(bytes, 4, 'ftyp') &&
    ['heic', 'heix', 'hevc', 'mif1', 'msf1', 'avif'].some((brand) => starts(bytes, 8, brand))
  )
    return 'heic'
  return isText(bytes) ? 'text/plain' : 'unknown'
}

/** True for whole UTF-8 without control characters; markup and scripts count too, since text is only ever shown as text. */
function isText(bytes: Uint8Array): boolean {
  // oxlint-disable-next-line no-control-regex -- exactly these must not be in a text
  const control = /[\0-\x08\x0b\x0e-\x1f\x7f]/
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.trim() !== '' && !control.test(text)
  } catch {
    return false
  }
}

/** A picture's size and how it has to be turned, read before anything is unpacked. */
export interface Measured {
  readonly width: number
  readonly height: number
  /** As in EXIF: 1 is upright, 2 to 8 are turned or mirrored. */
  readonly orientation: number
}

/** Reads a picture's size from its header; null when the header is not whole. */
export const measure = (bytes: Uint8Array, type: Sniffed): Measured | null => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    const found =
      type === 'image/jpeg'
        ? jpegSize(view)
        : type === 'image/png'
          ? pngSize(view)
          : type === 'image/webp'
            ? webpSize(view)
            : null
    return found && found.width > 0 && found.height > 0 ? found : null
  } catch (error) {
    // A header that ends early.
    if (error instanceof RangeError) return null
    throw error
  }
}

const pngSize = (view: DataView): Measured => ({
  width: view.getUint32(16),
  height: view.getUint32(20),
  orientation: 1,
})

const tag = (view: DataView, at: number): string =>
  String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3))

function webpSize(view: DataView): Measured | null {
  const three = (at: number) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16)
  switch (tag(view, 12)) {
    case 'VP8 ':
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff, orientation: 1 }
    case 'VP8L': {
      const bits = view.getUint32(21, true)
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1, orientation: 1 }
    }
    case 'VP8X':
      return { width: three(24) + 1, height: three(27) + 1, orientation: 1 }
    default:
      return null
  }
}

function jpegSize(view: DataView): Measured | null {
  let orientation = 1
  for (let at = 2; at < view.byteLength;) {
    if (view.getUint8(at) !== 0xff) return null
    const marker = view.getUint8(at + 1)
    // Fill bytes and markers without a length.
    if (marker === 0xff) at += 1
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2
    else {
      const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
      if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5), orientation }
      if (marker === 0xd9 || marker === 0xda) return null
      if (marker === 0xe1) orientation = exifOrientation(view, at + 4) ?? orientation
      at += 2 + view.getUint16(at + 2)
    }
  }
  return null
}

function exifOrientation(view: DataView, at: number): number | null {
  try {
    if (tag(view, at) !== 'Exif') return null
    const tiff = at + 6
    const little = view.getUint16(tiff) === 0x4949
    const first = tiff + view.getUint32(tiff + 4, little)
    const entries = view.getUint16(first, little)
    for (let entry = 0; entry < Math.min(entries, 200); entry++) {
      const place = first + 2 + entry * 12
      if (view.getUint16(place, little) !== 0x0112) continue
      const value = view.getUint16(place + 8, little)
      return value >= 1 && value <= 8 ? value : null
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  return null
}
