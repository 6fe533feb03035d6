/** Fills the op table. The order of families has no meaning, except that the first entry of a name is tried first. */
