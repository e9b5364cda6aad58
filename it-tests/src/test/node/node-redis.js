// node-redis against the server at PORT: node node-redis.js PORT RESP
'use strict';
const assert = require('node:assert/strict');
const { createClient } = require('redis');

async function main(port, RESP) {
  const client = createClient({ RESP, socket: { host: '127.0.0.1', port, reconnectStrategy: false } });
  client.on('error', (error) => {
    throw error;
  });
  await client.connect();
  await client.flushAll();

  assert.equal(await client.ping(), 'PONG');
  assert.equal(await client.set('k', 'v'), 'OK');
  assert.equal(await client.get('k'), 'v');
  assert.equal(await client.get('missing'), null);
  assert.equal(await client.sendCommand(['SET', 'k', 'w', 'NX']), null);
  assert.equal(await client.expire('k', 100), 1);
  assert.ok((await client.ttl('k')) > 90);
  assert.equal(await client.persist('k'), 1);
  assert.equal(await client.exists(['k', 'missing']), 1);
  assert.equal(await client.del('k'), 1);
  await assert.rejects(client.rename('missing', 'x'), /ERR no such key/);
  assert.equal((await client.configGet('databases')).databases, '16');

  const writes = [];
  for (let i = 0; i < 2000; i++) {
    writes.push(client.set(`key:${i}`, `value ${i}`));
  }
  await Promise.all(writes);
  const reads = [];
  for (let i = 0; i < 2000; i++) {
    reads.push(client.get(`key:${i}`));
  }
  (await Promise.all(reads)).forEach((value, i) => assert.equal(value, `value ${i}`));
  assert.equal(await client.dbSize(), 2000);

  const found = new Set();
  for await (const keys of client.scanIterator({ MATCH: 'key:*', COUNT: 100 })) {
    [].concat(keys).forEach((key) => found.add(key));
  }
  assert.equal(found.size, 2000);

  await client.close();
  console.log('all as expected');
}

main(Number(process.argv[2]), Number(process.argv[3])).catch((error) => {
  console.error(error);
  process.exit(1);
});
