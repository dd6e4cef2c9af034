/** The only door to accounts: who is signed in, and what she may do. */
export { actorOf, operatorActor, signIn, signOut, switchGrant, type SignedIn } from './service.ts'
export { namesOfActors } from './names.ts'
export { demoAccounts, demoPassword, grantAccount, type DemoAccount } from './granting.ts'
export { abilitiesOf, forbids, mayWith } from './policy.ts'
export { accountRoutes, sessionCookie, tokenOf } from './routes.ts'
export type { MeExtras } from './contract.ts'
