/** The name under which alerts of other systems stand; their title is the sender's. */
export const inboundRule = 'inbound'
