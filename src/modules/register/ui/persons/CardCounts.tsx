import { useT } from '#web/i18n.ts'
import { Attendances, Count } from '#web/widgets/index.ts'
import type { PersonCard } from '../../contract.ts'
import { yuan } from '../words.ts'

/** Three counts of a card: times she started work (they add), people in her house, last year's income a head. */
export function CardCounts({ card }: { card: PersonCard }) {
  const t = useT('register')
  const starts = card.timeline.filter((item) => item.kind === 'care.work-started' && !item.reversed).length
  return (
    <ul className="card-counts">
      <li><span className="quiet">{t('ui.card.starts')}</span><Attendances value={starts} size="count" unit={t('ui.card.times')} /></li>
      <li><span className="quiet">{t('ui.field.householdSize')}</span><Count value={card.household.size ?? card.household.members.length} counts="persons" size="count" /></li>
      <li><span className="quiet">{t('ui.card.income')}</span><span className="count count-count"><span className="digits">{card.incomeFen === null ? '–' : yuan(card.incomeFen)}</span>{card.incomeFen !== null && <span className="unit">{t('ui.card.yuanUnit')}</span>}</span></li>
    </ul>
  )
}
