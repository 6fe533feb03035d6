// Starts one of our own modules in a thread of its own.
import { Worker, type WorkerOptions } from 'node:worker_threads'
import { moduleUrl } from './package-root.js'

/**
 * The module of that name, which the build lists as an entry, in a new thread. In development the thread has to learn to
 * read TypeScript first: tsx teaches the main one only.
 */
export function startThread(name: string, options: WorkerOptions): Worker {
  const url = moduleUrl(name)
  if (url.endsWith('.js')) return new Worker(new URL(url), options)
  const code = `import('tsx/esm/api').then(({ register }) => (register(), import(${JSON.stringify(url)})))`
  return new Worker(code, { ...options, eval: true })
}
