/** The only door to boundaries: changes of the tree of units. */
export { boundariesKinds } from './entries.ts'
export { boundariesEndpoints, type Change } from './contract.ts'
export { changesOf, changeUnits, lifeOf, previewOf, straightenCards } from './service.ts'
export { routes } from './routes.ts'
