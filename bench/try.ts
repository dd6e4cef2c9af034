import { openWorld } from './world.ts'
const w = await openWorld(Number(process.argv[2] ?? 0.1), console.log)
console.log(w.persons, w.entries, w.county.name)
await w.close()
