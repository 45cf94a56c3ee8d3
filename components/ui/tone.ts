/** What a colour means. `neutral` means nothing is being claimed. */
export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'error' | 'critical'

/** A tinted box of the tone: text, background and border that satisfy AA together. */
export const toneBox: Record<Tone, string> = {
  neutral: 'border-line bg-sunken text-fg-muted',
  info: 'border-info-border bg-info-bg text-info-fg',
  success: 'border-success-border bg-success-bg text-success-fg',
  warning: 'border-warning-border bg-warning-bg text-warning-fg',
  error: 'border-error-border bg-error-bg text-error-fg',
  critical: 'border-critical-border bg-critical-bg text-critical-fg',
}

/** Text of the tone on any surface. */
export const toneText: Record<Tone, string> = {
  neutral: 'text-fg',
  info: 'text-info-fg',
  success: 'text-success-fg',
  warning: 'text-warning-fg',
  error: 'text-error-fg',
  critical: 'text-critical-fg',
}

/** The strong fill of the tone, for dots, bars and rails. Never behind text. */
export const toneFill: Record<Tone, string> = {
  neutral: 'bg-line-control',
  info: 'bg-info-solid',
  success: 'bg-success-solid',
  warning: 'bg-warning-solid',
  error: 'bg-error-solid',
  critical: 'bg-critical-solid',
}
