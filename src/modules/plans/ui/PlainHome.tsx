import { Link } from '@tanstack/react-router'
import { dateInWords, weekday } from '#web/writing.ts'
import { useLanguage, useT } from '#web/i18n.ts'
import type { Me } from '#web/me.ts'
import { useEntries } from '#web/shell/entries.ts'
import { Icon, Page, PageHeader, Section, type IconName } from '#web/widgets/index.ts'

/** The home of roles that read no figures: what each of her roles is for, and the pages that are hers. Asks the server for nothing. */
export function PlainHome({ me }: { me: Me }) {
  const t = useT('plans')
  const language = useLanguage()
  return (
    <Page>
      <PageHeader title={t('ui.nav.home')} facts={[t('ui.today', { date: dateInWords(language, me.today), weekday: weekday(language, me.today) }), me.unit.name]} />
      <div className="home">
        <div className="home-main">
          <Section title={t('ui.plain.roles')}>
            <dl className="home-roles">
              {me.roles.map((role) => (
                <div key={role}>
                  <dt>{t(`accounts:role.${role}`)}</dt>
                  <dd className="quiet">{t(`accounts:role.${role}.what`)}</dd>
                </div>
              ))}
            </dl>
          </Section>
        </div>
        <div className="home-side"><Doors me={me} /></div>
      </div>
    </Page>
  )
}

type Door = { readonly to: string; readonly icon: IconName; readonly label: string; readonly about: string | null }

/** The pages that she may open, each with what is behind it. Her own account is always one. */
export function Doors({ me }: { me: Me }) {
  const t = useT('plans')
  const entries = useEntries().filter((entry) => entry.path !== '/')
  const doors: Door[] = [
    ...entries.map(({ path, nav }) => ({ to: path, icon: nav.icon, label: t(nav.labelKey), about: nav.aboutKey ? t(nav.aboutKey) : null })),
    { to: '/account', icon: 'person', label: t('web:myAccount'), about: t('ui.plain.account') },
  ]
  return (
    <Section title={t('ui.plain.doors')} note={me.workspace.name}>
      <ul className="doors">
        {doors.map((door) => (
          <li key={door.to}>
            <Link to={door.to}>
              <Icon name={door.icon} size={20} />
              <span><strong>{door.label}</strong>{door.about && <span className="quiet">{door.about}</span>}</span>
              <Icon name="right" size={14} />
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  )
}
