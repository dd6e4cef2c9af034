import { useNavigate, useRouter } from '@tanstack/react-router'
import { Button } from 'antd'
import { useT } from '#web/i18n.ts'
import { useAbility } from '#web/me.ts'
import { useApi } from '#web/queries.ts'
import { useFilters, usePathParams } from '#web/search.ts'
import { useShortcut } from '#web/shell/shortcuts.ts'
import { BackLink, ErrorState, HighestSeal, Icon, Page, PageHeader, Section, Skeleton } from '#web/widgets/index.ts'
import { CardRights } from '#modules/rights/ui/index.tsx'
import type { PersonCard } from '../../contract.ts'
import { CardCounts } from './CardCounts.tsx'
import { CardFacts, CardWho } from './CardFacts.tsx'
import { CardLooks } from './CardLooks.tsx'
import { CardTimeLine } from './CardTimeLine.tsx'
import { ChangeForm } from './ChangeForm.tsx'
import { Merged } from '../twins/Merged.tsx'
import '../register.css'

/** One person, one card: what it says today, and what happened. */
export default function PersonPage() {
  const t = useT('register')
  const navigate = useNavigate()
  const router = useRouter()
  const { personId } = usePathParams<'personId'>()
  const [search, setSearch] = useFilters<{ edit?: 'yes' }>()
  const found = useApi<PersonCard>(`/api/persons/${personId}`)
  const card = found.data?.id === personId ? found.data : undefined
  const editing = search.edit === 'yes'
  const mayReverse = useAbility('ledger.reverse')
  const back = () => (router.history.canGoBack() ? router.history.back() : void navigate({ to: '/register' }))
  // what is being typed is not lost to a key
  useShortcut('Escape', back, !editing)
  useShortcut('e', () => setSearch({ edit: 'yes' }), card?.abilities.change ?? false)
  if (!card) return <Page>{found.error ? <><BackLink onClick={back} /><ErrorState error={found.error} onRetry={() => void found.refetch()} /></> : <Skeleton />}</Page>
  return (
    <Page>
      <PageHeader
        before={<BackLink onClick={back} />} title={<span className="card-name">{card.name}{card.checked && <HighestSeal level={card.checked} size={22} />}</span>} facts={<CardWho card={card} />}
        actions={!editing && (
          <>
            {card.abilities.merge && card.abilities.change && <Button onClick={() => void navigate({ to: '/twins/compare' as string, search: { a: personId } as never })}>{t('ui.merge.other')}</Button>}
            {card.abilities.change && <Button icon={<Icon name="edit" size={16} />} onClick={() => setSearch({ edit: 'yes' })}>{t('ui.card.change')}</Button>}
            {card.abilities.startWork && <span className="thumb-bar buttons"><Button type="primary" icon={<Icon name="plus" size={16} />} onClick={() => void navigate({ to: '/work-starts/new', search: { person: personId } as never })}>{t('ui.card.startWork')}</Button></span>}
          </>
        )}
      />
      <Merged card={card} />
      <div className="card-page">
        <div>
          {editing && card.abilities.change
            ? <Section title={t('ui.change.title')}><ChangeForm card={card} onDone={() => setSearch({ edit: undefined }, { replace: true })} /></Section>
            : <Section title={t('ui.card.title')}><CardFacts card={card} all /></Section>}
          {!editing && <Members card={card} />}
          {!editing && <CardRights personId={personId} />}
          {!editing && <CardLooks personId={personId} />}
        </div>
        <Section title={t('ui.card.timeLine')}>
          <CardCounts card={card} />
          <CardTimeLine items={card.timeline} more={card.timelineMore} mayReverse={mayReverse} />
        </Section>
      </div>
    </Page>
  )
}

function Members({ card }: { card: PersonCard }) {
  const t = useT('register')
  const navigate = useNavigate()
  const others = card.household.members.filter((member) => member.id !== card.id)
  if (others.length === 0) return null
  return (
    <Section title={t('ui.card.sameHousehold')}>
      <ul className="member-list">
        {others.map((member) => (
          <li key={member.id}>
            <button type="button" onClick={() => void navigate({ to: '/persons/$personId', params: { personId: member.id } as never })}>
              <strong>{member.name}</strong><span>{t(`ui.sex.${member.sex}`)}</span><span>{member.birth.slice(0, 4)}</span><span className="quiet">{member.isHead ? t('ui.card.head') : member.relation}</span>
            </button>
          </li>
        ))}
      </ul>
    </Section>
  )
}
