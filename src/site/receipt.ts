import { html, raw } from 'hono/html'
import type { Language } from '#kernel/languages.ts'
import { dateInWords, dayAndTime, figureDigits, groupedNumber } from '#kernel/writing.ts'
import { translate, type Facts } from '#platform/i18n/index.ts'
import type { PublicReceipt } from '#modules/figures/index.ts'
import { said, type Names } from '#modules/plans/index.ts'
import { glyph, qr, seal, verdict } from './drawings.ts'
import { page } from './page.ts'

/** The public page of a receipt. `address`: the whole address of this page, for its QR code. Nothing personal can be in it: it is given none. */
export function receiptPage(receipt: PublicReceipt, language: Language, address: string) {
  const t = (key: string, facts: Facts = {}) => translate(language, `site:${key}`, facts)
  const say = (names: object) => said(names as Names, language)
  const { body, shown, check, withdrawn } = receipt
  const counts = body.indicator.counts
  const unitOf = (of: string) => translate(language, `figures:counts.${of}`)
  const fewer = t('fewer')
  const number = (n: number | null) => (n === null ? fewer : groupedNumber(n, undefined, language))
  const currency = (body.definition['currency'] ?? null) as 'CNY' | 'VND' | null
  const digits = (n: number | null) => figureDigits(counts, n, currency, false, language)
  const whole = shown.few ? fewer : digits(shown.value)
  // Of nobody there is no number, and no word to it.
  const unit = shown.few || shown.value !== null ? unitOf(counts) : ''
  const words = (day: string) => dateInWords(language, day)
  const checkedAt = dayAndTime(check.at, receipt.timeZone)
  const known = body.journal.at ? dayAndTime(body.journal.at, receipt.timeZone) : null
  const name = say(body.indicator.names)
  const says = body.from ? t('says.period', { from: words(body.from), to: words(body.to), unit: body.unit.name, name }) : t('says.until', { to: words(body.to), unit: body.unit.name, name })
  const times = counts === 'person-times'
  const top = body.checked.filter((level) => level.passed).at(-1)

  const head = html`<div class="head"><div><h1>${t('title')}</h1><p class="quiet"><span class="code">${receipt.code}</span></p></div>
    <div class="check ${check.fault ? 'bad' : 'good'}">${verdict(check.fault === null)}<span><b>${t(check.fault ? 'check.bad' : 'check.good')}</b><small>${t('check.at', checkedAt)}</small></span></div></div>
    ${check.fault ? html`<p class="note"><b>${t('check.bad')}</b> ${t(`check.fault.${check.fault}`, { journal: body.journal.number })}</p>` : ''}
    ${withdrawn ? html`<p class="note"><b>${t('withdrawn.title', { date: words(dayAndTime(withdrawn.at, receipt.timeZone).date) })}</b> ${withdrawn.reason}${withdrawn.successor ? html` <a href="/r/${withdrawn.successor}">${t('withdrawn.successor', { code: withdrawn.successor })}</a>` : ''}</p>` : ''}`

  const figure = html`<p class="says">${says}</p>
    <p class="value ${times ? 'times' : ''}">${glyph(counts, 34, language)}<span class="${withdrawn ? 'struck' : ''}">${whole}</span><span class="unit">${unit}</span></p>
    ${shown.companion ? html`<p class="others"><span>${glyph(shown.companion.counts, 13, language)}${figureDigits(shown.companion.counts, shown.companion.value, null, false, language)}<span class="unit">${unitOf(shown.companion.counts)}</span></span></p>` : ''}`

  const levels = html`<section><h2>${t('checked.title')}</h2><ul class="levels">${body.checked.map((level) => {
    const state = level.passed ? 'checked' : level.members > 0 ? 'checking' : 'not-yet'
    const name = say(level.names)
    return html`<li>${seal(level.level, state, { size: 52, language, label: t(`seal.${state}`, { level: name }) })}<span class="quiet">${t('checked.level', { level: name })}</span>
      ${level.members > 0
        ? html`<b>${t('checked.units', { count: level.units })}</b><span>${level.from === level.to ? level.from : t('checked.days', { from: level.from ?? '', to: level.to ?? '' })}</span>
          <span>${t('checked.sampled', { sampled: level.sampled, members: level.members })}</span><span class="quiet">${t('checked.wrong', { wrong: level.wrong, share: groupedNumber((level.wrong / Math.max(level.sampled, 1)) * 100, 2, language) })}</span>
          ${level.passed ? '' : html`<span class="quiet">${t('checked.some')}</span>`}`
        : html`<span class="quiet">${t('checked.none')}</span>`}</li>`
  })}</ul></section>`

  const how = html`<section><h2>${t('how.title')}</h2><p>${say(body.indicator.how)}</p><dl class="facts">
    <dt>${t('how.scope')}</dt><dd>${t(body.boundaryDay === 'then' ? 'how.scope.then' : 'how.scope.of', { unit: body.unit.name, day: body.boundaryDay })}</dd>
    <dt>${t('how.until')}</dt><dd>${body.from ? t('checked.days', { from: body.from, to: body.to }) : t('how.until.of', { to: body.to })}</dd>
    <dt>${t('how.known')}</dt><dd>${t('how.known.of', { journal: body.journal.number })}${known ? ` ${known.date} ${known.time}` : ''}</dd>
    <dt>${t('how.level')}</dt><dd>${body.level ? say(body.checked.find((one) => one.level === body.level)?.names ?? { 'zh-Hans': body.level, en: body.level }) : t('how.level.none')}</dd>
    <dt>${t('how.issued')}</dt><dd>${t('how.issued.of', { day: body.issuedOn })}</dd></dl></section>`

  const largest = Math.max(counts === 'ratio' ? 1e-9 : 1, ...shown.parts.map((part) => part.value ?? 0))
  const holding = shown.parts.filter((part) => (part.value ?? 0) > 0)
  const sums = html`<section><h2>${t('sum.title')}</h2>${
    shown.parts.length === 0
      ? html`<p class="quiet">${t(shown.hidden ? 'sum.hidden' : 'sum.none')}</p>`
      : html`<table class="parts ${times ? 'times-bar' : ''} ${holding.length > 8 ? 'many' : ''}"><tbody>${holding.map((part) => html`<tr><th scope="row">${part.names ? say(part.names) : t('sum.joined', { count: part.keys.length })}</th><td class="bar">${raw(`<i style="width:${((Math.max(0, part.value ?? 0) / largest) * 100).toFixed(1)}%"></i>`)}</td><td>${digits(part.value)}</td></tr>`)}
        ${shown.overlap ? html`<tr class="overlap"><th scope="row">${translate(language, 'figures:overlap')}</th><td>${t('sum.overlap')}</td><td>${digits(-shown.overlap)}</td></tr>` : ''}
        <tr class="whole"><th scope="row">${body.unit.name}</th><td></td><td>${whole}<span class="unit">${unit}</span></td></tr></tbody></table>`
  }</section>`

  const subjects = ['households', 'ventures', 'units', 'things'].includes(counts) ? counts : 'persons'
  const out = shown.leftOut.length === 0 ? '' : html`<section><h2>${t('out.title')}</h2><ul class="out">${shown.leftOut.map(
    (one) => html`<li><b>${number(one.subjects)}<span class="unit">${unitOf(subjects)}</span></b><span>${translate(language, `figures:left-out.${one.reason}`)}${one.entries === null ? '' : html` <span class="quiet">${t('out.entries', { count: one.entries })}</span>`}</span></li>`,
  )}</ul></section>`

  const chain = html`<section class="chain"><div><h2>${t('chain.title')}</h2><p>${t('chain.says', { journal: body.journal.number })}</p>
    <p class="finger"><span class="quiet">${t('chain.finger')}</span> <span class="code">${fingerprint(receipt.bodyHash)}</span></p>
    <div class="actions"><a href="?again=1${language === 'zh-Hans' ? '' : `&lang=${language}`}">${t('chain.again')}</a><details><summary>${t('chain.how')}</summary><p>${t('chain.how.text')}</p></details></div></div>
    <div class="print-code"><div class="qr">${qr(address)}</div><div><b class="code">${receipt.code}</b><small>${t('chain.code')}</small></div></div></section>`

  // Red says verified and nothing else: what no level has passed whole carries no seal.
  const sign = html`<div class="sign"><p class="quiet">${t('personal')} <a href="/receipts/${receipt.code}">${t('personal.sign-in')}</a></p>
    <div class="who ${top ? 'sealed' : ''}"><span>${body.issuer.name}</span><span>${words(body.issuedOn)}</span>${
      top ? seal(top.level, 'checked', { size: 72, turn: -3, language, label: t('seal.checked', { level: say(top.names) }) }) : html`<span class="quiet">${t('sign.unchecked')}</span>`
    }</div></div>`

  return page(language, { title: `${name} ${whole} ${unit}`, owner: body.issuer.name, path: `/r/${receipt.code}` }, html`${head}${figure}${levels}<div class="two">${how}${sums}</div>${out}${chain}${sign}`)
}

/** The first and last of 64 digits, in fours: enough to compare by eye. */
const fingerprint = (hash: string) => `${hash.slice(0, 16).match(/.{4}/g)!.join(' ')} … ${hash.slice(-4)}`
