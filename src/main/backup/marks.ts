/** Where the registry notes the last good backup of each store, and of both to a folder that a person chose. */
export const backupMark = { registry: 'backup:registry', medical: 'backup:medical', folder: 'backup:folder' } as const
