import { dayAndTime, groupedNumber } from '#web/writing.ts'
import { useT } from '#web/i18n.ts'
import { useMe } from '#web/me.ts'
import { whoWords } from '#web/who.ts'
import { ErrorState, Facts, Section, Skeleton } from '#web/widgets/index.ts'
import type { RecentPostings } from './Home.tsx'

/** The latest postings in reach, with their numbers in the journal. */
export function Recent({ recent, error, onRetry }: { recent: RecentPostings | undefined; error: unknown; onRetry: () => void }) {
  const t = useT('plans')
  const me = useMe()
  const zone = me?.workspace.timeZone ?? 'UTC'
  const today = recent?.postings.filter((posting) => dayAndTime(posting.at, zone).date === me?.today).reduce((sum, posting) => sum + posting.entries, 0) ?? 0
  const when = (at: string) => {
    const { date, time } = dayAndTime(at, zone)
    return date === me?.today ? time : date.slice(0, 4) === me?.today.slice(0, 4) ? date.slice(5) : date
  }
  return (
    <Section title={t('ui.recent.title')} note={today > 0 && t('ui.recent.today', { count: today })}>
      {error ? <ErrorState error={error} onRetry={onRetry} /> : !recent ? <Skeleton rows={4} /> : recent.postings.length === 0 ? <p className="quiet home-none">{t('ui.recent.none')}</p> : (
        <ul className="recent">
          {recent.postings.slice(0, 6).map((posting) => (
            <li key={posting.journal}>
              <span className="quiet nowrap">{when(posting.at)}</span>
              <span>
                <Facts><span className="recent-verb">{t(`ledger:verb.${posting.verb}`)}</span>{t('ui.recent.entries', { count: posting.entries })}</Facts>
                {posting.actor && <>{' '}<span className="small quiet recent-who">{whoWords(t, posting.actor)}</span></>}
              </span>
              <span className="small quiet">{groupedNumber(posting.journal)}</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
