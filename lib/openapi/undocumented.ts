/** Routes that have no place of their own: what answers where nothing is, and NextAuth, which `sign-in.ts` describes. */
export const undocumented: ReadonlySet<string> = new Set(['/api/[[...path]]', '/api/auth/[...nextauth]'])
