import { html, raw } from 'hono/html'
import { languages, languageNames, type Language } from '#kernel/languages.ts'
import { translate } from '#platform/i18n/index.ts'
import { brand } from './drawings.ts'
import { style } from './style.ts'

type Content = ReturnType<typeof html>

/** A public page: one sheet between double rules, languages on top, no script. */
export function page(language: Language, of: { title: string; owner: string; path: string }, content: Content) {
  const t = (key: string) => translate(language, `site:${key}`)
  const links = languages.map((one) => html`<a href="${of.path}?lang=${one}" lang="${one}" hreflang="${one}" ${one === language ? raw('aria-current="true"') : ''}>${languageNames[one]}</a>`)
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${of.title}</title><style>${raw(style)}</style></head>
<body><header class="top">${brand}<b>${of.owner}</b><small>${t('public')}</small><nav aria-label="${t('languages')}">${links}</nav></header>
<main class="sheet"><hr class="double"><div class="in">${content}</div><hr class="double"></main></body></html>`
}

/** The form in which a code is typed; `typed` where that code was not found. */
export function codePage(language: Language, typed: string | null) {
  const t = (key: string, facts = {}) => translate(language, `site:${key}`, facts)
  return page(language, { title: t('title'), owner: t('brand'), path: '/r' }, html`<h1>${typed === null ? t('title') : t('missing.title')}</h1>
<p class="says">${typed === null ? t('form.says') : t('missing.says', { code: typed })}</p>
<form action="/r" method="get"><label class="quiet" for="code">${t('form.label')}</label><input id="code" name="code" autocomplete="off" autocapitalize="characters" spellcheck="false" placeholder="7K4M-2QXD-91ZC" value="${typed ?? ''}" required><input type="hidden" name="lang" value="${language}"><button type="submit">${t('form.open')}</button></form>
<p class="quiet" style="margin-top:20px">${t('form.about')}</p>`)
}
