// What a plan has to read of Aiven, and nothing else: the service, its ACLs, its topics in batches of a hundred, eight requests
// at a time over connections that are kept. `node floor.mjs <url of the service> <url of its batch read>`, the token in AIVEN_TOKEN.
const [, , service, batches] = process.argv;
const headers = { authorization: `aivenv1 ${process.env.AIVEN_TOKEN}`, 'content-type': 'application/json' };

async function ask(url, body) {
  const method = body === undefined ? 'GET' : 'POST';
  const response = await fetch(url, { method, headers, body: body && JSON.stringify(body) });
  if (!response.ok) throw new Error(`${response.status} for ${url}`);
  return JSON.parse(await response.text());
}

const [, , list] = await Promise.all([ask(service), ask(`${service}/kafka/acl`), ask(`${service}/topic`)]);
const names = list.topics.map((topic) => topic.topic_name);
let read = 0;
async function worker() {
  while (read < names.length) {
    const chunk = names.slice(read, read + 100);
    read += 100;
    await ask(batches, { topic_names: chunk });
  }
}
await Promise.all(Array.from({ length: 8 }, worker));
