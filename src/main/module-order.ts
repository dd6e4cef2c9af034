/** The modules in the order of dependency: each may call those before it, none those after. */
export const moduleOrder = ['organisation', 'accounts', 'audit', 'exports', 'ledger', 'register', 'care', 'agencies', 'boundaries', 'plans', 'figures', 'rights'] as const
