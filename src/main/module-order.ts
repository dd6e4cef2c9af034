/** The modules in the order of dependency: each may call those before it, none those after. */
export const moduleOrder = ['organisation', 'accounts', 'ledger', 'register', 'care', 'plans', 'figures'] as const
