/** The only door to the audit log: sealing, verifying, searching. Its lines are written by the transactions themselves (`platform/database/who.ts`). */
export { auditEndpoints } from './contract.ts'
export { auditHeadsFile, readAuditHeads, sharedName, writeAuditHead } from './heads.ts'
export { routes } from './routes.ts'
export { logOf, seal } from './sealing.ts'
export { looksAt, searchAudit, type LookAt } from './service.ts'
export { verifyAudit, type AuditVerification, type AuditWitness } from './verify.ts'
export { looksVerb } from './words.ts'
