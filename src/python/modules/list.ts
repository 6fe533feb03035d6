// The modules of Python's library that are here, each by how it is loaded: when it is first imported.
type Any = any

/** Modules by their dotted names. */
export const loaders = new Map<string, () => Record<string, Any>>()
