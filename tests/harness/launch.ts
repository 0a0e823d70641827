import { electronBinary } from './electron-binary.ts'
import { launchElectron } from './launch-electron.ts'
import { launchStandin } from './launch-standin.ts'
import type { Launched, LaunchOptions } from './launched.ts'

/** Which backend a launch uses when none is named: Electron where its binary is installed. */
export const availableBackend = (): 'electron' | 'standin' => (electronBinary() ? 'electron' : 'standin')

/** Starts the built application with its data in `userData`, and answers its first window. */
export const launch = (options: LaunchOptions): Promise<Launched> =>
  (options.backend ?? availableBackend()) === 'electron' ? launchElectron(options) : launchStandin(options)
