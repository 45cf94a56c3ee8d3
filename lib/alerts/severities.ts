/** From worst to least. `info` is for notices, which are no alerts. */
export const alertSeverities = ['critical', 'high', 'medium', 'low', 'info'] as const
