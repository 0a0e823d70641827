/** The sign of the application: a post that points both ways. */
export const Mark = ({ size }: { readonly size: number }) => (
  <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden style={{ flex: 'none' }}>
    <rect width="32" height="32" rx="8" fill="var(--mantine-color-river-7)" />
    <path d="M15 6h2v20h-2z" fill="#fff" opacity=".75" />
    <path d="M9 8h11l3.5 3L20 14H9z" fill="#fff" />
    <path d="M23 15.5H12l-3.5 3 3.5 3h11z" fill="#fff" opacity=".88" />
  </svg>
)
