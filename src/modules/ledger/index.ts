export { post, postBatches, type Poster } from './post.ts'
export { passedLevelsOf, passedLevelsOfEntries } from './passed.store.ts'
export { closeBatch, openBatch, recordFinding, reverse, sampleOfBatch } from './service.ts'
export { filingKinds } from './contract.ts'
export { declareKind, entryOf, levelBefore, type Entry, type EntryRef, type Facets, type FacetDeclaration, type KindDeclaration } from './model.ts'
export { ledgerKinds } from './entries.ts'
export * as chain from './chain.ts'
export {
  joinedKind, noTally, overlapOf, plainQuestion, rootsOf, unknownPart, valueOf,
  type Across, type Among, type Cut, type Near, type Part, type Question, type Tally, type TallyRow, type Where,
} from './question.ts'
export { count, laterThan, membersDigest, roomToCount, type PartFilter } from './count.store.ts'
export {
  addSubjects, analyze, entriesOfPostings, head, journalAt, journalPage, numberAt, numbersOfRequests, postingOfRequest, postingsWithoutJournal, recordsOfSubjects,
  subjectsOfRecords, type Posted, type StoredEntry,
} from './store.ts'
export { entriesOfSubject, entryInReach, type SubjectEntry } from './reached.store.ts'
export { findingsAbout } from './about.store.ts'
export { routes } from './routes.ts'
export {
  checkedBy, countBehind, countTable, entriesBehind, leftOut, monthsOf, passedOf, subjectsBehind, summaryOf,
  type Cell, type CheckedBy, type LeftOut, type SubjectBehind, type Summary,
} from './behind.store.ts'
