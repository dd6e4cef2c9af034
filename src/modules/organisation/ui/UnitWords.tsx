import { useT } from '#web/i18n.ts'
import { Facts, LevelTag, StateTag } from '#web/widgets/index.ts'
import type { UnitRow } from '../contract.ts'

/** Its level, and for a pseudo-unit the word that it is none by law. */
export function UnitTags({ unit }: { unit: Pick<UnitRow, 'level' | 'pseudo'> }) {
  const t = useT('organisation')
  return unit.pseudo ? <StateTag>{t('units.zone')}</StateTag> : <LevelTag level={unit.level} />
}

/** 10 个县（市、区） 1 个开发区等: zones are told apart from what they are not. */
export function Below({ counts }: { counts: UnitRow['below'] }) {
  const t = useT('organisation')
  const words = counts.flatMap(({ level, count, pseudo }) => [
    ...(count > pseudo ? [t(`count.${level}`, { count: count - pseudo })] : []),
    ...(pseudo > 0 ? [t('count.zone', { count: pseudo })] : []),
  ])
  return words.length > 0 ? <Facts>{words}</Facts> : null
}
