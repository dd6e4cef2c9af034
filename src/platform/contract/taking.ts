import { z } from 'zod'

/** What the endpoint of a file with persons in it may refuse besides its own (module exports): over 200 persons, in one file or in those of a day, need a second person. */
export const takingRefusals = ['export-needs-second', 'export-many-taken', 'export-not-found', 'export-other-filter', 'export-waiting', 'export-declined', 'export-expired', 'export-grown'] as const
/** The approval under which such a file is taken; without one the newest that fits is looked for. */
export const takingQuery = { export: z.uuid().optional() }
