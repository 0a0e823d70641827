import { Button, Group, Loader, Modal, Stack, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconDownload, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { attachmentKind } from '../../shared/codes/attachment.ts'
import { Failure } from '../../shared/errors.ts'
import type { Output } from '../../shared/contract/index.ts'
import { call, useCall } from '../api.ts'
import { useLabel } from '../i18n.ts'
import { CodeField } from '../records/code-field.tsx'
import { ErrorNote, ErrorState } from '../records/states.tsx'
import { useUndo } from '../records/undo.tsx'
import { usePicture } from './picture.ts'
import type { Item } from './section.tsx'
import classes from './attachments.module.css'

const PdfPages = lazy(async () => ({ default: (await import('../print/pdf-pages.tsx')).PdfPages }))

interface DialogProps {
  readonly item: Item
  readonly writes: boolean
  readonly onClose: () => void
}

/** One photo or paper, large, with its title and kind, a way to save a copy and a way to remove it. */
export function AttachmentDialog({ item, writes, onClose }: DialogProps) {
  const { t } = useLingui()
  const undo = useUndo()
  const { stored } = item
  const one = { type: stored.ownerType, id: stored.id }
  const remove = useCall('attachments.remove')
  const copy = useCall('attachments.saveCopy')
  const preview = useQuery({
    // Kept no longer than it is looked at, and each look is asked for, so that it is noted.
    queryKey: ['attachment', one.id],
    queryFn: () => call('attachments.preview', one),
    gcTime: 0,
    staleTime: 0,
  })
  const error = remove.error ?? copy.error
  return (
    <Modal
      opened
      onClose={onClose}
      size="auto"
      title={<bdi>{stored.title}</bdi>}
      closeButtonProps={{ 'aria-label': t`Close` }}
      padding="md"
    >
      <Stack className={classes.dialog ?? ''}>
        {error ? <ErrorNote error={error} /> : null}
        {preview.isPending ? (
          <Group justify="center" py="xl" role="status">
            <Loader />
            <Text>
              <Trans>Reading and checking…</Trans>
            </Text>
          </Group>
        ) : null}
        {preview.isError ? <ErrorState error={preview.error} /> : null}
        {preview.data ? <Contents preview={preview.data} /> : null}
        {writes ? <Naming item={item} /> : null}
        <Group justify="space-between">
          {writes ? (
            <Button
              variant="subtle"
              color="red"
              leftSection={<IconTrash size={16} />}
              loading={remove.isPending}
              onClick={() => {
                remove.mutate(one, {
                  onSuccess: () => {
                    onClose()
                    undo(t`It was removed.`, () => call('attachments.restore', one))
                  },
                })
              }}
            >
              <Trans>Remove</Trans>
            </Button>
          ) : (
            <span />
          )}
          {preview.data ? (
            <Button
              variant="default"
              leftSection={<IconDownload size={16} />}
              loading={copy.isPending}
              onClick={() => {
                copy.mutate(one, {
                  onSuccess: ({ saved }) => {
                    if (!saved) return
                    const message = t`The copy was saved. It is not encrypted: keep it safe.`
                    notifications.show({ color: 'teal', withCloseButton: false, message })
                  },
                })
              }}
            >
              <Trans>Save a copy</Trans>
            </Button>
          ) : null}
        </Group>
      </Stack>
    </Modal>
  )
}

const Contents = ({ preview }: { readonly preview: Output<'attachments.preview'> }) => {
  const { mediaType, bytes, title } = preview
  const [broken, setBroken] = useState(false)
  const address = usePicture(mediaType === 'image/jpeg' ? bytes : null, 'image/jpeg')
  if (broken) return <ErrorState error={new Failure({ kind: 'refused', reason: 'attachment_damaged' })} />
  if (mediaType === 'application/pdf') {
    return (
      <Suspense fallback={<Loader />}>
        <PdfPages pdf={bytes} height="54vh" onError={() => setBroken(true)} />
      </Suspense>
    )
  }
  if (mediaType === 'text/plain') {
    return (
      <pre className={classes.text} dir="auto">
        {new TextDecoder().decode(bytes).slice(0, 200_000)}
      </pre>
    )
  }
  return address === null ? null : <img className={classes.large} src={address} alt={title} />
}

const Naming = ({ item }: { readonly item: Item }) => {
  const { t } = useLingui()
  const label = useLabel()
  const undo = useUndo()
  const { stored, store } = item
  const record = store === 'registry' ? 'attachment' : 'caseAttachment'
  const [title, setTitle] = useState(stored.title)
  const [kind, setKind] = useState<string | null>(stored.kind)
  const update = useCall('attachments.update')
  const one = { type: stored.ownerType, id: stored.id }
  const chosen = attachmentKind.codes.find((code) => code === kind)
  const changed = title.trim() !== stored.title || chosen !== stored.kind
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!chosen || title.trim() === '') return
        const before = { title: stored.title, kind: stored.kind }
        update.mutate(
          { ...one, patch: { title, kind: chosen } },
          {
            onSuccess: () => {
              undo(t`The change was saved.`, () => call('attachments.update', { ...one, patch: before }))
            },
          },
        )
      }}
    >
      {update.error ? <ErrorNote error={update.error} /> : null}
      <Group align="flex-end" wrap="nowrap">
        <TextInput
          className={classes.grow ?? ''}
          label={label.field(record, 'title')}
          value={title}
          maxLength={200}
          dir="auto"
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <CodeField label={label.field(record, 'kind')} list={attachmentKind} value={kind} onChange={setKind} required />
        <Button
          type="submit"
          variant="light"
          disabled={!changed || !chosen || title.trim() === ''}
          loading={update.isPending}
        >
          <Trans>Save</Trans>
        </Button>
      </Group>
    </form>
  )
}
