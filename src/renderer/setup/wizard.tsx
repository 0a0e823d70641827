export const SetupWizard = () => null
