/** The only door to rights: consent, what persons ask about their data, erasure. */
export { rightsEndpoints } from './contract.ts'
export { hasOpenRequest } from './store.ts'
export { hasConsent } from './consents.ts'
export { readErasureLines, replayErasures, type ErasureLine } from './erasures.ts'
export { list as listOfRequests } from './requests.ts'
export { routes } from './routes.ts'
