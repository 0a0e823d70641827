import path from 'node:path'
import type { Input } from '../../../src/shared/contract/index.ts'
import { choose } from '../imports-run.ts'
import { openOffice, type TestOffice } from '../open-office.ts'

/** A new laptop that joins an office, as two people would do it; not finished until `finish`. */
export const joinLaptop = async (
  first: TestOffice,
  stick: string,
  more: { name?: string; medical?: boolean; now?: () => Date } = {},
) => {
  const { name = 'Front desk', medical = true } = more
  const invited = await first.get('roster.invite', { folder: choose(first, stick), name, medical })
  const invitation = path.join(stick, invited.file)
  const laptop = await openOffice({ setUp: false, ...(more.now ? { now: more.now } : {}) })
  const input = (office: TestOffice, code = invited.code): Input<'roster.join'> => ({
    file: choose(office, invitation),
    code,
    user: { name: laptop.name },
    language: 'en',
    digits: 'latn',
    passphrase: laptop.passphrase,
  })
  return {
    laptop,
    invited,
    invitation,
    input,
    join: async () => await laptop.get('roster.join', input(laptop)),
    answer: async () => {
      const { file } = await laptop.get('roster.answer', { folder: choose(laptop, stick) })
      return path.join(stick, file)
    },
    finish: async (file: string) => await first.get('roster.finish', { file: choose(first, file) }),
  }
}
