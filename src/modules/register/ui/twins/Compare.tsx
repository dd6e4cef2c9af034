import { useNavigate, useRouter } from '@tanstack/react-router'
import { useT } from '#web/i18n.ts'
import { useApi } from '#web/queries.ts'
import { useFilters } from '#web/search.ts'
import { BackLink, ErrorState, Page, PageHeader, Section, Skeleton } from '#web/widgets/index.ts'
import type { PersonCard } from '../../contract.ts'
import { CardTimeLine } from '../persons/CardTimeLine.tsx'
import { placeText, yuan } from '../words.ts'
import { FindOther } from './FindOther.tsx'
import { MergeForm } from './MergeForm.tsx'
import './twins.css'

/** Two cards side by side, what differs marked, what each has in the ledger; and the way to merge them. */
export default function Compare() {
  const t = useT('register')
  const navigate = useNavigate()
  const router = useRouter()
  const [search, setSearch] = useFilters<{ a?: string; b?: string }>()
  const first = useApi<PersonCard>(search.a ? `/api/persons/${search.a}` : null)
  const second = useApi<PersonCard>(search.b ? `/api/persons/${search.b}` : null)
  const fault = first.error ?? second.error
  const [a, b] = [first.data, second.data]
  const back = () => (router.history.canGoBack() ? router.history.back() : void navigate({ to: '/twins' as string }))
  return (
    <Page>
      <PageHeader before={<BackLink onClick={back} />} title={t('ui.compare.title')} />
      {fault ? <ErrorState error={fault} onRetry={() => void Promise.all([first.refetch(), second.refetch()])} /> : !a || (search.b && !b) ? <Skeleton rows={12} /> : !b ? (
        <FindOther card={a} onFound={(id) => setSearch({ b: id })} />
      ) : (
        <>
          <Facing cards={[a, b]} />
          <MergeForm cards={[a, b]} />
          <div className="compare-lines">
            {[a, b].map((card) => (
              <Section key={card.id} title={t('ui.compare.line', { name: card.name })}><CardTimeLine items={card.timeline} more={card.timelineMore} /></Section>
            ))}
          </div>
        </>
      )}
    </Page>
  )
}

/** Facts of a card that are compared, in the order of the card. */
function useFacts(): (card: PersonCard) => [string, string][] {
  const t = useT('register')
  return (card) => [
    ['name', card.name], ['idNumber', card.idNumber], ['sex', t(`ui.sex.${card.sex}`)], ['birth', card.birth], ['phone', card.phone ?? ''], ['village', placeText(card.unit)],
    ['householdNumber', card.household.number ?? ''], ['headName', card.household.headName ?? ''], ['relation', card.relation ?? ''], ['ethnicity', card.ethnicity ?? ''],
    ['education', card.education ?? ''], ['health', card.health ?? ''], ['ability', t(`ui.ability.${card.ability}`)], ['wish', t(`ui.wish.${card.wish}`)],
    ['hardships', card.hardships.map((code) => t(`ui.hardship.${code}`)).join(t('ui.comma'))], ['income', card.incomeFen === null ? '' : t('ui.card.yuan', { amount: yuan(card.incomeFen) })],
    ['trade', card.trade ?? ''], ['helper', card.helper ?? ''], ['note', card.note ?? ''], ['filedOn', card.filedOn],
  ]
}

function Facing({ cards: [a, b] }: { cards: readonly [PersonCard, PersonCard] }) {
  const t = useT('register')
  const facts = useFacts()
  const other = facts(b)
  return (
    <table className="compare-table">
      <thead><tr><th scope="col">{t('ui.compare.field')}</th><th scope="col">{a.name}</th><th scope="col">{b.name}</th></tr></thead>
      <tbody>
        {facts(a).map(([field, value], place) => {
          const facing = other[place]![1]
          if (value === '' && facing === '') return null
          return <tr key={field} className={value === facing ? '' : 'differs'}><th scope="row">{t(`ui.field.${field}`)}</th><td>{value}</td><td>{facing}</td></tr>
        })}
      </tbody>
    </table>
  )
}
