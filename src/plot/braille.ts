// Dots of braille: two by four of them in a character.

/** The bit of each dot in a braille character, by row and column. */
export const dots: readonly (readonly number[])[] = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
]
