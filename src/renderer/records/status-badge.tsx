import type { CodeList } from '../../shared/codes/code-list.ts'
import { useLabel } from '../i18n.ts'
import classes from './status-badge.module.css'

type Tone = 'quiet' | 'info' | 'good' | 'warn' | 'bad'

// What a status means at a glance. The word always stands beside the colour.
const tones: Readonly<Record<Exclude<Tone, 'quiet'>, readonly string[]>> = {
  info: [
    'registered',
    'submitted',
    'identified',
    'recommended',
    'assessed',
    'designed',
    'tendering',
    'awarded',
    'mobilised',
    'referred',
    'screened',
    'medical_board',
    'matching',
    'offered',
    'documents',
    'booked',
    'departed',
    'planned',
  ],
  good: [
    'verified',
    'active',
    'approved',
    'approved_abroad',
    'approved_in_country',
    'implementing',
    'handed_over',
    'physically_complete',
    'accepted',
    'consent_signed',
    'dossier_complete',
    'fitness_to_fly',
    'arrived',
    'admitted',
    'treating',
    'discharged',
    'rehabilitation',
    'full_recovery',
    'improved',
    'post_monitored',
    'returned_home',
  ],
  warn: [
    'draft',
    'delayed',
    'suspended',
    'approved_not_funded',
    'returned_for_changes',
    'dossier_incomplete',
    'deferred',
    'offer_expired',
    'extended',
    'urgent',
    'lost_contact',
    'duplicate_of',
    'defects_period',
  ],
  bad: [
    'rejected',
    'cancelled',
    'terminated',
    'withdrawn',
    'deceased',
    'deceased_all',
    'died_waiting',
    'died_abroad',
    'emergency',
    'not_indicated',
    'security_denied',
    'unreachable',
    'absconded_asylum',
    'worse',
    'died',
  ],
}
const toneOf = (code: string): Tone => {
  for (const tone of ['info', 'good', 'warn', 'bad'] as const) if (tones[tone].includes(code)) return tone
  return 'quiet'
}

interface StatusBadgeProps {
  readonly list: CodeList<string, string, string>
  readonly code: string
  /** Overrides the tone that the code's own meaning gives. */
  readonly tone?: Tone
}

/** A status in a word and a colour. */
export function StatusBadge({ list, code, tone }: StatusBadgeProps) {
  const label = useLabel()
  return (
    <span className={classes.badge} data-tone={tone ?? toneOf(code)}>
      <span className={classes.dot} aria-hidden />
      <span className={classes.word}>{label.code(list.id, code)}</span>
    </span>
  )
}
