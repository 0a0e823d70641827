import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

/** The colour of the Tigris at dusk: calm, and dark enough for white text on its middle shades. */
const river: MantineColorsTuple = [
  '#eef6f7',
  '#dcebee',
  '#b9d7dd',
  '#91c0ca',
  '#5d9fad',
  '#3c8494',
  '#27707f',
  '#175f6f',
  '#124d5a',
  '#0c3a45',
]

/** Cool greys with a breath of the same blue, so that surfaces and accents belong together. */
const gray: MantineColorsTuple = [
  '#f7f9fa',
  '#eff3f4',
  '#e2e8ea',
  '#cfd8db',
  '#b0bdc2',
  '#84949a',
  '#65767d',
  '#4a5a61',
  '#2f3d43',
  '#1b262b',
]

export const theme = createTheme({
  primaryColor: 'river',
  primaryShade: 7,
  colors: { river, gray },
  black: '#1b262b',
  fontFamily: 'Vazirmatn, "Segoe UI", Tahoma, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", Consolas, "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '12px', sm: '13.5px', md: '15px', lg: '17px', xl: '20px' },
  headings: {
    fontWeight: '700',
    sizes: {
      h1: { fontSize: '24px', lineHeight: '1.35' },
      h2: { fontSize: '18px', lineHeight: '1.4' },
      h3: { fontSize: '15px', lineHeight: '1.45' },
    },
  },
  defaultRadius: 'md',
  radius: { md: '8px', lg: '12px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // A title in the note's own colour is too light on its ground; the icon carries the colour.
    Alert: { styles: { title: { color: 'var(--mantine-color-text)' } } },
    Button: { defaultProps: { size: 'sm' } },
    Modal: { defaultProps: { centered: true, radius: 'lg' } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300 } },
    Paper: { defaultProps: { radius: 'lg' } },
  },
})

/** Mantine's quiet greys are too light to read on a bright day; these keep at least 4.5 to 1. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {
    '--way-canvas': gray[0],
    '--way-line': gray[2],
    '--way-line-strong': gray[3],
    '--way-ink-soft': gray[7],
  },
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-text': gray[9],
    '--mantine-color-dimmed': '#56666d',
    '--mantine-color-placeholder': '#65767d',
    '--mantine-color-error': '#b42318',
    '--mantine-color-default-border': gray[3],
  },
  dark: {},
})
