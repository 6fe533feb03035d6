// What files of tensors are written to and read from beside a path: an open file of Python's, a buffer in memory, or bytes.

/** Marks what takes and gives bytes, such as a file that Python opened. */
export const byteStream: unique symbol = Symbol.for('dltorch.byteStream')

export interface ByteStream {
  /** Takes bytes, where the next are to be written. */
  write(bytes: Uint8Array): void
  /** The bytes from where the next are to be read. */
  read(): Uint8Array
}

/** A file that is open, or a buffer in memory. */
export interface StreamLike {
  readonly [byteStream]?: ByteStream | undefined
}

/** The stream that a value is, or null. */
export function streamOf(value: unknown): ByteStream | null {
  if (typeof value !== 'object' || value === null) return null
  return (value as StreamLike)[byteStream] ?? null
}
