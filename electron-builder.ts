import type { Configuration } from 'electron-builder'

/** Every fuse is stated, so that a new one in Electron is a decision and not an accident. */
const electronFuses: Required<NonNullable<Configuration['electronFuses']>> = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  grantFileProtocolExtraPrivileges: false,
  resetAdHocDarwinSignature: false,
}

const configuration: Configuration = {
  appId: 'org.waypost.desktop',
  productName: 'Waypost',
  directories: { output: 'dist', buildResources: 'resources' },
  files: ['out/**', 'package.json'],
  // Workers run inside asar; native modules cannot.
  asar: true,
  asarUnpack: ['**/*.node'],
  npmRebuild: false,
  electronFuses,
  win: { target: ['nsis', 'portable'] },
  linux: { target: ['AppImage'], category: 'Office' },
}

export default configuration
