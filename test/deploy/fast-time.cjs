// Loaded into the process of an emulated Lambda function before its code: its pauses and its clock run 20 times as fast.
const FASTER = 20;

if (process.env.AWS_LAMBDA_FUNCTION_NAME !== undefined) {
  const { setTimeout, Date } = globalThis;
  const { now } = Date;
  const start = now();
  Date.now = () => start + (now() - start) * FASTER;
  globalThis.setTimeout = (callback, milliseconds, ...others) => setTimeout(callback, milliseconds / FASTER, ...others);
}
