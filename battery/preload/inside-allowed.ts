/** In place of `lib/outbound/address-kind.ts`: knows no inside. */
export const kindOfAddress = () => 'public'
export const kindWords = {}
export const mayConnectTo = () => true
