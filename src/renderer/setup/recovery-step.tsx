import { Alert, Button, SimpleGrid, Text, TextInput } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconPrinter, IconShieldLock } from '@tabler/icons-react'
import QRCode from 'qrcode'
import { useState } from 'react'
import { useCall } from '../api.ts'
import { useFormat } from '../format.ts'
import { StepFrame } from './step-frame.tsx'
import classes from './wizard.module.css'

interface Keys {
  readonly registry: string
  readonly medical: string
}

/** A QR code as plain shapes: nothing to load, sharp in print. */
const Qr = ({ text, size, title }: { readonly text: string; readonly size: number; readonly title: string }) => {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' })
  const path = Array.from({ length: modules.size ** 2 }, (_none, index) => {
    const row = Math.floor(index / modules.size)
    const column = index % modules.size
    return modules.get(row, column) ? `M${column + 2} ${row + 2}h1v1h-1z` : ''
  }).join('')
  const edge = modules.size + 4
  return (
    <svg width={size} height={size} viewBox={`0 0 ${edge} ${edge}`} role="img" aria-label={title}>
      <rect width={edge} height={edge} fill="#fff" />
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  )
}

const groupsOf = (key: string): readonly string[] => key.split(/[-\s]+/).filter((group) => group !== '')
// What people misread or mistype on paper: case, O for 0, I or L for 1.
const same = (typed: string, group: string): boolean => {
  const plain = (text: string) => text.trim().toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1')
  return plain(typed) === plain(group)
}

const KeyCard = ({ name, value }: { readonly name: string; readonly value: string }) => {
  const format = useFormat()
  return (
    <section className={classes.key} aria-label={name}>
      <div>
        <Text fw={700} size="sm">
          {name}
        </Text>
        <ol className={classes.groups} dir="ltr">
          {groupsOf(value).map((group, index) => (
            <li key={index}>
              <small>{format.number(index + 1)}</small>
              {group}
            </li>
          ))}
        </ol>
      </div>
      <Qr text={value} size={104} title={name} />
    </section>
  )
}

interface RecoveryStepProps {
  readonly keys: Keys
  readonly officeCode: string
  readonly onFinish: () => void
}

/** The recovery keys, shown once: to print, to keep apart from the laptop, and to type back in part. */
export function RecoveryStep({ keys, officeCode, onFinish }: RecoveryStepProps) {
  const { t } = useLingui()
  const format = useFormat()
  const print = useCall('app.printWindow')
  // Two groups that nobody can guess in advance, one of each key.
  const [asked] = useState(() => ({
    registry: Math.floor(Math.random() * Math.max(1, groupsOf(keys.registry).length - 1)),
    medical: Math.floor(Math.random() * Math.max(1, groupsOf(keys.medical).length - 1)),
  }))
  const [typed, setTyped] = useState({ registry: '', medical: '' })
  const [tried, setTried] = useState(false)
  const right = {
    registry: same(typed.registry, groupsOf(keys.registry)[asked.registry] ?? ''),
    medical: same(typed.medical, groupsOf(keys.medical)[asked.medical] ?? ''),
  }
  const registryNumber = format.number(asked.registry + 1)
  const medicalNumber = format.number(asked.medical + 1)
  const wrong = t`This is not what stands on the sheet. Compare it once more.`
  return (
    <StepFrame
      title={<Trans>Recovery keys</Trans>}
      hint={
        <Trans>
          They open this office when a passphrase is forgotten. They are shown this one time and stored nowhere.
        </Trans>
      }
      next={<Trans>Finish</Trans>}
      onNext={() => {
        setTried(true)
        if (right.registry && right.medical) onFinish()
      }}
    >
      <KeyCard name={t`Register of ${officeCode}`} value={keys.registry} />
      <KeyCard name={t`Medical records of ${officeCode}`} value={keys.medical} />
      <Alert color="river" icon={<IconShieldLock size={20} />} className="no-print">
        <Trans>
          Print the sheet or copy it by hand. Keep it in the safe of the office, away from this computer, and the
          medical key apart from the other.
        </Trans>
      </Alert>
      <Button
        className="no-print"
        variant="light"
        leftSection={<IconPrinter size={17} />}
        loading={print.isPending}
        onClick={() => print.mutate({})}
      >
        <Trans>Print this sheet</Trans>
      </Button>
      <SimpleGrid cols={{ base: 1, sm: 2 }} className="no-print">
        <TextInput
          label={<Trans>Register key, group {registryNumber}</Trans>}
          description={<Trans>Type it from the paper.</Trans>}
          dir="ltr"
          autoComplete="off"
          spellCheck={false}
          value={typed.registry}
          error={tried && !right.registry ? wrong : null}
          onChange={(event) => setTyped({ ...typed, registry: event.currentTarget.value })}
        />
        <TextInput
          label={<Trans>Medical key, group {medicalNumber}</Trans>}
          description={<Trans>Type it from the paper.</Trans>}
          dir="ltr"
          autoComplete="off"
          spellCheck={false}
          value={typed.medical}
          error={tried && !right.medical ? wrong : null}
          onChange={(event) => setTyped({ ...typed, medical: event.currentTarget.value })}
        />
      </SimpleGrid>
    </StepFrame>
  )
}
