/** What a person may ask about the data that is held of her (PIPL Arts 44–47; Viet Nam Law 91/2025 Art 4). */
export const requestKinds = ['access', 'correction', 'erasure'] as const
export type RequestKind = (typeof requestKinds)[number]

/** How a consent or a request came. */
export const channels = ['paper', 'phone', 'in-person', 'own-account'] as const
export type Channel = (typeof channels)[number]
/** The channels an officer may write down for somebody else. */
export const officeChannels = ['paper', 'phone', 'in-person'] as const

/** `lapsed`: what else she had asked when she was erased. */
export const requestStates = ['received', 'answered', 'carried-out', 'refused', 'lapsed'] as const
export type RequestState = (typeof requestStates)[number]

/** What consent is asked for, each by itself (PIPL Arts 14, 29; Viet Nam Law 91/2025 Art 9). The texts stand in notices.ts. */
export const purposes = ['support-programme', 'share-with-bank', 'publish-story', 'contact-by-phone'] as const
export type Purpose = (typeof purposes)[number]
