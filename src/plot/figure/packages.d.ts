// What the packages offer that come without types.
declare module 'color-name' {
  const names: Readonly<Record<string, readonly [number, number, number]>>
  export default names
}
declare module 'hershey' {
  type Path = readonly (readonly [x: number, y: number])[]
  export function stringToPaths(text: string): {
    readonly bounds: { readonly minX: number; readonly maxX: number }
    readonly paths: readonly Path[]
  }
}
