import { useT } from '#web/i18n.ts'
import { HighestSeal } from '#web/widgets/index.ts'
import type { PersonRow } from '../../contract.ts'
import { PlaceWords } from '../PlaceWords.tsx'

/** Names of the same sound in other characters, in a group of their own: the officer at the counter hears, the card is written. */
export function Homophones({ persons, pinyin, open, current }: { persons: readonly PersonRow[]; pinyin: string | null; open: (id: string) => void; current: string | undefined }) {
  const t = useT('register')
  return (
    <section className="homophones">
      <h3>{t('ui.register.homophones')} {pinyin && <span className="quiet pinyin">{pinyin}</span>}</h3>
      <ul>
        {persons.map((one) => (
          <li key={one.id}>
            <button type="button" className={one.id === current ? 'chosen' : ''} onClick={() => open(one.id)}>
              <strong>{one.name}</strong>
              <span>{one.birth.slice(0, 4)}</span>
              <PlaceWords unit={one.unit} />
              <span className="homophone-class">{one.hardships.map((code) => t(`ui.hardship.${code}`)).join(t('ui.comma'))}</span>
              <HighestSeal level={one.checked} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
