// Which programs run, as far as files named after them need to know.

/** Whether another program of this number runs. This one does not count: what has its number it has left before. */
export function isRunning(pid: number): boolean {
  if (pid === process.pid || !Number.isSafeInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
