import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useT } from '#web/i18n.ts'
import { useAbility } from '#web/me.ts'
import { useApi } from '#web/queries.ts'
import { useShortcut } from '#web/shell/shortcuts.ts'
import { ErrorState, SidePanel, Skeleton } from '#web/widgets/index.ts'
import type { PersonCard } from '../../contract.ts'
import { CardCounts } from './CardCounts.tsx'
import { CardFacts, CardWho } from './CardFacts.tsx'
import { CardTimeLine } from './CardTimeLine.tsx'
import { Merged } from '../twins/Merged.tsx'

type Props = { readonly personId: string; readonly onClose: () => void; readonly onPrevious?: (() => void) | undefined; readonly onNext?: (() => void) | undefined }

/** The card beside the list. */
export function CardPanel({ personId, onClose, onPrevious, onNext }: Props) {
  const t = useT('register')
  const navigate = useNavigate()
  const mayReverse = useAbility('ledger.reverse')
  const found = useApi<PersonCard>(`/api/persons/${personId}`)
  const card = found.data?.id === personId ? found.data : undefined
  const open = (edit: boolean) => void navigate({ to: '/persons/$personId', params: { personId } as never, search: (edit ? { edit: 'yes' } : {}) as never })
  useShortcut('e', () => open(true), card?.abilities.change ?? false)
  return (
    <SidePanel
      title={card?.name ?? t('ui.card.title')} facts={card && <CardWho card={card} />} onClose={onClose} onPrevious={onPrevious} onNext={onNext}
      foot={card && (
        <>
          {card.abilities.startWork && <Button type="primary" onClick={() => void navigate({ to: '/work-starts/new', search: { person: personId } as never })}>{t('ui.card.startWork')}</Button>}
          {card.abilities.change && <Button onClick={() => open(true)}>{t('ui.card.change')}</Button>}
          <Button type="text" onClick={() => open(false)}>{t('ui.card.whole')}</Button>
        </>
      )}
    >
      {card ? (
        <>
          <Merged card={card} />
          <div className="panel-facts"><CardFacts card={card} /></div>
          <CardCounts card={card} />
          <CardTimeLine items={card.timeline} more={card.timelineMore} mayReverse={mayReverse} />
        </>
      ) : found.error ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : <Skeleton />}
    </SidePanel>
  )
}
