import { Link } from '@tanstack/react-router'
import { post } from '#web/client.ts'
import { useT } from '#web/i18n.ts'
import { useMe } from '#web/me.ts'
import { FactList, Facts, MaskedValue } from '#web/widgets/index.ts'
import type { PersonCard } from '../../contract.ts'
import { PlaceWords } from '../PlaceWords.tsx'
import { ageOn, yuan } from '../words.ts'

/** 女，1971 年生，47 岁 and where she lives. */
export function CardWho({ card }: { card: PersonCard }) {
  const t = useT('register')
  const today = useMe()?.today ?? card.filedOn
  return <Facts>{t('ui.card.who', { sex: t(`ui.sex.${card.sex}`), year: card.birth.slice(0, 4), age: ageOn(card.birth, today) })}{card.works && t('ui.card.works', { trade: t(`ui.trade.${card.works}`) })}</Facts>
}

/** What the card says today: numbers under their masks, household, class and since when. `all` adds what the panel has no room for. */
export function CardFacts({ card, all = false }: { card: PersonCard; all?: boolean }) {
  const t = useT('register')
  const reveal = (field: 'idNumber' | 'phone') => async (reason: string) => (await post<{ value: string }>(`/api/persons/${card.id}/reveal`, { field, reason })).value
  const members = card.household.size ?? card.household.members.length
  const household = [card.household.number ? t('ui.card.householdNumber', { number: card.household.number }) : card.household.headName ? t('ui.card.householdOf', { name: card.household.headName }) : '', t('ui.card.members', { n: members }), card.relation].filter(Boolean).join(t('ui.card.comma'))
  const more: [string, string | null][] = all
    ? [['birth', card.birth], ['ethnicity', card.ethnicity], ['education', card.education], ['health', card.health], ['trade', card.trade], ['helper', card.helper], ['filedOn', card.filedOn], ['note', card.note]]
    : [['helper', card.helper]]
  return (
    <FactList facts={[
      { label: t('ui.field.idNumber'), value: <MaskedValue masked={card.idNumber} reveal={reveal('idNumber')} allowed={card.abilities.reveal} /> },
      ...(card.phone ? [{ label: t('ui.field.phone'), value: <MaskedValue masked={card.phone} reveal={reveal('phone')} allowed={card.abilities.reveal} /> }] : []),
      { label: t('ui.field.village'), value: <PlaceWords unit={card.unit} /> },
      { label: t('ui.card.household'), value: household, aside: <Link className="text-link" to="/households/$householdId" params={{ householdId: card.household.id } as never}>{t('ui.card.openHousehold')}</Link> },
      {
        label: t('ui.card.class'),
        value: (
          <>
            {[card.hardships.map((code) => t(`ui.hardship.${code}`)).join(t('ui.comma')), t('ui.card.abilityIs', { value: t(`ui.ability.${card.ability}`) }), t('ui.card.wishIs', { value: t(`ui.wish.${card.wish}`) })].filter(Boolean).join(t('ui.card.comma'))}
            {card.classedOn && <span className="quiet"> {t('ui.card.since', { date: card.classedOn })}</span>}
          </>
        ),
      },
      ...(all && card.incomeFen !== null ? [{ label: t('ui.field.income'), value: t('ui.card.yuan', { amount: yuan(card.incomeFen) }) }] : []),
      ...more.filter(([, value]) => value).map(([field, value]) => ({ label: t(`ui.field.${field}`), value })),
    ]} />
  )
}
