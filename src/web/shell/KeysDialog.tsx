import { Modal } from 'antd'
import { useT } from '../i18n.ts'

const keys = [['Ctrl K', 'find'], ['/', 'filter'], ['J', 'next'], ['K', 'previous'], ['Enter', 'open'], ['Esc', 'close'], ['↑ ↓ ← →', 'cells'], ['Space', 'cell'], ['E', 'edit'], ['N', 'nextFault'], ['P', 'previousFault'], ['?', 'keys']] as const

/** Every key that works, behind `?`. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const t = useT()
  return (
    <Modal open onCancel={onClose} footer={null} title={t('keys.title')} width={420}>
      <dl className="keys">
        {keys.map(([key, name]) => (
          <div key={key}>
            <dt><kbd>{key}</kbd></dt>
            <dd>{t(`keys.${name}`)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
}
