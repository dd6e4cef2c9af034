import { Button, Checkbox, DatePicker, Input, Radio, Segmented, Select, Switch, Tabs } from 'antd'
import { useState } from 'react'
import {
  AsOfControl, Attendances, ColumnChart, ControlRow, CopyButton, Count, Delta, EmptyState, FactList, FieldRefusal, FilterChip, FilterSearch, IconLabelButton, JobProgress, LedgerTable,
  LevelSwitch, MaskedValue, Overlap, Page, PageHeader, Persons, RefusalList, RefusalNote, RowChart, Seal, SealLadder, Section, SidePanel, Split, Stale, StateTag, Steps, SumLine, TargetBar, TimeLine, ViewSwitch,
  type AsOf, type Level, type View,
} from '../widgets/index.ts'

// A page for whoever builds screens; in development only, which is why its words are not keys.
const levels: readonly Level[] = [{ id: 'township' }, { id: 'county' }, { id: 'city' }, { id: 'province' }]
const months = [5200, 3100, 9600, 10400, 9900, 8700, 7900, 9100, 11004, 6100].map((hollow, i) => ({ key: String(i + 1), label: `${i + 1}`, hollow, solid: Math.round(hollow * 0.66), unfinished: i === 9 ? 'to the 18th' : null }))
const counties = [['Pizhou', 17741, 26744], ['Suining', 14607, 21960], ['Peixian', 14117, 20418], ['Yunlong', 3373, 4022]].map(([label, solid, hollow]) => ({ key: String(label), label: String(label), solid: Number(solid), hollow: Number(hollow) }))
type Row = { id: string; unit: string; crafts: number; house: number; overlap: number; all: number; times: number; level: string | null }
const rows: Row[] = counties.map((county, i) => ({ id: county.key, unit: county.label, crafts: 9120 - i * 900, house: 3010, overlap: 2113, all: county.solid, times: county.hollow, level: i === 3 ? null : 'city' }))

/** Every widget on one page. */
export default function Gallery() {
  const [asOf, setAsOf] = useState<AsOf>({ day: '2018-06-30', journal: '33020' })
  const [level, setLevel] = useState<string | null>('city')
  const [chosen, setChosen] = useState<string[]>([])
  const [words, setWords] = useState('')
  const [view, setView] = useState<View>('table')
  const [open, setOpen] = useState<string | null>('Pizhou')
  const row = rows.find((one) => one.id === open)
  return (
    <Page fill>
      <PageHeader title="Widgets" facts={['18 Oct 2018', 'ledger up to no. 48,213']} actions={<><IconLabelButton icon="import">Import a sheet</IconLabelButton><IconLabelButton icon="edit" type="primary">Write an entry</IconLabelButton></>} />
      <div className="gallery">
        <Section title="Seal" note="one level checked, one seal">
          <div className="buttons">
            <Seal level="city" large size={148} /><Seal level="village" large size={52} /><Seal level="county" large size={52} state="not-yet" /><Seal level="province" large size={52} state="checking" turn={-3} />
            {[15, 20, 28].map((size) => <span key={size}><Seal level="city" size={size} /> <Seal level="city" size={size} state="checking" /> <Seal level="city" size={size} state="not-yet" /></span>)}
            <SealLadder levels={levels} passed="county" checking="city" />
          </div>
        </Section>
        <Section title="People, attendances" note="word, glyph, weight, colour, chart">
          <div className="buttons">
            <Persons value={100000} size="lone" /><Attendances value={146390} size="panel" /><Count counts="households" value={590} size="count" /><Persons value={100000} inTenThousands /><Attendances value={146390} inTenThousands />
            <Delta value={4120} /><Overlap value={14310} />
          </div>
        </Section>
        <Section title="Two clocks" note="happened up to a day, known up to a number">
          <ControlRow aside={<ViewSwitch value={view} onChange={setView} />}>
            <AsOfControl value={asOf} onChange={setAsOf} answer={{ journal: asOf.journal ?? '48213', at: '2018-07-05T09:30:00Z' }} timeZone="Asia/Shanghai" later={{ added: 312, reversed: 9 }} onDifference={() => {}} />
            <LevelSwitch levels={levels} value={level} onChange={setLevel} />
          </ControlRow>
        </Section>
        <Section title="Refusal" note="where, why, what to do">
          <RefusalNote title="This loan is above the cap for a person" refusal={{ refused: 'sign-in-wrong', facts: {} }} actions={<><Button size="small">Make it 300,000</Button><Button size="small">Make it an enterprise loan</Button></>} />
          <p />
          <RefusalList faults={[{ field: 'g-id', label: 'Id number', sentence: 'the last digit does not fit.' }, { field: 'g-sum', label: 'Sum', sentence: 'above the cap for a person.' }]} />
          <label htmlFor="g-id">Id number</label>
          <Input id="g-id" status="error" defaultValue="320382197104226147" aria-describedby="g-id-why" />
          <FieldRefusal id="g-id-why">The last digit does not fit. Most likely one digit was copied wrong.</FieldRefusal>
          <div className="buttons">
            <StateTag>draft</StateTag><StateTag tone="waiting">to be sent</StateTag><StateTag tone="kept">in the ledger</StateTag><StateTag tone="late">4 days late</StateTag><StateTag tone="returned">returned</StateTag>
          </div>
        </Section>
        <Section title="Adds up">
          <SumLine terms={[{ label: 'Handicraft', value: 62000 }, { label: 'Domestic', value: 21390 }, { label: 'E-commerce', value: 18040 }, { label: 'Farming', value: 12880 }]} overlap={{ label: 'overlap', value: 14310 }} total={{ label: 'City', value: 100000 }} counts="persons" checkedTo="city" />
        </Section>
        <Section title="Against targets">
          <div style={{ maxWidth: 240, display: 'grid', gap: 16 }}><TargetBar value={52380} target={60000} gone={0.8} /><TargetBar value={9870} target={14000} gone={0.8} /></div>
        </Section>
        <Section title="Controls">
          <div className="buttons">
            <Button type="primary">Issue receipt</Button><Button>Export</Button><Button type="text">Back</Button><Button danger>Reverse</Button><Button disabled>Not now</Button><Button type="primary" size="large">Start the visit</Button>
            <Select aria-label="County" style={{ width: 120 }} defaultValue="a" options={[{ value: 'a', label: 'Pizhou' }]} /><DatePicker aria-label="Date" /><Switch aria-label="Switch" defaultChecked /><Checkbox defaultChecked>people</Checkbox><Radio defaultChecked>households</Radio>
            <Segmented aria-label="People or households" options={['people', 'households']} /><FilterSearch value={words} onChange={setWords} placeholder="Name or initials" note="initials" />
            <FilterChip name="hardship" options={[{ value: 'low', label: 'low income' }, { value: 'land', label: 'lost land' }]} value={chosen} onChange={setChosen} />
            <CopyButton text="7K4M-2QXD-91" />
          </div>
          <Tabs items={[{ key: 'a', label: 'Applications 213' }, { key: 'b', label: 'Credit lines' }]} />
          <Steps steps={['File', 'Columns', 'Look over', 'Result']} current={2} onStep={() => {}} />
        </Section>
        <Section title="Long work">
          <JobProgress title="Counting the city's figures of 2018" note="begun 09:52" done={31020} total={48213} unit="entries" steps={['read', 'count each once', 'by county', 'compare']} step={1} secondsLeft={120} mayLeave onStop={() => {}} />
        </Section>
        <Section title="Training by month"><ColumnChart label="Training by month" points={months} solid={{ counts: 'persons', label: 'first time this year' }} hollow={{ counts: 'person-times', label: 'attendances' }} /></Section>
        <Section title="Counties"><RowChart label="Counties" points={counties} solid={{ counts: 'persons', label: 'different people' }} hollow={{ counts: 'person-times', label: 'attendances' }} note="most people first" onPick={() => {}} /></Section>
        <Section><Stale stale={false}><EmptyState title="No credit line yet" why="Applications can be recommended once there is one." action={{ label: 'Add a credit line', icon: 'plus', onClick: () => {} }} other={{ label: 'Import from a sheet', onClick: () => {} }} note="Agreed between the federation and the banks? See the 16 banks." /></Stale></Section>
      </div>
      <div style={{ height: 28 }} />
      <Split
        panel={row ? (
          <SidePanel title={row.unit} facts={<span className="facts"><span>woman, born 1971</span><span>card P-0318-2217</span></span>} onClose={() => setOpen(null)} onNext={() => {}} onPrevious={() => {}} foot={<><Button type="primary">Write a visit</Button><Button>Change the card</Button></>}>
            <FactList facts={[{ label: 'Id number', value: <MaskedValue masked="3203 **** **** **24" reveal={async () => '320322197104226124'} /> }, { label: 'Household', value: 'household 042, 4 people', aside: <button type="button" className="text-link">book</button> }, { label: 'hardship', value: 'low income' }]} />
            <TimeLine happenings={[{ id: '1', on: '2018-09-21', kind: 'Visit', words: 'a sewing machine brought', checkedTo: 'county' }, { id: '2', on: '2018-08-02', kind: 'Training', words: 'sewing course, signed in', checkedTo: 'city' }, { id: '3', on: '2017-11-08', kind: 'Pairing', words: 'claimed', checkedTo: 'city' }]} />
          </SidePanel>
        ) : null}
      >
        <LedgerTable<Row>
          label="Counties" rows={rows} rowKey={(one) => one.id} total={28460} page={1} onPage={() => {}} totalWords="28,460 people" currentKey={open} onOpen={(one) => setOpen(one.id)}
          phoneLines={(one) => ({ title: one.unit, right: <Persons value={one.all} />, second: <Attendances value={one.times} /> })}
          columns={[
            { title: 'County', dataIndex: 'unit', render: (name: string) => <strong>{name}</strong> },
            { title: 'Handicraft', dataIndex: 'crafts', align: 'right', sorter: true, render: (value: number) => value.toLocaleString('en') },
            { title: 'less overlap', dataIndex: 'overlap', align: 'right', className: 'hatched', render: (value: number) => <Overlap value={value} /> },
            { title: 'Total', dataIndex: 'all', align: 'right', render: (value: number) => <Persons value={value} column /> },
            { title: 'attendances', dataIndex: 'times', align: 'right', render: (value: number) => <Attendances value={value} column /> },
            { title: 'Checked to', dataIndex: 'level', align: 'center', render: (one: string | null) => (one ? <Seal level={one} size={18} /> : '–') },
          ]}
        />
      </Split>
    </Page>
  )
}
