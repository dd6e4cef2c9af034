import { Input } from 'antd'
import { useState } from 'react'
import { useT } from '#web/i18n.ts'
import { useApi } from '#web/queries.ts'
import { Section } from '#web/widgets/index.ts'
import type { PersonCard, PersonRow } from '../../contract.ts'
import { placeText } from '../words.ts'

/** Finds the other card of a person by name, sound, number or phone. */
export function FindOther({ card, onFound }: { card: PersonCard; onFound: (id: string) => void }) {
  const t = useT('register')
  const [words, setWords] = useState(card.name)
  const found = useApi<{ persons: PersonRow[]; homophones: PersonRow[] }>(words.trim() ? '/api/persons' : null, { q: words.trim() })
  const others = found.data ? [...found.data.persons, ...found.data.homophones].filter(({ id }) => id !== card.id).slice(0, 12) : null
  return (
    <Section title={t('ui.compare.find', { name: card.name })}>
      <Input.Search defaultValue={card.name} allowClear onSearch={setWords} aria-label={t('ui.compare.words')} placeholder={t('ui.compare.words')} />
      {others?.length === 0 && <p className="quiet">{t('ui.compare.nobody')}</p>}
      <ul className="member-list">
        {others?.map((one) => (
          <li key={one.id}><button type="button" onClick={() => onFound(one.id)}><strong>{one.name}</strong><span>{one.birth}</span><span className="quiet">{placeText(one.unit)}</span></button></li>
        ))}
      </ul>
    </Section>
  )
}
