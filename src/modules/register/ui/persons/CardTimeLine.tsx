import { Link } from '@tanstack/react-router'
import { useT } from '#web/i18n.ts'
import { whoWords } from '#web/who.ts'
import { TimeLine } from '#web/widgets/index.ts'
import type { TimelineItem } from '../../contract.ts'
import { kindWord, useHappeningWords } from '../words.ts'

/** What happened to her, under its years: each with the journal number that it stands under and the highest seal that it has. */
export function CardTimeLine({ items, more, mayReverse = false }: { items: readonly TimelineItem[]; more: boolean; mayReverse?: boolean }) {
  const t = useT('register')
  const words = useHappeningWords()
  if (items.length === 0) return <p className="quiet">{t('ui.card.nothingYet')}</p>
  return (
    <>
      <TimeLine happenings={items.map((item) => ({
        id: item.ref, on: item.on, kind: kindWord(t, item), struck: item.reversed,
        ...(item.is === 'entry' && item.kind !== 'ledger.reversed' ? { checkedTo: item.checked } : {}),
        words: (
          <>
            {words(item)}
            <span className="small happening-foot">
              {item.journal && <span>{t('ui.journalNumber', { n: Number(item.journal) })}</span>}
              {item.by && <span>{whoWords(t, item.by)}</span>}
              {item.reversed && <span>{t('ui.card.reversed')}</span>}
              {mayReverse && item.kind === 'care.work-started' && !item.reversed && (
                <Link className="text-link quiet" to="/work-starts/$entry/reverse" params={{ entry: item.ref } as never} search={{ on: item.on, trade: String(item.facets['trade'] ?? '') } as never}>{t('ui.card.reverse')}</Link>
              )}
            </span>
          </>
        ),
      }))} />
      {more && <p className="small quiet">{t('ui.card.more')}</p>}
    </>
  )
}
