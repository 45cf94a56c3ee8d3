import { z } from 'zod'

/** A channel's row, with what sending through it without the database needs. Its secret is sealed once more by itself. */
export const CopiedChannel = z.object({
  id: z.uuid(),
  type: z.string(),
  name: z.string(),
  origin: z.string(),
  config: z.record(z.string(), z.unknown()),
  secret: z.string().nullable(),
  /** When it was last told "firing" of this very trouble. */
  lastFiringAt: z.iso.datetime().nullable(),
})
export type CopiedChannel = z.infer<typeof CopiedChannel>

/** Everything that the message "the database does not answer" depends on, as it was while the database did. */
export const ChannelCopy = z.object({
  /** Whether the rule `database-unreachable` is switched on. */
  isRuleOn: z.boolean(),
  cooldownMs: z.number().int(),
  /** Silences and planned maintenance that keep it from being told. */
  heldBack: z.array(z.object({ from: z.iso.datetime(), to: z.iso.datetime() })),
  channels: z.array(CopiedChannel),
})
export type ChannelCopy = z.infer<typeof ChannelCopy>

/** Whether a silence or planned maintenance covers this moment. */
export function isHeldBack({ heldBack }: ChannelCopy, now: Date): boolean {
  return heldBack.some(({ from, to }) => new Date(from) <= now && now < new Date(to))
}
