import './start.ts'
import { createRoot } from 'react-dom/client'
import './styles/index.css'
import { App } from './app.tsx'
import { firstLanguage, startLanguage } from './i18n.ts'

const container = document.getElementById('root')
if (!container) throw new Error('the page has no root element')

// Sentences first: a window without words would flash.
await startLanguage(firstLanguage())
createRoot(container).render(<App />)
