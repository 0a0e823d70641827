import { pdf, png } from '../../scripts/fixtures/pictures.ts'

// A house under a sky, so that a person sees in a screenshot that it is the right way up.
const house = (x: number, y: number): readonly [number, number, number] => {
  const inRoof = y > 120 && y <= 240 && Math.abs(x - 320) < (y - 120) * 1.4
  if (inRoof) return [150, 60, 45]
  const inWall = y > 240 && y < 400 && Math.abs(x - 320) < 140
  const inDoor = inWall && y > 300 && Math.abs(x - 320) < 26
  if (inDoor) return [80, 55, 40]
  if (inWall) return [226, 208, 172]
  return y < 400 ? [150 + y / 6, 190 + y / 8, 235] : [126, 146, 92]
}

/** Files for the tests of photos and papers, by name. */
export const pictures: Readonly<Record<string, Uint8Array>> = {
  'house.png': png(640, 480, house),
  'agreement.pdf': pdf(2),
  // A program that calls itself a photo.
  'family.jpg': Buffer.from('MZ\x90\0\x03\0\0\0PE\0\0', 'latin1'),
}
