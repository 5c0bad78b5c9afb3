import { createDemoServer } from './app.ts';
import { openDatabase } from './openDatabase.ts';

const port = Number(process.env.PORT ?? 4173);

try {
  const server = await createDemoServer({ port, database: await openDatabase(process.env) });
  console.log(`Demo on ${server.url}`);

  const stop = async () => {
    await server.close();
    process.exit(0);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  // Whoever starts this from a program holds its stdin open; when that program dies, so does the demo.
  if (process.env.DEMO_PARENT_STDIN === '1') process.stdin.resume().once('close', stop);
} catch (error) {
  const inUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  console.error(
    inUse ? `Port ${port} is in use. Set another one: PORT=8080 npm start (PORT=0 takes a free one).` : error,
  );
  process.exitCode = 1;
}
