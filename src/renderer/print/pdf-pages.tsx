import { useLingui } from '@lingui/react/macro'
import { ScrollArea, Stack } from '@mantine/core'
import { getDocument, GlobalWorkerOptions } from 'pdfjs-dist'
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url'
import { useEffect, useRef } from 'react'
import classes from './pdf-pages.module.css'

GlobalWorkerOptions.workerSrc = workerUrl

/** Wide enough to read on an office screen, in CSS pixels. */
const pageWidth = 720

/** A paper from outside may claim any number of pages. */
const mostPages = 200

interface PdfPagesProps {
  readonly pdf: Uint8Array
  /** The most it may take of the window's height; 70 of 100 parts otherwise. */
  readonly height?: string
  /** Hears that this is no PDF that can be drawn; without it that is a fault of ours. */
  readonly onError?: () => void
}

/**
 * Draws the pages of a PDF from memory. The page's policy allows no embedded viewer, and a preview made of the real
 * PDF shows what will be printed rather than something like it.
 */
export const PdfPages = ({ pdf, height, onError }: PdfPagesProps) => {
  const { t } = useLingui()
  const place = useRef<HTMLDivElement>(null)
  const label = t`Pages of the paper`
  const fault = useRef(onError)
  useEffect(() => {
    const container = place.current
    if (!container) return
    const stop = new AbortController()
    // A copy: the reader takes ownership of what it is given.
    const task = getDocument({ data: pdf.slice(), useWasm: false })
    const draw = async () => {
      const document_ = await task.promise
      container.replaceChildren()
      for (let number = 1; number <= Math.min(document_.numPages, mostPages) && !stop.signal.aborted; number++) {
        const page = await document_.getPage(number)
        const scale = (pageWidth / page.getViewport({ scale: 1 }).width) * window.devicePixelRatio
        const viewport = page.getViewport({ scale })
        const canvas = document.createElement('canvas')
        // In a page from right to left every letter would hang on the wrong side of its place.
        canvas.dir = 'ltr'
        canvas.width = viewport.width
        canvas.height = viewport.height
        canvas.className = classes.page ?? ''
        container.append(canvas)
        await page.render({ canvas, viewport }).promise
      }
      container.dataset.ready = 'true'
    }
    void draw().catch((error: unknown) => {
      // A preview closed while it was drawn is no fault.
      if (stop.signal.aborted) return
      if (!fault.current) throw error
      fault.current()
    })
    return () => {
      stop.abort()
      void task.destroy()
    }
  }, [pdf])
  return (
    <ScrollArea.Autosize mah={height ?? '70vh'} className={classes.desk ?? ''} viewportProps={{ tabIndex: 0 }}>
      <Stack ref={place} align="center" gap="md" p="md" role="img" aria-label={label} data-testid="pdf-pages" />
    </ScrollArea.Autosize>
  )
}
