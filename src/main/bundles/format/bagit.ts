/** The content of bagit.txt: the declaration RFC 8493 asks for. */
export const bagitText = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'

/** bag-info.txt: the payload's size, and nothing about people. */
export const bagInfoText = (payload: { bytes: number; files: number }, date: string): string =>
  `Bagging-Date: ${date}\nPayload-Oxum: ${payload.bytes}.${payload.files}\n`

/** A manifest: one line per file, sorted as written in the bag. */
export const manifestText = (hashes: Iterable<readonly [string, string]>): string => {
  let text = ''
  for (const [name, hash] of hashes) text += `${hash}  ${name.slice('bag/'.length)}\n`
  return text
}
