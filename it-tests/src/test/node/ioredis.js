// ioredis against the server at PORT: node ioredis.js PORT RESP
'use strict';
const assert = require('node:assert/strict');
const { Redis } = require('ioredis');

async function main(port, protocol) {
  const redis = new Redis({ host: '127.0.0.1', port, protocol, retryStrategy: null });
  await redis.flushall();

  assert.equal(await redis.ping(), 'PONG');
  assert.equal(await redis.set('k', 'v'), 'OK');
  assert.equal(await redis.get('k'), 'v');
  assert.equal(await redis.get('missing'), null);
  assert.equal(await redis.set('k', 'w', 'NX'), null);
  assert.equal(await redis.expire('k', 100), 1);
  assert.ok((await redis.ttl('k')) > 90);
  assert.equal(await redis.persist('k'), 1);
  assert.equal(await redis.exists('k', 'missing'), 1);
  const bytes = Buffer.from([0, 255, 13, 10]);
  await redis.set(bytes, bytes);
  assert.deepEqual(await redis.getBuffer(bytes), bytes);
  assert.equal(await redis.del('k', bytes), 2);
  await assert.rejects(redis.rename('missing', 'x'), /ERR no such key/);

  const pipeline = redis.pipeline();
  for (let i = 0; i < 2000; i++) {
    pipeline.set(`key:${i}`, `value ${i}`).get(`key:${i}`);
  }
  (await pipeline.exec()).forEach(([error, reply], i) => {
    assert.equal(error, null);
    assert.equal(reply, i % 2 === 0 ? 'OK' : `value ${(i - 1) / 2}`);
  });
  assert.equal(await redis.dbsize(), 2000);

  const found = new Set();
  for await (const keys of redis.scanStream({ match: 'key:*', count: 100 })) {
    keys.forEach((key) => found.add(key));
  }
  assert.equal(found.size, 2000);

  await redis.quit();
  console.log('all as expected');
}

main(Number(process.argv[2]), Number(process.argv[3])).catch((error) => {
  console.error(error);
  process.exit(1);
});
