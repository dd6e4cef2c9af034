// zod tries whether it may build code at run time, which our policy answers with a report though nothing is run. Told beforehand, it does not
// try. Stands first among the imports: schemas ask when they are made.
;(globalThis as { __zod_globalConfig?: { jitless?: boolean } }).__zod_globalConfig = { jitless: true }
