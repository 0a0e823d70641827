import { fail } from '../../shared/errors.ts'
import { decodeJpeg, decodePng, decodeWebp, encodeJpeg, type Pixels } from './codecs.ts'
import { measure, type Sniffed } from './sniff.ts'

/** Larger pictures are refused by their header, before a pixel is unpacked. */
const MOST_PIXELS = 50_000_000
const LONGEST_SIDE = 1600
const THUMB_SIDE = 256
const QUALITY = 82
const THUMB_QUALITY = 70

/** A picture as it is kept. */
export interface Picture {
  readonly bytes: Uint8Array
  readonly thumb: Uint8Array
  readonly width: number
  readonly height: number
}

const decoders = { 'image/jpeg': decodeJpeg, 'image/png': decodePng, 'image/webp': decodeWebp } as const
export type PictureType = keyof typeof decoders

export const isPicture = (type: Sniffed): type is PictureType => Object.hasOwn(decoders, type)

/**
 * Unpacks a picture and packs it anew: upright, at most 1,600 pixels a side, and without anything that a camera wrote
 * beside the picture, such as the place where it was taken.
 */
export const repack = async (bytes: Uint8Array, type: PictureType): Promise<Picture> => {
  const size = measure(bytes, type) ?? fail({ kind: 'refused', reason: 'picture_damaged' })
  if (size.width * size.height > MOST_PIXELS) fail({ kind: 'refused', reason: 'picture_too_large' })
  // The decoder fills what is missing of a cut JPEG with grey.
  if (type === 'image/jpeg' && !endsWhole(bytes)) fail({ kind: 'refused', reason: 'picture_damaged' })
  const raw = await decoders[type](bytes).catch(() => fail({ kind: 'refused', reason: 'picture_damaged' }))
  if (raw.width !== size.width || raw.height !== size.height) fail({ kind: 'refused', reason: 'picture_damaged' })
  const upright = turn(shrink(opaque(raw), LONGEST_SIDE), size.orientation)
  const [whole, thumb] = [
    await encodeJpeg(upright, QUALITY),
    await encodeJpeg(shrink(upright, THUMB_SIDE), THUMB_QUALITY),
  ]
  return { bytes: whole, thumb, width: upright.width, height: upright.height }
}

/** True when a JPEG has its end mark; cameras may write a little behind it. */
function endsWhole(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).lastIndexOf(Buffer.from([0xff, 0xd9])) > 0
}

/** Puts transparent parts on white paper. */
function opaque(pixels: Pixels): Pixels {
  const data = Uint8ClampedArray.from(pixels.data)
  for (let at = 3; at < data.length; at += 4) {
    const alpha = (data[at] ?? 255) / 255
    if (alpha === 1) continue
    for (let colour = at - 3; colour < at; colour++) data[colour] = (data[colour] ?? 0) * alpha + 255 * (1 - alpha)
    data[at] = 255
  }
  return { ...pixels, data }
}

/** Makes a picture smaller until its longer side fits: each new pixel is the mean of those it stands for. */
const shrink = (from: Pixels, side: number): Pixels => {
  const scale = side / Math.max(from.width, from.height)
  if (scale >= 1) return from
  const width = Math.max(1, Math.round(from.width * scale))
  const height = Math.max(1, Math.round(from.height * scale))
  const data = new Uint8ClampedArray(width * height * 4)
  for (let y = 0; y < height; y++) {
    const top = Math.floor((y * from.height) / height)
    const bottom = Math.max(top + 1, Math.floor(((y + 1) * from.height) / height))
    for (let x = 0; x < width; x++) {
      const left = Math.floor((x * from.width) / width)
      const right = Math.max(left + 1, Math.floor(((x + 1) * from.width) / width))
      let red = 0
      let green = 0
      let blue = 0
      for (let row = top; row < bottom; row++) {
        for (let at = (row * from.width + left) * 4, end = (row * from.width + right) * 4; at < end; at += 4) {
          red += from.data[at] ?? 0
          green += from.data[at + 1] ?? 0
          blue += from.data[at + 2] ?? 0
        }
      }
      const count = (bottom - top) * (right - left)
      const to = (y * width + x) * 4
      data[to] = red / count
      data[to + 1] = green / count
      data[to + 2] = blue / count
      data[to + 3] = 255
    }
  }
  return { data, width, height }
}

/** Turns and mirrors pixels as EXIF's orientation says. */
const turn = (from: Pixels, orientation: number): Pixels => {
  if (orientation === 1) return from
  const swaps = orientation >= 5
  const width = swaps ? from.height : from.width
  const height = swaps ? from.width : from.height
  const [lastX, lastY] = [from.width - 1, from.height - 1]
  const source: Readonly<Record<number, (x: number, y: number) => readonly [number, number]>> = {
    2: (x, y) => [lastX - x, y],
    3: (x, y) => [lastX - x, lastY - y],
    4: (x, y) => [x, lastY - y],
    5: (x, y) => [y, x],
    6: (x, y) => [y, lastY - x],
    7: (x, y) => [lastX - y, lastY - x],
    8: (x, y) => [lastX - y, x],
  }
  const where = source[orientation]
  if (!where) return from
  const data = new Uint8ClampedArray(width * height * 4)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [fromX, fromY] = where(x, y)
      const at = (fromY * from.width + fromX) * 4
      data.set(from.data.subarray(at, at + 4), (y * width + x) * 4)
    }
  }
  return { data, width, height }
}
