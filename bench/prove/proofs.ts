import { agreement } from './agreement.ts'
import { files } from './files.ts'
import { fresh } from './fresh.ts'
import { fuzz } from './fuzz.ts'
import { kills } from './kills.ts'
import { canaries, matrix } from './matrix.ts'
import { races } from './races.ts'
import { rights } from './rights.ts'
import { scripts } from './scripts.ts'
import type { Proof } from './proof.ts'

/** Everything that `npm run prove` can prove. */
export const proofs: readonly Proof[] = [agreement, fresh, kills, files, races, fuzz, matrix, canaries, rights, scripts]
