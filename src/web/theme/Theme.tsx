import { App, ConfigProvider } from 'antd'
import type { Locale } from 'antd/es/locale/index.js'
import enUS from 'antd/es/locale/en_US.js'
import viVN from 'antd/es/locale/vi_VN.js'
import zhCN from 'antd/es/locale/zh_CN.js'
import zhTW from 'antd/es/locale/zh_TW.js'
import dayjs from 'dayjs'
import 'dayjs/locale/vi.js'
import 'dayjs/locale/zh-cn.js'
import 'dayjs/locale/zh-tw.js'
import { useEffect, type ReactNode } from 'react'
import type { Language } from '#kernel/languages.ts'
import { useLanguage } from '../i18n.ts'
import { antdTheme } from './antd.ts'
import { cssVariables, fontFamilies, light } from './tokens.ts'
import './base.css'

// antd's files are ES modules in a package that does not say so, which is why TypeScript mistakes the default
const antdLocale = { 'zh-Hans': zhCN, 'zh-Hant': zhTW, vi: viVN, en: enUS } as unknown as Record<Language, Locale>
const dayjsLocale = { 'zh-Hans': 'zh-cn', 'zh-Hant': 'zh-tw', vi: 'vi', en: 'en' }
const palette = light
/** The policy lets styles through that carry the nonce of this page's answer: antd is told it, and what writes its own (a lock of the scroll) is given it. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
const csp = { nonce }
const createElement = document.createElement.bind(document) as typeof document.createElement
document.createElement = ((name: string, options?: ElementCreationOptions) => {
  const made = createElement(name, options)
  if (nonce && made instanceof HTMLStyleElement) made.nonce = nonce
  return made
}) as typeof document.createElement
for (const [name, value] of Object.entries(cssVariables(palette))) document.documentElement.style.setProperty(name, value)

/** antd under our tokens, in the reader's language. */
export function Theme({ children }: { children: ReactNode }) {
  const language = useLanguage()
  dayjs.locale(dayjsLocale[language])
  useEffect(() => {
    document.body.style.fontFamily = fontFamilies[language]
  }, [language])
  return (
    <ConfigProvider
      theme={antdTheme(palette, language)}
      locale={antdLocale[language]}
      button={{ autoInsertSpace: false }}
      wave={{ disabled: true }}
      form={{ colon: false, requiredMark: false }}
      tag={{ variant: 'outlined' }}
      virtual={false}
      csp={csp}
    >
      <App component={false}>{children}</App>
    </ConfigProvider>
  )
}
