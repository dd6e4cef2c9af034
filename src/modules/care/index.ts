/** The only door to care: work started. */
export { careKinds } from './entries.ts'
export { careEndpoints } from './contract.ts'
export { trades } from './words.ts'
export { start as startWork } from './service.ts'
export { lockPersons, startsOfPerson } from './store.ts'
export { routes } from './routes.ts'
