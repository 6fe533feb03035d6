// WebAssembly with its types: those for Node know it only as a namespace of types, and those for browsers bring the DOM.

export interface WasmMemory {
  /** The bytes as last grown. */
  readonly buffer: ArrayBufferLike
  /** Adds pages of 64 KiB; returns how many there were. */
  grow(pages: number): number
}

interface WasmApi {
  Module: new (bytes: Uint8Array) => object
  Instance: new (
    module: object,
    imports: Record<string, Record<string, unknown>>,
  ) => { readonly exports: unknown }
  validate(bytes: Uint8Array): boolean
  Memory: new (descriptor: { initial: number; maximum?: number; shared?: boolean }) => WasmMemory
}

export const wasm = (globalThis as unknown as { WebAssembly: WasmApi }).WebAssembly
