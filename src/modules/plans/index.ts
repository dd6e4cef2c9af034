/** The only door to plans: programmes as data, and how their words are said. */
export { readProgramme, readProgrammes, type Programme, type Programmes } from './programme.ts'
export type { IndicatorDefinition, IndicatorInput, Names } from './definition.contract.ts'
export { plainIndicator, usedBy, withUsed, type Funnel, type Indicator, type IndicatorFacet } from './indicator.ts'
export { installedProgrammes, installFrom, meExtrasOf, programmeOf } from './installed.ts'
export { indicatorsOf, programmeIn } from './own.ts'
export { facetName, said, wordOf } from './words.ts'
export { routes } from './routes.ts'
