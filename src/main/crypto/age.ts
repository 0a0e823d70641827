import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'

/** An X25519 identity (secret) with its recipient (public). */
export interface AgeKey {
  identity: string
  recipient: string
}

/** Makes a new X25519 identity and its recipient. */
export async function generateAgeKey(): Promise<AgeKey> {
  const identity = await generateX25519Identity()
  return { identity, recipient: await identityToRecipient(identity) }
}

/** The recipient of an identity. */
export const recipientOf = (identity: string): Promise<string> => identityToRecipient(identity)

/** Who can open a file: devices, or whoever knows one passphrase. */
export type AgeTarget = { recipients: string[] } | { passphrase: string }
/** What may open a file; `fileKey` is the one file's own key, found by opening its header before. */
export type AgeSecret = { identities: string[] } | { passphrase: string } | { fileKey: Uint8Array }

function encrypter(target: AgeTarget): Encrypter {
  const age = new Encrypter()
  if ('passphrase' in target) {
    age.setScryptWorkFactor(18)
    age.setPassphrase(target.passphrase)
  } else {
    if (target.recipients.length === 0) throw new Error('age needs at least one recipient')
    for (const recipient of target.recipients) age.addRecipient(recipient)
  }
  return age
}

function decrypter(secret: AgeSecret): Decrypter {
  const age = new Decrypter()
  if ('passphrase' in secret) age.addPassphrase(secret.passphrase)
  else if ('fileKey' in secret) age.addIdentity({ unwrapFileKey: () => Uint8Array.from(secret.fileKey) })
  else for (const identity of secret.identities) age.addIdentity(identity)
  return age
}

/** Encrypts a small value. */
export const ageEncrypt = async (plain: Uint8Array, target: AgeTarget): Promise<Buffer> =>
  Buffer.from(await encrypter(target).encrypt(plain))

/** Decrypts a small value; throws when no secret fits or a byte was changed. */
export const ageDecrypt = async (file: Uint8Array, secret: AgeSecret): Promise<Buffer> =>
  Buffer.from(await decrypter(secret).decrypt(file))

/** Opens an age header, its MAC included, and answers the file's own key; throws the library's error. */
export const ageOpenHeader = (header: Uint8Array, secret: AgeSecret): Promise<Uint8Array> =>
  decrypter(secret).decryptHeader(header)

/** Encrypts a stream in constant memory. */
export async function* ageEncryptStream(
  plain: AsyncIterable<Uint8Array>,
  target: AgeTarget,
): AsyncGenerator<Uint8Array, void> {
  yield* pieces(await encrypter(target).encrypt(ReadableStream.from(plain)))
}

/**
 * Opens an age file chunk by chunk: `header` is the text header with the 16-byte nonce, then each call of `next` takes
 * one ciphertext chunk of up to 65,552 bytes. One chunk is in flight at a time, so a failure names its chunk exactly;
 * a queue between would lose chunks already opened. The library opens a chunk once it has seen the next one, hence
 * `next` answers the chunk before, and `end` the last.
 */
export async function ageOpenStream(header: Uint8Array, secret: AgeSecret): Promise<AgeOpening> {
  const pipe = new TransformStream<Uint8Array, Uint8Array>()
  const writer = pipe.writable.getWriter()
  writer.write(header).catch(ignore)
  const plain = await decrypter(secret).decrypt(pipe.readable)
  const reader = plain.getReader()
  let started = false
  const read = async () => (await reader.read()).value ?? new Uint8Array(0)
  return {
    async next(chunk) {
      writer.write(chunk).catch(ignore)
      if (started) return await read()
      started = true
      return null
    },
    async end() {
      writer.close().catch(ignore)
      return await read()
    },
    async stop() {
      await reader.cancel().catch(ignore)
      await writer.abort().catch(ignore)
    },
  }
}

const ignore = () => undefined // failures of the writing side: the reading side reports each

/** An age file being opened. */
export interface AgeOpening {
  next(chunk: Uint8Array): Promise<Uint8Array | null>
  end(): Promise<Uint8Array>
  stop(): Promise<void>
}

async function* pieces(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const reader = stream.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
