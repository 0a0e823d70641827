// Adds to package-lock.json the platform packages that a registry did not offer when the lock was made.
// `npm ci` wants every optional dependency in the lock, even those that will never be installed on this platform.
import { readFileSync, writeFileSync } from 'node:fs'

const systems = ['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'aix', 'win32']
const processors = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64', 'wasm32']

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'))
let added = 0
for (const about of Object.values({ ...lock.packages })) {
  for (const [name, version] of Object.entries(about.optionalDependencies ?? {})) {
    const place = `node_modules/${name}`
    if (lock.packages[place] || !/^\d/.test(version)) continue
    const words = name.split(/[-/]/)
    const os = systems.filter((system) => words.includes(system) || (system === 'win32' && words.includes('windows')))
    const cpu = processors.filter((processor) => words.includes(processor))
    // Without a platform npm would try to install it here.
    if (cpu.length === 0 || (os.length === 0 && cpu[0] !== 'wasm32')) {
      console.error(`no platform in the name of ${name}: left out`)
      continue
    }
    lock.packages[place] = {
      version,
      cpu,
      ...(about.dev ? { dev: true } : {}),
      optional: true,
      ...(os.length > 0 ? { os } : {}),
    }
    added += 1
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).toSorted(([a], [b]) => a.localeCompare(b, 'en')))
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`)
console.log(`${added} platform packages added`)
