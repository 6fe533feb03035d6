// What goes wrong with files, in words. Every start reads this, and no more than this: it stands alone.
import type { Stats } from 'node:fs'

/** A thing of another kind, or another size, than is asked for; the reason is complete as it stands. */
export class FileError extends Error {
  constructor(
    readonly path: string,
    /** The system's code that comes nearest. */
    readonly code: 'EISDIR' | 'EFTYPE' | 'EFBIG' | 'ENOSPC' | 'ENOENT' | 'EEXIST',
    readonly reason: string,
  ) {
    super(`${code}: ${path}: ${reason}`)
  }
}

/** What there is in place of a file. */
function kindOf(stats: Stats): string {
  if (stats.isFIFO()) return 'a pipe'
  if (stats.isSocket()) return 'a socket'
  return stats.isBlockDevice() ? 'a disk' : 'a device'
}

/** The error of what is no file. */
export const noFile = (path: string, stats: Stats): FileError =>
  stats.isDirectory()
    ? new FileError(path, 'EISDIR', 'it is a folder')
    : new FileError(path, 'EFTYPE', `it is ${kindOf(stats)}, no file`)

const reasons: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of the path is no folder',
  EISDIR: 'it is a folder',
  EEXIST: 'it is there already',
  ENOSPC: 'no space left on the device',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would be too large',
  EMFILE: 'too many files are open',
  EIO: 'the device reports an error',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'the name is too long',
  ENXIO: 'nobody is at the other end of it',
  EPIPE: 'nobody reads it any more',
  ETXTBSY: 'it is a program that runs',
  ERR_INVALID_ARG_VALUE: 'a path cannot have this character',
}

/** The system's reason in words. */
export function fileErrorReason(error: unknown): string {
  if (error instanceof FileError) return error.reason
  const { code, message } = error as NodeJS.ErrnoException
  return (code !== undefined && reasons[code]) || message
}

/** The same with its code, to search for. */
export function fileErrorText(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException
  const reason = fileErrorReason(error)
  return code !== undefined && /^E[A-Z]+$/.test(code) && reason !== (error as Error).message
    ? `${reason} (${code})`
    : reason
}
