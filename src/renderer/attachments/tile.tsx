import { Text } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { IconCloudOff, IconFileText, IconFileTypePdf, IconLock, IconPhoto } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { attachmentKind } from '../../shared/codes/attachment.ts'
import { query } from '../api.ts'
import { useLabel } from '../i18n.ts'
import { usePicture } from './picture.ts'
import type { Item } from './section.tsx'
import classes from './attachments.module.css'

/** A photo or paper in the list: its small picture or a sign, its title and kind. */
export function Tile({ item, onOpen }: { readonly item: Item; readonly onOpen: () => void }) {
  const label = useLabel()
  const { stored, restricted } = item
  const kind = label.code(attachmentKind.id, stored.kind)
  if (restricted) {
    return (
      <div className={classes.tile}>
        <span className={classes.picture}>
          <IconLock size={28} aria-hidden />
        </span>
        <Text size="sm" fw={500}>
          {kind}
        </Text>
        <Text size="xs" c="dimmed">
          <Trans>Your role does not include looking at it</Trans>
        </Text>
      </div>
    )
  }
  const title = stored.title
  return (
    <button type="button" className={classes.tile} onClick={onOpen}>
      <span className={classes.picture}>
        <Small item={item} />
      </span>
      <Text size="sm" fw={500} className={classes.title ?? ''}>
        <bdi>{title}</bdi>
      </Text>
      <Text size="xs" c="dimmed">
        {item.here === 'here' ? kind : <Trans>not on this laptop</Trans>}
      </Text>
    </button>
  )
}

const Small = ({ item }: { readonly item: Item }) => {
  const { stored, here } = item
  const thumb = useQuery({
    ...query('attachments.thumbnail', { type: stored.ownerType, id: stored.id }),
    enabled: here === 'here' && stored.thumb !== null,
  })
  const address = usePicture(thumb.data ?? null, 'image/jpeg')
  if (here === 'elsewhere') return <IconCloudOff size={28} aria-hidden />
  if (address !== null) return <img src={address} alt="" />
  if (stored.mediaType === 'application/pdf') return <IconFileTypePdf size={32} stroke={1.5} aria-hidden />
  return stored.mediaType === 'text/plain' ? (
    <IconFileText size={32} stroke={1.5} aria-hidden />
  ) : (
    <IconPhoto size={32} stroke={1.5} aria-hidden />
  )
}
