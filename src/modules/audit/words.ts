/** The two ends of a line: it was done, or a rule refused it. */
export const results = ['done', 'refused'] as const
/** The verb under which a look at a card's looks is kept: it shows nothing of the card, and does not count as one. */
export const looksVerb = 'register.looks'

/** Every verb that a line may stand under, as endpoints and the command line name them; each has its words under `verb.<name>`. */
export const auditVerbs = [
  'accounts.block', 'accounts.change-password', 'accounts.end-grant', 'accounts.end-session', 'accounts.end-sessions', 'accounts.factor-drop',
  'accounts.factor-set', 'accounts.factor-start', 'accounts.first-password', 'accounts.give-grant', 'accounts.link-look',
  'accounts.look', 'accounts.make', 'accounts.recovery-codes', 'accounts.remove-factor', 'accounts.reset', 'accounts.sign-in',
  'accounts.sign-in-enrol', 'accounts.sign-in-enrolled', 'accounts.sign-in-factor', 'accounts.sign-in-password', 'accounts.sign-out', 'accounts.switch-grant',
  'accounts.unblock', 'agencies.join', 'agencies.leave', 'agencies.rename', 'agencies.reverse', 'audit.search', 'boundaries.change', 'care.reverse-work-start', 'care.start-work', 'exports.ask', 'exports.decide',
  'figures.entries', 'figures.export-ledger', 'figures.export-people', 'figures.issue-receipt', 'figures.not-reached', 'figures.people', 'figures.withdraw-receipt',
  'ledger.close-batch', 'ledger.note-finding', 'ledger.open-batch', 'ledger.take-back', 'plans.define', 'plans.retire', 'platform.backup', 'platform.restore', 'platform.rotate-keys', 'register.apart', 'register.card', 'register.change', 'register.decide-rows',
  'register.export', 'register.file', 'register.household', 'register.households', 'register.import-detail', 'register.import-refusals',
  'register.import-roster', 'register.import-rows', 'register.leave-import', 'register.list', 'register.looks', 'register.merge', 'register.name-subjects',
  'register.reveal', 'register.set-columns', 'register.stage-import', 'register.twins', 'register.unmerge', 'register.write-import', 'rights.answer', 'rights.card',
  'rights.carry-out', 'rights.consent', 'rights.erase', 'rights.erase-again', 'rights.file-request', 'rights.my', 'rights.my-consent',
  'rights.my-request', 'rights.my-take', 'rights.refuse', 'rights.request', 'rights.requests', 'rights.take',
] as const
