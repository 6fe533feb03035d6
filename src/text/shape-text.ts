// Sizes and strides as text.

/** `(2, 3)`, as Python writes a tuple. */
export const shapeText = (sizes: ArrayLike<number>): string =>
  sizes.length === 1 ? `(${sizes[0]},)` : `(${Array.from(sizes).join(', ')})`
