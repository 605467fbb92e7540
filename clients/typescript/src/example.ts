/**
 * A platform's program in TypeScript: it registers an account, asks the gate, reads a problem, follows the events, and
 * verifies the signature of what a webhook receives. Types come from the description, calls from openapi-fetch.
 *
 *   node build/example.js http://127.0.0.1:8000 sk_…
 */
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import createClient from "openapi-fetch";
import { Webhook } from "standardwebhooks";
import type { components, paths } from "./standing.js";

type Problem = components["schemas"]["Problem"];
type Event = components["schemas"]["EventsPage"]["events"][number];

/** A problem that the API answered (RFC 9457): decide by its `type`. */
class RefusedError extends Error {
  constructor(readonly problem: Problem) {
    super(`${problem.title}: ${problem.detail}`);
  }
}

/** Return the data of an answer. */
function answered<T>(answer: { data?: T; error?: Problem }): T {
  if (answer.error !== undefined) throw new RefusedError(answer.error);
  return answer.data as T;
}

const [address = "http://127.0.0.1:8000", key = ""] = process.argv.slice(2);
const client = createClient<paths>({ baseUrl: address, headers: { Authorization: `Bearer ${key}` } });

/** Return a fictional resident ID with a right check digit (GB 11643), another one each time: a person has one account. */
function fictionalResidentId(): string {
  const born = new Date(Date.UTC(1900, 0, 1 + Math.floor(Math.random() * 20_000)));
  const sequence = String(Math.floor(Math.random() * 1000)).padStart(3, "0");
  const digits = `110101${born.toISOString().slice(0, 10).replaceAll("-", "")}${sequence}`;
  const sum = [...digits].reduce((total, digit, place) => total + Number(digit) * (2 ** (17 - place) % 11), 0);
  return digits + "10X98765432"[sum % 11];
}

/** Register an account; with the same Idempotency-Key the request may be repeated safely. */
async function register(account: string, residentId: string): Promise<void> {
  const done = answered(
    await client.POST("/v1/accounts", {
      body: { account, kind: "individual", holder: { resident_id: residentId }, name: account },
      headers: { "Idempotency-Key": `register-${account}` },
    }),
  );
  console.log(`registered ${account}, version ${done.version}`);
}

/** Ask the gate before something is published. */
async function mayPublish(account: string): Promise<boolean> {
  const verdict = answered(await client.POST("/v1/decisions", { body: { account, privilege: "publish" } }));
  for (const reason of verdict.reasons) console.log(`refused (article ${reason.article}): ${reason.message}`);
  return verdict.answer === "allowed";
}

/** Yield the events of an account after a position; each answer waits up to ten seconds for news. */
async function* follow(account: string, after: number): AsyncGenerator<Event> {
  for (;;) {
    const page = answered(await client.GET("/v1/events", { params: { query: { account, after, wait: 10 } } }));
    if (typeof page === "string") throw new Error("a page was asked for, no stream");
    yield* page.events;
    after = page.next;
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf-8");
}

/** Receive one event, whose signature is verified before it is read. */
async function receiveOne(server: Server, secret: string): Promise<{ type: string }> {
  return await new Promise((resolve, reject) => {
    server.once("request", (request: IncomingMessage, response) => {
      bodyOf(request)
        .then((body) => new Webhook(secret).verify(body, request.headers as Record<string, string>))
        .then((event) => {
          response.writeHead(204).end();
          resolve(event as { type: string });
        })
        .catch((error: unknown) => {
          response.writeHead(400).end();
          reject(error instanceof Error ? error : new Error(String(error)));
        });
    });
  });
}

async function webhook(): Promise<void> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/standing`;
  const made = answered(await client.POST("/v1/webhooks", { body: { url, types: ["account.*"] } }));
  const received = receiveOne(server, made.secret);
  await client.POST("/v1/webhooks/{webhook}/test", { params: { path: { webhook: made.id } }, body: {} });
  console.log(`verified the signature of ${(await received).type}`);
  server.close();
}

const account = `ts-${Date.now()}`;
await register(account, process.argv[4] ?? fictionalResidentId());
console.log(`may publish: ${await mayPublish(account)}`);
try {
  answered(await client.POST("/v1/accounts/{account}/bans", {
    params: { path: { account } },
    body: { category: "rumour_making", duration: "P7D", factor: "9" },
  }));
} catch (error) {
  if (!(error instanceof RefusedError)) throw error;
  console.log(`problem ${error.problem.type}: ${error.problem.detail}`);
}
for await (const event of follow(account, 0)) {
  console.log(`event ${event.type}, version ${event.version}`);
  break; // a real program keeps the position and goes on
}
await webhook();
