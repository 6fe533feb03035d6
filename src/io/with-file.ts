// Files that a program in Python's manner names: what the system says against one is an error in Python's words.
import { FileNotFoundError, OSError, TypeError } from '../base/errors.js'
import { typeName } from '../base/type-name.js'
import { fileErrorReason } from './file-error.js'

/** Does something with a file; what the system says against it becomes an error in Python's words. */
export function withFile<T>(path: unknown, work: (path: string) => T): T {
  if (typeof path !== 'string')
    throw new TypeError(`expected str, bytes or os.PathLike object, not ${typeName(path)}`)
  try {
    return work(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (typeof code !== 'string' || !/^E[A-Z]+$/.test(code)) throw error
    if (code === 'ENOENT') throw new FileNotFoundError(`[Errno 2] No such file or directory: '${path}'`)
    throw new OSError(`'${path}' cannot be used: ${fileErrorReason(error)}`)
  }
}
