/** The only door to plans: programmes as data, and how their words are said. */
export { readProgramme, readProgrammes, type Indicator, type IndicatorFacet, type Names, type Programme, type Programmes } from './programme.ts'
export { installedProgrammes, installFrom, meExtrasOf, programmeOf } from './installed.ts'
export { facetName, said, wordOf } from './words.ts'
export { routes } from './routes.ts'
