/** The only door to accounts: who is signed in, and what she may do. */
export { actorOf, operatorActor, signIn, signOut, switchGrant, type SignedIn } from './service.ts'
export { namesOfActors } from './names.ts'
export { demoAccounts, demoPassword, grantAccount, type DemoAccount } from './granting.ts'
export { abilities, abilitiesOf, forbids, mayWith, type Ability } from './policy.ts'
export { accountRoutes, addressOf, sessionCookie, tokenOf } from './routes.ts'
export type { MeExtras } from './contract.ts'
