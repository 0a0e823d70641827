export const UnlockPage = ({ version }: { readonly version: string }) => <p>{version}</p>
