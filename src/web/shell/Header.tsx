import { useNavigate } from '@tanstack/react-router'
import { Dropdown } from 'antd'
import { languageNames, languages, type Language } from '#kernel/languages.ts'
import { post } from '../client.ts'
import { switchLanguage, useLanguage, useT } from '../i18n.ts'
import type { Me } from '../me.ts'
import { queryClient } from '../queries.ts'
import { Icon } from '../widgets/Icon.tsx'
import { Facts } from '../widgets/Page.tsx'
import { LevelTag } from '../widgets/Tags.tsx'

/** Above every screen: which unit, find, language, me. */
export function Header({ me, onSearch }: { me: Me; onSearch: () => void }) {
  const t = useT()
  const hint = t(me.abilities['register.read'] ? 'search.hint' : 'search.hintPlain')
  return (
    <header className="header">
      <UnitSwitch me={me} />
      <button type="button" className="header-search" onClick={onSearch} aria-keyshortcuts="Control+K" aria-label={`${t('search.open')} ${hint} Ctrl K`}>
        <Icon name="search" size={17} />
        <span>{hint}</span>
        <kbd>Ctrl K</kbd>
      </button>
      <LanguageSwitch />
      <MeMenu me={me} />
    </header>
  )
}

function UnitSwitch({ me }: { me: Me }) {
  const navigate = useNavigate()
  const name = (
    <>
      <LevelTag level={me.unit.level} />
      <strong>{me.unit.name}</strong>
    </>
  )
  if (me.units.length < 2) return <div className="unit-switch">{name}</div>
  const keyOf = (workspace: string, id: number) => `${workspace} ${id}`
  const choose = async (key: string) => {
    const grant = me.units.find((unit) => keyOf(unit.workspace, unit.id) === key)!
    await post('/api/me/grant', { workspace: grant.workspace, unitId: grant.id })
    await queryClient.resetQueries()
    await navigate({ to: '/' })
  }
  const items = me.units.map((unit) => ({
    key: keyOf(unit.workspace, unit.id),
    label: <span className="unit-choice"><LevelTag level={unit.level} />{unit.name}<span className="small quiet">{unit.workspaceName}</span></span>,
  }))
  return (
    <Dropdown trigger={['click']} menu={{ items, selectedKeys: [keyOf(me.workspace.slug, me.unit.id)], onClick: ({ key }) => void choose(key) }}>
      <button type="button" className="header-button unit-switch">{name}<Icon name="down" size={14} /></button>
    </Dropdown>
  )
}

/** What the server says (names of indicators, sentences) comes in the reader's language: what was kept in another is asked again. */
async function speak(language: Language): Promise<void> {
  await switchLanguage(language)
  queryClient.removeQueries({ type: 'inactive' })
  await queryClient.invalidateQueries()
}

/** 简体, 繁體, Tiếng Việt, English: changes everything at once and is remembered. */
export function LanguageSwitch() {
  const t = useT()
  const language = useLanguage()
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: languages.map((one) => ({ key: one, label: <span lang={one}>{languageNames[one]}</span> })),
        selectedKeys: [language],
        onClick: ({ key }) => void speak(key as Language),
      }}
    >
      <button type="button" className="header-button language-switch" aria-label={t('language', { language: languageNames[language] })}>
        <Icon name="globe" size={17} />
        <span>{languageNames[language]}</span>
      </button>
    </Dropdown>
  )
}

function MeMenu({ me }: { me: Me }) {
  const t = useT()
  const navigate = useNavigate()
  const signOut = async () => {
    await post('/api/sign-out').catch(() => {})
    queryClient.clear()
    await navigate({ to: '/sign-in' })
  }
  return (
    <Dropdown
      trigger={['click']}
      placement="bottomRight"
      menu={{
        items: [
          { key: 'who', disabled: true, label: <span className="me-who"><strong>{me.account.displayName}</strong><span className="small">{me.unit.name}</span><span className="small"><Facts>{me.roles.map((role) => t(`accounts:role.${role}`))}</Facts></span></span> },
          { type: 'divider' },
          { key: 'mine', label: t('myAccount'), icon: <Icon name="person" size={16} /> },
          { key: 'out', label: t('signOut'), icon: <Icon name="out" size={16} /> },
        ],
        onClick: ({ key }) => void (key === 'out' ? signOut() : navigate({ to: '/account' as string })),
      }}
    >
      <button type="button" className="header-button me" aria-label={t('me', { name: me.account.displayName })}>
        <span className="me-mark" data-mark={markOf(me.account.displayName)} />
        <span className="me-name">{me.account.displayName}</span>
      </button>
    </Dropdown>
  )
}

/** One character for a person: the middle of a Chinese name of three, else the first. */
function markOf(name: string): string {
  const letters = [...name.trim()]
  return (letters.length === 3 && /\p{Script=Han}/u.test(name) ? letters[1] : letters[0]) ?? '?'
}
