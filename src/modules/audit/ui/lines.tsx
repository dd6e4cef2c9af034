import type { Translate } from '#web/i18n.ts'
import { whoWords } from '#web/who.ts'
import { StateTag } from '#web/widgets/index.ts'
import type { AuditLineView } from '../contract.ts'
import { auditVerbs } from '../words.ts'

/** What was done, in words; a way that was refused and has no verb of its own stands as it was asked for. */
export const verbWords = (t: Translate, verb: string): string => ((auditVerbs as readonly string[]).includes(verb) ? t(`verb.${verb}`) : verb)

/** Who acted: her name, the command line, or why nobody can be named. */
export function actorWords(t: Translate, line: Pick<AuditLineView, 'actor' | 'by'>): string {
  return whoWords(t, line.by) ?? t(line.actor.startsWith('account:') ? 'ui.gone' : 'ui.nobody')
}

export const roleWords = (t: Translate, roles: readonly string[]): string => roles.filter((role) => role !== 'operator').map((role) => t(`accounts:role.${role}`)).join(t('ui.comma'))

/** An id as lists show it: enough of it to tell two apart. */
export const shortId = (id: string): string => id.slice(-8)

export function ResultWords({ t, result }: { t: Translate; result: string }) {
  if (result === 'done') return <span className="quiet">{t('ui.done')}</span>
  return <span className="nowrap"><StateTag tone="returned">{t('ui.refused')}</StateTag> <span className="small quiet">{result}</span></span>
}
