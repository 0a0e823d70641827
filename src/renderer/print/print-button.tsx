import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Button, Group, Loader, Menu, Modal, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconChevronDown, IconDownload, IconPrinter } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { language, type Language } from '../../shared/codes/core.ts'
import { call } from '../api.ts'
import { useLocale } from '../i18n.ts'
import { ErrorState } from '../records/states.tsx'
import { useMay } from '../shell/session.tsx'

const PdfPages = lazy(async () => ({ default: (await import('./pdf-pages.tsx')).PdfPages }))

const ownNames: Readonly<Record<Language, string>> = { en: 'English', ar: 'العربية', ckb: 'کوردی' }

interface Props {
  readonly kind: 'household' | 'project' | 'case'
  readonly id: string
}

const Pages = ({ count }: { readonly count: number }) => (
  <Text size="sm" c="dimmed">
    <Plural value={count} one="# page" other="# pages" />
  </Text>
)

/** Prepares a record's paper and shows it before it is saved or printed; the language of the paper can be chosen. */
export const PrintButton = ({ kind, id }: Props) => {
  const { t } = useLingui()
  const { language: own } = useLocale()
  const { may } = useMay()
  const [open, setOpen] = useState(false)
  const preview = useMutation({
    networkMode: 'always',
    mutationFn: async (paper: Language) => {
      const { documentId } = await call('documents.prepare', { kind, id, language: paper })
      return { documentId, ...(await call('print.preview', { documentId })) }
    },
  })
  const save = useMutation({
    networkMode: 'always',
    mutationFn: async (documentId: string) => await call('print.save', { documentId }),
    onSuccess: ({ saved }) => {
      if (saved)
        notifications.show({ color: 'teal', message: t`The file was saved. It is not encrypted: keep it safe.` })
    },
    onError: () => {
      notifications.show({
        color: 'red',
        message: t`The file could not be saved. Choose another folder and try again.`,
      })
    },
  })
  const print = useMutation({
    networkMode: 'always',
    mutationFn: async (documentId: string) => await call('print.print', { documentId }),
  })
  if (!may('document.print')) return null
  const show = (paper: Language) => {
    setOpen(true)
    preview.mutate(paper)
  }
  const ready = preview.data
  return (
    <>
      <Button.Group>
        <Button
          variant="default"
          leftSection={<IconPrinter size={16} />}
          onClick={() => {
            show(own)
          }}
        >
          <Trans>Print</Trans>
        </Button>
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" px="xs" aria-label={t`Choose the language of the paper`}>
              <IconChevronDown size={16} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>
              <Trans>Language of the paper</Trans>
            </Menu.Label>
            {language.codes.map((one) => (
              <Menu.Item
                key={one}
                lang={one}
                onClick={() => {
                  show(one)
                }}
              >
                {ownNames[one]}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </Button.Group>
      <Modal
        opened={open}
        onClose={() => {
          setOpen(false)
        }}
        size="auto"
        title={t`Print preview`}
        closeButtonProps={{ 'aria-label': t`Close` }}
        padding="md"
      >
        <Stack miw={640} mih={300}>
          {preview.isPending && (
            <Group justify="center" py="xl" role="status">
              <Loader />
              <Text>
                <Trans>Preparing the paper…</Trans>
              </Text>
            </Group>
          )}
          {preview.isError && <ErrorState error={preview.error} />}
          {ready && (
            <>
              <Group justify="space-between">
                <Pages count={ready.pages} />
                <Group gap="xs">
                  <Button
                    variant="default"
                    leftSection={<IconDownload size={16} />}
                    loading={save.isPending}
                    onClick={() => {
                      save.mutate(ready.documentId)
                    }}
                  >
                    <Trans>Save as PDF</Trans>
                  </Button>
                  <Button
                    data-autofocus
                    leftSection={<IconPrinter size={16} />}
                    onClick={() => {
                      print.mutate(ready.documentId)
                    }}
                  >
                    <Trans>Print on paper</Trans>
                  </Button>
                </Group>
              </Group>
              <Suspense fallback={<Loader />}>
                <PdfPages pdf={ready.pdf} />
              </Suspense>
            </>
          )}
        </Stack>
      </Modal>
    </>
  )
}
