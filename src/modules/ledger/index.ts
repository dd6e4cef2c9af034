export { post, postBatches, type Poster } from './post.ts'
export { passedLevelsOf, passedLevelsOfEntries } from './passed.store.ts'
export { closeBatch, openBatch, recordFinding, reverse, sampleOfBatch } from './service.ts'
export { takeBack } from './taking-back.ts'
export { mergeEntry, unmergeEntry } from './merged.store.ts'
export { filingKinds } from './contract.ts'
export { declareKind, entryOf, levelBefore, type Entry, type EntryRef, type Facets, type FacetDeclaration, type KindDeclaration } from './model.ts'
export { ledgerKinds } from './entries.ts'
export * as chain from './chain.ts'
export {
  joinedKind, noTally, plainQuestion, rootsOf, unknownPart, valueOf,
  type Across, type Among, type Cut, type Near, type Question, type Tally, type TallyRow, type Where,
} from './question.ts'
export { roomToCount } from './count.store.ts'
export { rootsAt } from './source.store.ts'
export { changedEntries, changesBetween, checkedBy, countBehind, entriesBehind, expectQuestions, firstsByMonth, laterThan, leftOut, membersDigest, passedOf, subjectsAmong, subjectsBehind, tally } from './counting.ts'
export type { Behind, ChangedEntry, ChangeRow, CheckedBy, CountedEntry, EntryFilter, LeftOut, PartFilter, SubjectBehind } from './answers.ts'
export {
  addSubjects, analyze, entriesOfPostings, firstPostingTells, head, journalAt, journalPage, numberAt, numbersOfRequests, postingOfRequest, postingsWithoutJournal, recordsOfSubjects,
  subjectsOfRecords, subjectsWith, type Posted, type StoredEntry,
} from './store.ts'
export { entriesOfSubject, entryInReach, type SubjectEntry } from './reached.store.ts'
export { orderSubjects, setBehind } from './ordering.ts'
export type { SubjectOrder, SubjectSet } from './columns/subject-order.ts'
export { checkColumns, rebuildColumns, type Checked } from './columns/check.ts'
export { findingsAbout } from './about.store.ts'
export { unitsWithOpenBatch } from './open-batches.store.ts'
export { routes } from './routes.ts'
