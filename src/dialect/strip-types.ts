// TypeScript to JavaScript through esbuild, which is loaded for the first text that needs it.
import type { TransformOptions, TransformResult } from 'esbuild'

/** What esbuild says about a text it cannot read. */
export interface Complaint {
  text: string
  location: { line: number; column: number } | null
}

/** The first complaint of a failed `stripTypes`; undefined where it failed for another reason. */
export const firstComplaint = (failure: unknown): Complaint | undefined =>
  (failure as { errors?: Complaint[] }).errors?.[0]

/**
 * Transforms a TypeScript text. esbuild is a process of its own, which Ctrl-C in a terminal ends although it was meant
 * for something else: then it is started again.
 */
export async function stripTypes(text: string, options: TransformOptions): Promise<TransformResult> {
  const esbuild = await import('esbuild')
  const transform = (): Promise<TransformResult> =>
    esbuild.transform(text, { loader: 'ts', target: 'node20', logLevel: 'silent', ...options })
  try {
    return await transform()
  } catch (failure) {
    if (firstComplaint(failure)) throw failure
    await esbuild.stop()
    return transform()
  }
}
