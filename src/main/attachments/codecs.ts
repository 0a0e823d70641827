import decodeJpegData, { init as initJpegDecoder } from '@jsquash/jpeg/decode.js'
import encodeJpegData, { init as initJpegEncoder } from '@jsquash/jpeg/encode.js'
import jpegDecoder from '@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm?inline'
import jpegEncoder from '@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm?inline'
import pngCodec from '@jsquash/png/codec/pkg/squoosh_png_bg.wasm?inline'
import decodePngData, { init as initPng } from '@jsquash/png/decode.js'
import webpDecoder from '@jsquash/webp/codec/dec/webp_dec.wasm?inline'
import decodeWebpData, { init as initWebpDecoder } from '@jsquash/webp/decode.js'

/** Pixels as red, green, blue and opacity, row by row. */
export interface Pixels {
  readonly data: Uint8ClampedArray
  readonly width: number
  readonly height: number
}

/** The decoders make one of these, which windows have and threads of Node do not. */
class PixelData implements Pixels {
  readonly data: Uint8ClampedArray
  readonly width: number
  readonly height: number
  readonly colorSpace = 'srgb'
  constructor(data: Uint8ClampedArray, width: number, height: number) {
    this.data = data
    this.width = width
    this.height = height
  }
}
if (!('ImageData' in globalThis)) Object.assign(globalThis, { ImageData: PixelData })

// The code of the decoders is part of the program's own files: nothing is fetched, and nothing runs outside its memory.
// The types of threads do not know it, though every thread has it.
const { WebAssembly: machine } = globalThis as unknown as { WebAssembly: { Module: new (code: Uint8Array) => object } }
const compiled = (dataUrl: string): object =>
  new machine.Module(new Uint8Array(Buffer.from(dataUrl.slice(dataUrl.indexOf(',') + 1), 'base64')))

const once = (start: () => Promise<unknown>): (() => Promise<unknown>) => {
  let started: Promise<unknown> | undefined
  return () => (started ??= start())
}
const jpegIn = once(() => initJpegDecoder(compiled(jpegDecoder)))
const jpegOut = once(() => initJpegEncoder(compiled(jpegEncoder)))
const pngIn = once(() => initPng(compiled(pngCodec)))
const webpIn = once(() => initWebpDecoder(compiled(webpDecoder)))

const bufferOf = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer

// Their own types speak of windows' ImageData, which threads do not have.
type Decode = (bytes: ArrayBuffer) => Promise<Pixels>
const jpegPixels = decodeJpegData as unknown as Decode
const pngPixels = decodePngData as unknown as Decode
const webpPixels = decodeWebpData as unknown as Decode
const jpegBytes = encodeJpegData as unknown as (
  picture: Pixels & { colorSpace: 'srgb' },
  options: { quality: number },
) => Promise<ArrayBuffer>

/** Decodes a JPEG as it is stored, not turned. */
export const decodeJpeg = async (bytes: Uint8Array): Promise<Pixels> => {
  await jpegIn()
  return await jpegPixels(bufferOf(bytes))
}
/** Decodes a PNG to eight bits per colour. */
export const decodePng = async (bytes: Uint8Array): Promise<Pixels> => {
  await pngIn()
  return await pngPixels(bufferOf(bytes))
}
/** Decodes a still WebP. */
export const decodeWebp = async (bytes: Uint8Array): Promise<Pixels> => {
  await webpIn()
  return await webpPixels(bufferOf(bytes))
}
/** Encodes pixels as a JPEG that holds nothing but the picture. */
export const encodeJpeg = async (pixels: Pixels, quality: number): Promise<Uint8Array> => {
  await jpegOut()
  return new Uint8Array(await jpegBytes({ ...pixels, colorSpace: 'srgb' }, { quality }))
}
