/** Serves a synthesized template on this machine, so that an app can be tried against it before anything is deployed. */
export type { BrowserJudgement, ExchangeRecord } from './exchange/exchange-record';
export { exchangeLine } from './exchange/exchange-line';
export { FolderStore } from './storage/folder-store';
export type { ObjectStore } from './storage/object-store';
export type { OwnPage, PageHandler } from './own-pages/routes';
export { ANYBODY, startPreview } from './preview';
export { installedSdk, S3Store } from './storage/s3-store';
export type { Credentials } from './s3/signature';
export type { Preview, PreviewOptions, PreviewServer } from './preview';
