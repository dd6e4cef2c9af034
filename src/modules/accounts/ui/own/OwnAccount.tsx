import { Button } from 'antd'
import { useState } from 'react'
import { useT } from '#web/i18n.ts'
import { useMe } from '#web/me.ts'
import { FactList, Facts, LevelTag, Page, PageHeader, Section, Skeleton } from '#web/widgets/index.ts'
import { ChangePassword } from './ChangePassword.tsx'
import { FactorSection } from './FactorSection.tsx'
import { Sessions } from './Sessions.tsx'
import '../accounts.css'

/** Who I am here, how I get in, and where I am signed in. */
export default function OwnAccount() {
  const t = useT('accounts')
  const me = useMe()
  const [changing, setChanging] = useState(false)
  const [changed, setChanged] = useState(false)
  if (!me) return <Page><Skeleton rows={8} /></Page>
  const unitWords = (unit: { name: string; level: string }) => <span className="unit-line"><LevelTag level={unit.level} />{unit.name}</span>
  return (
    <Page>
      <PageHeader title={t('web:myAccount')} facts={[me.account.displayName]} />
      <div className="account-page">
        <div>
          <Section title={t('ui.own.who')}>
            <FactList
              facts={[
                { label: t('ui.own.displayName'), value: me.account.displayName },
                { label: t('ui.own.name'), value: me.account.name },
                { label: t('ui.own.unit'), value: unitWords(me.unit) },
                { label: t('ui.own.roles'), value: <Facts>{me.roles.map((role) => t(`role.${role}`))}</Facts> },
                ...(me.units.length > 1 ? [{ label: t('ui.own.units'), value: <ul className="own-units">{me.units.map((unit) => <li key={`${unit.workspace} ${unit.id}`}>{unitWords(unit)}</li>)}</ul> }] : []),
              ]}
            />
            <p className="small quiet">{t('ui.own.who.why')}</p>
          </Section>
          <Section title={t('ui.own.password')}>
            <p className="quiet">{t('ui.own.passwordWhy')}</p>
            {changed && <p className="account-done" role="status">{t('ui.own.passwordChanged')}</p>}
            <div className="buttons section-buttons"><Button onClick={() => setChanging(true)}>{t('ui.own.changePassword')}</Button></div>
          </Section>
          <FactorSection name={me.account.name} timeZone={me.workspace.timeZone} />
        </div>
        <Sessions timeZone={me.workspace.timeZone} />
      </div>
      {changing && (
        <ChangePassword
          name={me.account.name} onClose={() => setChanging(false)}
          onChanged={() => {
            setChanging(false)
            setChanged(true)
          }}
        />
      )}
    </Page>
  )
}
