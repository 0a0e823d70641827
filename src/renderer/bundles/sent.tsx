import { Button, Stack, Text } from '@mantine/core'
import { Plural, Trans } from '@lingui/react/macro'
import { IconCircleCheck } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { exportResult, type ExportPhotos } from '../../shared/contract/exchange.ts'
import { useFormat } from '../format.ts'
import { Banner } from './banner.tsx'
import { PhotoCount } from './photo-count.tsx'
import classes from './bundles.module.css'
import { Recheck } from './recheck.tsx'

const NotSent = ({ photos }: { readonly photos: ExportPhotos }) => {
  const format = useFormat()
  const [leftOut, damaged, elsewhere] = [photos.leftOut, photos.damaged, photos.elsewhere].map((n) => format.number(n))
  return (
    <>
      {photos.leftOut > 0 ? (
        <Text size="sm" c="dimmed">
          <Trans>No room in this bundle: {leftOut}. They come with a later one.</Trans>
        </Text>
      ) : null}
      {photos.damaged > 0 ? (
        <Text size="sm" c="dimmed">
          <Trans>Left out because they are damaged: {damaged}. Check the records under Health.</Trans>
        </Text>
      ) : null}
      {photos.elsewhere > 0 ? (
        <Text size="sm" c="dimmed">
          <Trans>Not on this laptop, and so not in the bundle: {elsewhere}.</Trans>
        </Text>
      ) : null}
    </>
  )
}

/** What was written, and what to do before the stick is pulled out. */
export function Sent({ result, onAgain }: { readonly result: unknown; readonly onAgain: () => void }) {
  const format = useFormat()
  const { files, bytes, operations, photos } = exportResult.parse(result)
  return (
    <section className={`surface ${classes.form ?? ''}`}>
      <Banner
        tone="good"
        icon={<IconCircleCheck size={24} aria-hidden />}
        title={<Trans>The bundle is written and was read back without a fault</Trans>}
        detail={
          <Trans>Eject the stick before you pull it out. Then hand it over; nobody else can open the file.</Trans>
        }
      />
      <dl className={classes.facts}>
        <dt>
          <Plural value={files.length} one="File" other="Files" />
        </dt>
        <dd>
          <Stack gap={2} align="flex-start">
            {files.map(({ file }) => (
              <bdi key={file} className="ltr">
                {file}
              </bdi>
            ))}
          </Stack>
        </dd>
        <dt>
          <Trans>Size</Trans>
        </dt>
        <dd>{format.size(bytes)}</dd>
        <dt>
          <Trans>Changes</Trans>
        </dt>
        <dd>{format.number(operations)}</dd>
        <dt>
          <Trans>Photos and papers</Trans>
        </dt>
        <dd>
          <Stack gap={2}>
            <PhotoCount count={photos.count} bytes={photos.bytes} />
            <NotSent photos={photos} />
          </Stack>
        </dd>
      </dl>
      <Recheck />
      <div className={classes.end}>
        <Button variant="default" onClick={onAgain}>
          <Trans>Send another</Trans>
        </Button>
        <Button renderRoot={(props) => <Link to="/bundles" {...props} />}>
          <Trans>Done</Trans>
        </Button>
      </div>
    </section>
  )
}
