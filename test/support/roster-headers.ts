import type { Random } from './people.ts'

export type FieldHeader = { readonly field: string | null; readonly header: string }

// The form of the samples first, then what other offices write for the same.
const names: Record<string, readonly string[]> = {
  sequence: ['序号', '编号', '序 号'],
  town: ['镇(街道)', '乡镇', '所属镇', '镇（街道）', '乡镇（街道）', '所在乡镇'],
  village: ['村(社区)', '村居', '所在村', '村（居）', '行政村', '村\n（社区）'],
  headName: ['户主姓名', '户主', '户 主 姓 名'],
  householdNumber: ['户编号', '户号', '家庭编号'],
  name: ['姓名', '妇女姓名', '姓 名*', '本人姓名'],
  relation: ['与户主关系', '与户主的关系', '家庭关系'],
  idNumber: ['身份证号码', '公民身份号码', '身份证号', '证件号码', '身份证号（18位）'],
  sex: ['性别'],
  birth: ['出生日期', '出生年月日', '生日', '出生年月'],
  ethnicity: ['民族'],
  education: ['文化程度', '学历'],
  health: ['健康状况', '身体状况'],
  ability: ['劳动能力', '有无劳动能力', '劳动力'],
  wish: ['就业意愿', '就业创业意愿', '创业意愿'],
  hardships: ['困难类型', '贫困类型', '致贫原因', '困难原因'],
  householdSize: ['家庭人口', '家庭人口数', '人口数'],
  income: ['上年人均纯收入(元)', '年人均收入（元）', '人均纯收入', '上年度人均纯收入\n(元)'],
  phone: ['联系电话', '手机号码', '联系方式', '手机'],
  trade: ['拟从事产业', '从业意向'],
  helper: ['结对帮扶人', '帮扶责任人'],
  filedOn: ['建档日期', '建档时间'],
  note: ['备注'],
}
const optional = ['sex', 'ethnicity', 'education', 'health', 'trade', 'helper', 'filedOn', 'note', 'sequence', 'householdSize']

/** The columns of one form: 0 is the samples', any other number another office's. */
export function fieldHeaders(form: number, pick: Random): FieldHeader[] {
  const all = Object.entries(names).map(([field, words]) => ({ field, header: form === 0 ? words[0]! : pick.of(words) }))
  if (form === 0) return all
  const kept: FieldHeader[] = all.filter(({ field }) => !optional.includes(field) || pick.chance(0.7))
  for (const header of ['帮扶人电话', '政治面貌', '是否党员', '家庭住房面积(㎡)']) if (pick.chance(0.3)) kept.push({ field: null, header })
  for (let i = kept.length - 1; i > 0; i -= 1) {
    const j = pick.below(i + 1)
    ;[kept[i], kept[j]] = [kept[j]!, kept[i]!]
  }
  return kept
}

/** A first header row of groups over neighbouring columns; a column without a group stands over both rows. */
export function groupsOf(fields: readonly FieldHeader[]): { line: (string | null)[]; spans: [number, number][] } {
  const groups: Record<string, string> = { name: '个人基本情况', relation: '个人基本情况', idNumber: '个人基本情况', sex: '个人基本情况', birth: '个人基本情况', health: '能力与意愿', ability: '能力与意愿', wish: '能力与意愿' }
  const line: (string | null)[] = fields.map(({ field, header }) => (field && groups[field]) || header)
  const spans: [number, number][] = []
  for (let from = 0; from < line.length; ) {
    let to = from
    while (to + 1 < line.length && line[to + 1] === line[from] && Object.values(groups).includes(line[from]!)) to += 1
    if (to > from) spans.push([from, to])
    for (let column = from + 1; column <= to; column += 1) line[column] = null
    from = to + 1
  }
  return { line, spans }
}
