/** The trades of MISSION.md 2 in which work is started; `other` for what is none of them. */
export const trades = ['handicraft', 'domestic-service', 'e-commerce', 'farming', 'other'] as const
export type Trade = (typeof trades)[number]
