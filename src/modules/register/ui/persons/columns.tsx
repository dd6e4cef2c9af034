import type { TableProps } from 'antd'
import type { Translate } from '#web/i18n.ts'
import { HighestSeal } from '#web/widgets/index.ts'
import type { PersonRow } from '../../contract.ts'
import { PlaceWords } from '../PlaceWords.tsx'
import { placeText } from '../words.ts'

/** Columns of the list; beside an open panel only those that tell people apart. */
export function personColumns<Row extends PersonRow = PersonRow>(t: Translate, wide: boolean): NonNullable<TableProps<Row>['columns']> {
  const hardshipWords = (row: PersonRow) => row.hardships.map((code) => t(`ui.hardship.${code}`)).join(t('ui.comma')) || '–'
  return [
    { key: 'name', title: t('ui.head.name'), render: (_, row) => <strong>{row.name}</strong> },
    { key: 'birth', title: t('ui.head.birth'), render: (_, row) => row.birth.slice(0, 4) },
    { key: 'place', title: t('ui.head.village'), render: (_, row) => <PlaceWords unit={row.unit} /> },
    { key: 'hardships', title: t('ui.head.hardships'), render: (_, row) => hardshipWords(row) },
    { key: 'ability', title: t('ui.head.ability'), render: (_, row) => t(`ui.ability.${row.ability}`) },
    ...(wide ? [{ key: 'wish', title: t('ui.filter.wish'), render: (_: unknown, row: Row) => t(`ui.wish.${row.wish}`) }] : []),
    { key: 'works', title: t('ui.filter.worked'), render: (_, row) => (row.works ? t(`ui.trade.${row.works}`) : '–') },
    ...(wide ? [{ key: 'filed', title: t('ui.field.filedOn'), render: (_: unknown, row: Row) => row.filedOn }] : []),
    { key: 'checked', title: t('ui.card.checked'), align: 'right', width: 64, render: (_, row) => <HighestSeal level={row.checked} /> },
  ]
}

/** The same person in two lines, on a phone. */
export function personLines(t: Translate, row: PersonRow) {
  return {
    title: row.name,
    right: <HighestSeal level={row.checked} />,
    second: [row.birth.slice(0, 4), placeText(row.unit), row.hardships.map((code) => t(`ui.hardship.${code}`)).join(t('ui.comma')), row.works ? t(`ui.trade.${row.works}`) : ''].filter(Boolean).join(t('ui.card.comma')),
  }
}
