import '#web/no-eval.ts'
import { screens as accounts } from '#modules/accounts/ui/index.tsx'
import { screens as agencies } from '#modules/agencies/ui/index.tsx'
import { screens as audit } from '#modules/audit/ui/index.tsx'
import { screens as boundaries } from '#modules/boundaries/ui/index.tsx'
import { screens as care } from '#modules/care/ui/index.tsx'
import { screens as exports } from '#modules/exports/ui/index.tsx'
import { screens as figures } from '#modules/figures/ui/index.tsx'
import { screens as ledger } from '#modules/ledger/ui/index.tsx'
import { screens as organisation } from '#modules/organisation/ui/index.tsx'
import { screens as plans } from '#modules/plans/ui/index.tsx'
import { screens as register } from '#modules/register/ui/index.tsx'
import { screens as rights } from '#modules/rights/ui/index.tsx'
import { start } from '#web/start.tsx'

// The staff application: every module's screens in one shell. In the order of dependency.
void start([...organisation, ...accounts, ...audit, ...exports, ...ledger, ...register, ...care, ...agencies, ...boundaries, ...plans, ...figures, ...rights])
