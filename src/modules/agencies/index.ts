/** The only door to agencies: partners beside the tree. */
export { agencyKinds } from './entries.ts'
export { agencyEndpoints } from './contract.ts'
export { join as joinAgency, leave as endAgency, list as listAgencies, rename as renameAgency, detail as readAgency } from './service.ts'
export { reverseStep as reverseAgency } from './reversing.ts'
export { moveAgencies } from './store.ts'
export { kindsOfAgency, reversalReasons, type KindOfAgency } from './words.ts'
export { routes } from './routes.ts'
