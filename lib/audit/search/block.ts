/** Events of one block of the search index: those sealed as 256n to 256n + 255. */
export const blockSize = 256
