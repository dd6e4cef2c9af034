/** The only door to the register: cards, households, rosters. */
export { registerKinds } from './entries.ts'
export { registerEndpoints } from './contract.ts'
export { importEndpoints, type ImportResult } from './imports.contract.ts'
export { abilities, hardships, wishes } from './words.ts'
export { importRoster } from './importing.ts'
export { cardsInReach, setWorks } from './offered.ts'
export { routes } from './routes.ts'
