import { Button, Checkbox, DatePicker, Input, Radio, Segmented, Select, Switch, Tabs } from 'antd'
import { useState } from 'react'
import {
  AsOfControl, Attendances, ColumnChart, ControlRow, CopyButton, Count, Delta, EmptyState, FactList, FieldRefusal, FilterChip, FilterSearch, IconLabelButton, JobProgress, LedgerTable,
  LevelSwitch, MaskedValue, Overlap, Page, PageHeader, Persons, RefusalList, RefusalNote, RowChart, Seal, SealLadder, Section, SidePanel, Split, Stale, StateTag, Steps, SumLine, TargetBar, TimeLine, ViewSwitch,
  type AsOf, type Level, type View,
} from '../widgets/index.ts'

// A page for whoever builds screens; in development only, which is why its words are not keys.
const levels: readonly Level[] = [{ id: 'township' }, { id: 'county' }, { id: 'city' }, { id: 'province' }]
const months = [5200, 3100, 9600, 10400, 9900, 8700, 7900, 9100, 11004, 6100].map((hollow, i) => ({ key: String(i + 1), label: `${i + 1} 月`, hollow, solid: Math.round(hollow * 0.66), unfinished: i === 9 ? '至 18 日' : null }))
const counties = [['邳州市', 17741, 26744], ['睢宁县', 14607, 21960], ['沛县', 14117, 20418], ['云龙区', 3373, 4022]].map(([label, solid, hollow]) => ({ key: String(label), label: String(label), solid: Number(solid), hollow: Number(hollow) }))
type Row = { id: string; unit: string; crafts: number; house: number; overlap: number; all: number; times: number; level: string | null }
const rows: Row[] = counties.map((county, i) => ({ id: county.key, unit: county.label, crafts: 9120 - i * 900, house: 3010, overlap: 2113, all: county.solid, times: county.hollow, level: i === 3 ? null : 'city' }))

/** Every widget on one page. */
export default function Gallery() {
  const [asOf, setAsOf] = useState<AsOf>({ day: '2018-06-30', journal: '33020' })
  const [level, setLevel] = useState<string | null>('city')
  const [chosen, setChosen] = useState<string[]>([])
  const [words, setWords] = useState('')
  const [view, setView] = useState<View>('table')
  const [open, setOpen] = useState<string | null>('邳州市')
  const row = rows.find((one) => one.id === open)
  return (
    <Page fill>
      <PageHeader title="样样东西" facts={['2018 年 10 月 18 日', '台账记到第 48,213 号']} actions={<><IconLabelButton icon="import">导入表格</IconLabelButton><IconLabelButton icon="edit" type="primary">记一笔</IconLabelButton></>} />
      <div className="gallery">
        <Section title="印" note="一级核过，盖一个印">
          <div className="buttons">
            <Seal level="city" large size={148} /><Seal level="village" large size={52} /><Seal level="county" large size={52} state="not-yet" /><Seal level="province" large size={52} state="checking" turn={-3} />
            {[15, 20, 28].map((size) => <span key={size}><Seal level="city" size={size} /> <Seal level="city" size={size} state="checking" /> <Seal level="city" size={size} state="not-yet" /></span>)}
            <SealLadder levels={levels} passed="county" checking="city" />
          </div>
        </Section>
        <Section title="人，人次" note="字、记号、粗细、颜色、图形都不一样">
          <div className="buttons">
            <Persons value={100000} size="lone" /><Attendances value={146390} size="panel" /><Count counts="households" value={590} size="count" /><Persons value={100000} inTenThousands /><Attendances value={146390} inTenThousands />
            <Delta value={4120} /><Overlap value={14310} />
          </div>
        </Section>
        <Section title="两个钟" note="事情发生到哪天，台账记到哪一号">
          <ControlRow aside={<ViewSwitch value={view} onChange={setView} />}>
            <AsOfControl value={asOf} onChange={setAsOf} answer={{ journal: asOf.journal ?? '48213', at: '2018-07-05T09:30:00Z' }} timeZone="Asia/Shanghai" later={{ added: 312, reversed: 9 }} onDifference={() => {}} />
            <LevelSwitch levels={levels} value={level} onChange={setLevel} />
          </ControlRow>
        </Section>
        <Section title="退回" note="哪里、为什么、怎么办">
          <RefusalNote title="这笔贷款超过个人上限" refusal={{ refused: 'sign-in-wrong', facts: {} }} actions={<><Button size="small">改成 300,000</Button><Button size="small">改为企业贷款</Button></>} />
          <p />
          <RefusalList faults={[{ field: 'g-id', label: '身份证号', sentence: '最后一位校验不符。' }, { field: 'g-sum', label: '借款金额', sentence: '超过个人上限。' }]} />
          <label htmlFor="g-id">身份证号</label>
          <Input id="g-id" status="error" defaultValue="320382197104226147" aria-describedby="g-id-why" />
          <FieldRefusal id="g-id-why">最后一位校验不符。多半是抄错一位，请对照证件。</FieldRefusal>
          <div className="buttons">
            <StateTag>草稿</StateTag><StateTag tone="waiting">待传</StateTag><StateTag tone="kept">已入账</StateTag><StateTag tone="late">逾期 4 天</StateTag><StateTag tone="returned">退回</StateTag>
          </div>
        </Section>
        <Section title="加得起来">
          <SumLine terms={[{ label: '手工', value: 62000 }, { label: '家政', value: 21390 }, { label: '电商', value: 18040 }, { label: '种养', value: 12880 }]} overlap={{ label: '重复', value: 14310 }} total={{ label: '全市', value: 100000 }} counts="persons" checkedTo="city" />
        </Section>
        <Section title="对着目标">
          <div style={{ maxWidth: 240, display: 'grid', gap: 16 }}><TargetBar value={52380} target={60000} gone={0.8} /><TargetBar value={9870} target={14000} gone={0.8} /></div>
        </Section>
        <Section title="控件">
          <div className="buttons">
            <Button type="primary">出凭证</Button><Button>导出</Button><Button type="text">上一步</Button><Button danger>冲销</Button><Button disabled>不能用</Button><Button type="primary" size="large">开始走访</Button>
            <Select aria-label="县" style={{ width: 120 }} defaultValue="a" options={[{ value: 'a', label: '邳州市' }]} /><DatePicker aria-label="日期" /><Switch aria-label="开关" defaultChecked /><Checkbox defaultChecked>人</Checkbox><Radio defaultChecked>户</Radio>
            <Segmented aria-label="人或户" options={['人', '户']} /><FilterSearch value={words} onChange={setWords} placeholder="姓名或拼音首字母" note="首字母" />
            <FilterChip name="困难" options={[{ value: 'low', label: '低收入' }, { value: 'land', label: '失地' }]} value={chosen} onChange={setChosen} />
            <CopyButton text="7K4M-2QXD-91" />
          </div>
          <Tabs items={[{ key: 'a', label: '申请 213' }, { key: 'b', label: '授信' }]} />
          <Steps steps={['选文件', '对上列', '看一遍', '入册']} current={2} onStep={() => {}} />
        </Section>
        <Section title="长活">
          <JobProgress title="重算全市 2018 年的数" note="王秀兰 09:52 开始" done={31020} total={48213} unit="笔" steps={['读台账', '去重', '按县汇总', '和上一版比']} step={1} secondsLeft={120} mayLeave onStop={() => {}} />
        </Section>
        <Section title="每月培训"><ColumnChart label="每月培训" points={months} solid={{ counts: 'persons', label: '其中当年头一回来的人' }} hollow={{ counts: 'person-times', label: '人次' }} /></Section>
        <Section title="各县"><RowChart label="各县" points={counties} solid={{ counts: 'persons', label: '不同的人' }} hollow={{ counts: 'person-times', label: '人次' }} note="按人从多到少" onPick={() => {}} /></Section>
        <Section><Stale stale={false}><EmptyState title="还没有银行授信" why="有了授信，申请才能推荐给银行。" action={{ label: '记一份授信', icon: 'plus', onClick: () => {} }} other={{ label: '从表格导入', onClick: () => {} }} note="授信由市妇联和银行谈好的？看市里的 16 家银行" /></Stale></Section>
      </div>
      <div style={{ height: 28 }} />
      <Split
        panel={row ? (
          <SidePanel title={row.unit} facts={<span className="facts"><span>女，1971 年生</span><span>卡号 P-0318-2217</span></span>} onClose={() => setOpen(null)} onNext={() => {}} onPrevious={() => {}} foot={<><Button type="primary">记走访</Button><Button>改卡</Button></>}>
            <FactList facts={[{ label: '身份证', value: <MaskedValue masked="3203 **** **** **24" reveal={async () => '320322197104226124'} /> }, { label: '户', value: '姚庄村 042 户，4 人', aside: <button type="button" className="text-link">户册</button> }, { label: '困难', value: '低收入' }]} />
            <TimeLine happenings={[{ id: '1', on: '2018-09-21', kind: '走访', words: '手工经纪人送缝纫机 1 台', checkedTo: 'county' }, { id: '2', on: '2018-08-02', kind: '培训', words: '香包提高班，签到', checkedTo: 'city' }, { id: '3', on: '2017-11-08', kind: '结对', words: '认领', checkedTo: 'city' }]} />
          </SidePanel>
        ) : null}
      >
        <LedgerTable<Row>
          label="各县" rows={rows} rowKey={(one) => one.id} total={28460} page={1} onPage={() => {}} totalWords="共 28,460 人" currentKey={open} onOpen={(one) => setOpen(one.id)}
          phoneLines={(one) => ({ title: one.unit, right: <Persons value={one.all} />, second: <Attendances value={one.times} /> })}
          columns={[
            { title: '县（市、区）', dataIndex: 'unit', render: (name: string) => <strong>{name}</strong> },
            { title: '手工', dataIndex: 'crafts', align: 'right', sorter: true, render: (value: number) => value.toLocaleString('en') },
            { title: '减 重复', dataIndex: 'overlap', align: 'right', className: 'hatched', render: (value: number) => <Overlap value={value} /> },
            { title: '合计', dataIndex: 'all', align: 'right', render: (value: number) => <Persons value={value} column /> },
            { title: '人次', dataIndex: 'times', align: 'right', render: (value: number) => <Attendances value={value} column /> },
            { title: '核到', dataIndex: 'level', align: 'center', render: (one: string | null) => (one ? <Seal level={one} size={18} /> : '–') },
          ]}
        />
      </Split>
    </Page>
  )
}
