import { Seal } from '../widgets/Seal.tsx'

/** Every widget on one page, for development only. */
export default function Gallery() {
  return <div className="page"><Seal level="county" /></div>
}
