// What stands in a file's place and is none: pipes, devices, folders, and files without an end.
import { execFileSync } from 'node:child_process'
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A device that takes all and gives nothing, made for a test; null where this may not be made. */
export function nullDevice(path: string): string | null {
  try {
    execFileSync('mknod', ['-m', '666', path, 'c', '1', '3'], { stdio: 'ignore' })
    return path
  } catch {
    return null
  }
}

/** One of each, in a folder, by name; the system's devices are only read. */
export function oddFiles(folder: string): Record<string, string> {
  const at = (name: string): string => join(folder, name)
  mkdirSync(at('folder'))
  execFileSync('mkfifo', [at('pipe')])
  writeFileSync(at('huge'), '')
  // It takes no room on the disk.
  truncateSync(at('huge'), 5 * 2 ** 40)
  const device = nullDevice(at('device'))
  return {
    folder: at('folder'),
    pipe: at('pipe'),
    huge: at('huge'),
    endless: '/dev/zero',
    ...(device && { device }),
  }
}
