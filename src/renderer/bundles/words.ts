import { useLingui } from '@lingui/react/macro'
import type { Output } from '../../shared/contract/index.ts'

type Row = Output<'bundles.history'>[number]

/** Words that several bundle screens share. */
export function useBundleWords() {
  const { t } = useLingui()
  return {
    store: (store: Row['store']): string => (store === 'registry' ? t`Registry records` : t`Medical records`),
    /** What a bundle holds: of which store, and whether it is a part or a receipt. */
    content: ({ store, kind }: Pick<Row, 'store' | 'kind'>): string => {
      if (kind === 'receipt') return store === 'registry' ? t`Receipt` : t`Receipt, medical`
      if (kind === 'extract')
        return store === 'registry' ? t`Part of the registry records` : t`Part of the medical records`
      return store === 'registry' ? t`Registry records` : t`Medical records`
    },
    /** What became of a bundle, in a sentence. */
    state: (state: Row['state']): string =>
      ({
        writing: t`Not finished: the file may be on the stick`,
        written: t`Written and checked`,
        verified: t`Checked; waits for your decision`,
        applying: t`Being taken in; goes on by itself`,
        applied: t`Taken in`,
        discarded: t`Discarded; nothing was taken in`,
        undone: t`Taken back`,
      })[state],
    step: (step: string): string =>
      ({
        'bundle.collect': t`Collecting the records`,
        'bundle.write': t`Encrypting and writing`,
        'bundle.check': t`Reading back what was written`,
        'bundle.photos': t`Photos and papers`,
        'bundle.copy': t`Copying from the stick`,
        'bundle.verify': t`Checking signature and content`,
        'bundle.preview': t`Comparing with the records here`,
        'bundle.apply': t`Saving the records`,
        'bundle.undo': t`Taking the records out again`,
      })[step] ?? t`Getting ready`,
  }
}
