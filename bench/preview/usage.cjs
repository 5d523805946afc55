// Loaded into each server before its own code: tells its memory and processor time when asked, and ends with the bench
process.on('message', () => {
  global.gc?.();
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  process.send({ rss, heap: heapUsed, cpu: (user + system) / 1e3 });
});
process.on('disconnect', () => { process.exit(); });
