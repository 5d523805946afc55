/** Serves a synthesized template on this machine, so that an app can be tried against it before anything is deployed. */
export type { BrowserJudgement, ExchangeRecord } from './exchange-record';
export { FolderStore } from './folder-store';
export type { ObjectStore } from './object-store';
export type { OwnPage, PageHandler } from './own-pages';
export { startPreview } from './preview';
export type { Preview, PreviewOptions, PreviewServer } from './preview';
