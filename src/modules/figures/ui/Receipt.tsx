import { Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { dateInWords, dayAndTime, groupedNumber, percent } from '#web/writing.ts'
import { useLanguage, useT } from '#web/i18n.ts'
import { useAbility, useMe } from '#web/me.ts'
import { useApi } from '#web/queries.ts'
import { usePathParams } from '#web/search.ts'
import { whoWords } from '#web/who.ts'
import { BackLink, CopyButton, Count, ErrorState, FactList, Icon, Page, Seal, Skeleton } from '#web/widgets/index.ts'
import type { ReceiptChecked } from './asked.ts'
import { named } from './named.ts'
import { ReceiptParts } from './ReceiptParts.tsx'
import { WithdrawDialog } from './WithdrawDialog.tsx'
import './figures.css'
import './receipt.css'

/** A receipt as an officer sees it: what the public sees, and the way down to its people and entries. */
export default function Receipt() {
  const t = useT('figures')
  const { code } = usePathParams<'code'>()
  const navigate = useNavigate()
  const found = useApi<ReceiptChecked>(`/api/receipts/${encodeURIComponent(code)}`)
  const receipt = found.isPlaceholderData ? undefined : found.data
  return (
    <Page>
      <BackLink onClick={() => void navigate({ to: '/receipts' })}>{t('ui.receipt.back')}</BackLink>
      {found.error ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : receipt ? <Sheet receipt={receipt} /> : <Skeleton rows={12} />}
    </Page>
  )
}


function Sheet({ receipt }: { receipt: ReceiptChecked }) {
  const t = useT('figures')
  const language = useLanguage()
  const me = useMe()
  const mayIssue = useAbility('figures.issue')
  const mayEntries = useAbility('ledger.read')
  const mayPeople = useAbility('register.read')
  const [withdrawing, setWithdrawing] = useState(false)
  const { body, scope } = receipt
  const currency = (body.definition['currency'] ?? null) as 'CNY' | 'VND' | null
  const name = named(body.indicator.names, language)
  const when = { from: body.from ? dateInWords(language, body.from) : '', to: dateInWords(language, body.to), unit: body.unit.name, name }
  const toFigure = (tab?: string) => ({ to: '/figures/$indicator' as string, params: { indicator: scope.indicator } as never, search: { ...scope, indicator: undefined, ...(tab ? { cell: 'yes', tab: tab === 'people' ? undefined : tab } : {}) } as never })
  const at = body.journal.at ? dayAndTime(body.journal.at, me?.workspace.timeZone ?? 'UTC') : null
  return (
    <article className="receipt">
      <header className="receipt-head">
        <div>
          <h1>{t('ui.receipt.title')}</h1>
          <span className="receipt-number">{receipt.code}</span>
        </div>
        <ChainCheck check={receipt.check} />
      </header>
      {receipt.withdrawn && (
        <div className="refusal" role="status">
          <Icon name="refused" size={18} />
          <div>
            <strong>{t('ui.receipt.withdrawn')}</strong>
            <p>{receipt.withdrawn.reason}</p>
            {receipt.withdrawn.successor && <Link to={'/receipts/$code' as string} params={{ code: receipt.withdrawn.successor } as never} className="text-link">{t('ui.receipt.successor', { code: receipt.withdrawn.successor })}</Link>}
          </div>
        </div>
      )}
      <p className="receipt-sentence">{t(body.from ? 'ui.receipt.sentence' : 'ui.receipt.sentenceStock', when)}</p>
      <p className={receipt.withdrawn ? 'receipt-value struck' : 'receipt-value'}><Count value={body.value} counts={body.indicator.counts} currency={currency} size="receipt" /></p>
      {body.companion && <p><Count value={body.companion.value} counts={body.companion.counts} /></p>}
      <nav className="receipt-down" aria-label={t('ui.receipt.down')}>
        <Link {...toFigure()} className="text-link">{t('ui.receipt.toFigure')}</Link>
        {body.indicator.counts === 'persons' && mayPeople && <Link {...toFigure('people')} className="text-link">{t('ui.receipt.toPeople')}</Link>}
        {mayEntries && <Link {...toFigure('entries')} className="text-link">{t('ui.receipt.toEntries')}</Link>}
      </nav>
      <section className="section">
        <header><h2>{t('ui.receipt.who')}</h2></header>
        {body.checked.length === 0 ? <p className="quiet">{t('ui.receipt.reportedOnly')}</p> : (
          <ol className="receipt-checked">
            {body.checked.map((level) => (
              <li key={level.level}>
                <Seal level={level.level} size={46} large state={level.passed ? 'checked' : level.units > 0 ? 'checking' : 'not-yet'} label="" />
                <span className="small quiet">{named(level.names, language)}</span>
                {level.units > 0 ? (
                  <>
                    <strong>{t('ui.receipt.units', { count: level.units })}</strong>
                    <span>{level.from === level.to ? level.to : `${level.from} – ${level.to}`}</span>
                    <span>{t('ui.receipt.sampled', { count: level.sampled })}</span>
                    {level.sampled > 0 && <span className="quiet">{t('ui.receipt.wrong', { count: level.wrong, percent: percent(level.wrong / level.sampled, 2) })}</span>}
                    {!level.passed && <span className="quiet">{t('ui.receipt.notPassed')}</span>}
                  </>
                ) : <span className="quiet">{t('web:seal.none')}</span>}
              </li>
            ))}
          </ol>
        )}
      </section>
      <div className="receipt-two">
        <section className="section">
          <header><h2>{t('ui.receipt.how')}</h2></header>
          <p>{named(body.indicator.how, language)}</p>
          <FactList
            facts={[
              { label: t('ui.receipt.scope'), value: t('ui.receipt.scopeOf', { unit: body.unit.name, day: body.boundaryDay === 'then' ? t('scope.then') : body.boundaryDay }) },
              { label: t('ui.receipt.happened'), value: body.to },
              { label: t('ui.receipt.ledger'), value: `${t('ui.journal', { number: groupedNumber(body.journal.number) })}${at ? `  ${at.date} ${at.time}` : ''}` },
              { label: t('ui.receipts.level'), value: body.level ? named(body.checked.find((one) => one.level === body.level)?.names ?? { 'zh-Hans': body.level, en: body.level }, language) : t('level.none') },
              { label: t('ui.receipt.issued'), value: t('ui.receipt.issuedBy', { day: body.issuedOn, who: body.issuer.name }) },
              ...(receipt.by ? [{ label: t('ui.receipt.by'), value: whoWords(t, receipt.by) }] : []),
              { label: t('ui.receipt.definition'), value: t('ui.receipt.version', { id: body.indicator.id, version: body.indicator.version }) },
            ]}
          />
        </section>
        <ReceiptParts body={body} />
      </div>
      <section className="section">
        <header><h2>{t('ui.receipt.leftOut')}</h2></header>
        <LeftOut body={body} />
      </section>
      <div className="receipt-two">
        <section className="section">
          <header><h2>{t('ui.receipt.chain')}</h2></header>
          <p>{t('ui.receipt.chainWhy', { number: groupedNumber(body.journal.number) })}</p>
          <FactList
            facts={[
              { label: t('ui.receipt.fingerprint'), value: <code className="fingerprint">{inFours(receipt.bodyHash)}</code> },
              { label: t('ui.receipt.journalHash'), value: <code className="fingerprint">{inFours(body.journal.hash)}</code> },
            ]}
          />
        </section>
        <section className="section receipt-public">
          <header><h2>{t('ui.receipt.public')}</h2></header>
          <p className="quiet">{t('ui.receipt.publicWhy')}</p>
          <div className="receipt-code">{receipt.code}</div>
          <div className="buttons">
            <Button href={receipt.page} target="_blank" rel="noreferrer">{t('ui.receipt.openPublic')}</Button>
            <CopyButton text={receipt.code} label={t('ui.receipt.copyCode')} />
            <CopyButton text={new URL(receipt.page, window.location.href).href} label={t('ui.receipt.copyLink')} />
          </div>
        </section>
      </div>
      {!receipt.withdrawn && mayIssue && (
        <footer className="receipt-foot"><Button onClick={() => setWithdrawing(true)}>{t('ui.receipt.withdraw')}</Button></footer>
      )}
      {withdrawing && <WithdrawDialog code={receipt.code} onClose={() => setWithdrawing(false)} />}
    </article>
  )
}

/** Whether the figure still comes out of the ledger, and since which number not. */
function ChainCheck({ check }: { check: ReceiptChecked['check'] }) {
  const t = useT('figures')
  const me = useMe()
  return (
    <div className={check.agrees ? 'chain-check' : 'chain-check differs'} role="status">
      <Icon name={check.agrees ? 'tick' : 'refused'} size={22} />
      <div>
        <strong>{t(check.agrees ? 'ui.receipt.agrees' : 'ui.receipt.differs')}</strong>
        <span className="small quiet">{check.agrees ? t('ui.receipt.checkedAt', dayAndTime(check.at, me?.workspace.timeZone ?? 'UTC')) : check.journal && t('ui.receipt.brokenAt', { number: groupedNumber(check.journal) })}</span>
      </div>
    </div>
  )
}

function LeftOut({ body }: { body: ReceiptChecked['body'] }) {
  const t = useT('figures')
  const reasons = body.leftOut.filter((reason) => reason.subjects + reason.entries > 0)
  if (reasons.length === 0) return <p className="quiet">{t('ui.receipt.leftOutNone')}</p>
  return (
    <ul className="receipt-left-out">
      {reasons.map((reason) => (
        <li key={reason.reason}>
          <Count value={reason.subjects} counts={body.indicator.counts === 'person-times' ? 'persons' : body.indicator.counts} bare />
          <span>{t(`left-out.${reason.reason}`)}</span>
          <span className="quiet">{t('ui.entriesCount', { count: reason.entries })}</span>
        </li>
      ))}
    </ul>
  )
}

/** Hexadecimal digits in fours, the way people read them out. */
const inFours = (hash: string) => hash.replace(/(.{4})(?=.)/g, '$1 ')
