// The official openai package, unmodified, against the gateway that OPENAI_BASE_URL and OPENAI_API_KEY name. Its
// providers: the simulator, and one that takes "up-*", described at the test that uses it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';

const LIMIT = { timeout: 20_000 };
const MESSAGES = [{ role: 'user', content: 'hello there' }];
const TEN_WORDS = 'You said: "hello there" This answer comes from a simulated';
const WEATHER = {
  type: 'function',
  function: {
    name: 'weather',
    parameters: { type: 'object', properties: { city: { type: 'string' }, days: { type: 'integer' } } },
  },
};
const WEATHER_ARGUMENTS = { city: 'simulated city', days: 1 };

const client = new OpenAI();
const once = new OpenAI({ maxRetries: 0 });

const ask = (model, more = {}) => once.chat.completions.create({ model, messages: MESSAGES, ...more });

async function streamed(model, more = {}) {
  const chunks = [];
  for await (const chunk of await ask(model, { stream: true, ...more })) {
    chunks.push(chunk);
  }
  return chunks;
}

const text = (chunks) => chunks.map((chunk) => chunk.choices[0]?.delta?.content ?? '').join('');

/** A client that counts the HTTP requests it really makes. */
function counting() {
  const counter = { requests: 0 };
  counter.client = new OpenAI({
    fetch: (url, init) => {
      counter.requests++;
      return fetch(url, init);
    },
  });
  return counter;
}

test('asks the gateway that the environment names', LIMIT, () => {
  assert.equal(client.baseURL, process.env.OPENAI_BASE_URL);
  assert.equal(client.apiKey, process.env.OPENAI_API_KEY);
});

test('reads a whole chat completion', LIMIT, async () => {
  const completion = await client.chat.completions.create({ model: 'sim-10x0', messages: MESSAGES });
  assert.equal(completion.choices[0].message.content, TEN_WORDS);
  assert.equal(completion.choices[0].finish_reason, 'stop');
  assert.equal(completion.usage.completion_tokens, 10);
  assert.match(completion._request_id, /^[\w-]+$/);
});

test('reads a stream with the same text and no usage it did not ask for', LIMIT, async () => {
  const chunks = await streamed('sim-10x0');
  assert.equal(chunks.length, 12, 'role, ten words, finish reason');
  assert.equal(text(chunks), TEN_WORDS);
  assert.equal(chunks.at(-1).choices[0].finish_reason, 'stop');
  assert.ok(chunks.every((chunk) => chunk.usage == null));
});

test('reads the usage it asked for at the end of a stream', LIMIT, async () => {
  const chunks = await streamed('sim-10x0', { stream_options: { include_usage: true } });
  assert.equal(chunks.length, 13);
  assert.equal(chunks.at(-1).usage.completion_tokens, 10);
  assert.deepEqual(chunks.at(-1).choices, []);
});

test('reads a stream whose characters are cut by chunk borders', LIMIT, async () => {
  const whole = await ask('sim-utf8');
  assert.equal(text(await streamed('sim-utf8')), whole.choices[0].message.content);
});

test('calls tools, whole and streamed', LIMIT, async () => {
  const whole = await ask('sim-tools', { tools: [WEATHER] });
  const runner = once.chat.completions.stream({ model: 'sim-tools', messages: MESSAGES, tools: [WEATHER] });
  const gathered = await runner.finalChatCompletion();
  for (const completion of [whole, gathered]) {
    assert.equal(completion.choices[0].finish_reason, 'tool_calls');
    assert.equal(completion.choices[0].message.tool_calls.length, 1);
    const called = completion.choices[0].message.tool_calls[0].function;
    assert.equal(called.name, 'weather');
    assert.deepEqual(JSON.parse(called.arguments), WEATHER_ARGUMENTS);
  }
});

test('runs a tool and answers with its result', LIMIT, async () => {
  const seen = [];
  const call = (given) => {
    seen.push(given);
    return 'rain';
  };
  const tool = { ...WEATHER, function: { ...WEATHER.function, function: call, parse: JSON.parse } };
  const runner = once.chat.completions.runTools({ model: 'sim-tools', messages: MESSAGES, tools: [tool], stream: true });
  assert.match(await runner.finalContent(), /^You said: "rain"/);
  assert.deepEqual(seen, [WEATHER_ARGUMENTS]);
});

test('lists the models and retrieves each', LIMIT, async () => {
  const ids = [];
  for await (const model of client.models.list()) {
    ids.push(model.id);
    assert.deepEqual(await client.models.retrieve(model.id), model);
  }
  assert.ok(ids.includes('sim-fast'), ids.join());
  await assert.rejects(client.models.retrieve('nobody/heard-of'), OpenAI.NotFoundError);
});

test('makes embeddings in its own base64 form as in floats', LIMIT, async () => {
  const request = { model: 'sim-embed', input: ['hi', 'there'], dimensions: 8 };
  const base64 = await client.embeddings.create(request);
  const floats = await client.embeddings.create({ ...request, encoding_format: 'float' });
  assert.equal(base64.data.length, 2);
  base64.data.forEach((entry, i) =>
    assert.deepEqual(Array.from(entry.embedding), Array.from(Float32Array.from(floats.data[i].embedding))),
  );
});

test('reads legacy completions, whole and streamed', LIMIT, async () => {
  const request = { model: 'sim-3x0', prompt: 'hi' };
  const whole = await client.completions.create(request);
  let joined = '';
  for await (const chunk of await client.completions.create({ ...request, stream: true })) {
    joined += chunk.choices[0]?.text ?? '';
  }
  assert.equal(whole.choices[0].text, 'You said: "hi"');
  assert.equal(joined, whole.choices[0].text);
});

test('tells an unknown model from other errors, streamed or not', LIMIT, async () => {
  for (const stream of [false, true]) {
    await assert.rejects(ask('sym-fast', { stream }), (error) => {
      assert.ok(error instanceof OpenAI.NotFoundError);
      assert.match(error.message, /The model 'sym-fast' is not served here\. Did you mean sim-fast/);
      assert.equal(error.code, 'model_not_found');
      assert.equal(error.param, 'model');
      assert.equal(error.type, 'invalid_request_error');
      assert.ok(error.requestID);
      return true;
    });
  }
});

test('tells a wrong key', LIMIT, async () => {
  const stranger = new OpenAI({ apiKey: 'pk-nobody', maxRetries: 0 });
  for (const call of [() => stranger.models.list(), () => stranger.completions.create({ model: 'm', prompt: '' })]) {
    await assert.rejects(call, (error) => error instanceof OpenAI.AuthenticationError && error.code === 'invalid_api_key');
  }
});

test('tells a bad request of the gateway from one of the provider', LIMIT, async () => {
  await assert.rejects(ask(''), (error) => error instanceof OpenAI.BadRequestError && error.param === 'model');
  await assert.rejects(ask('sim-fast', { n: 2 }), (error) => error instanceof OpenAI.BadRequestError && error.param === 'n');
});

test('tells a rate limit and how long to wait', LIMIT, async () => {
  await assert.rejects(ask('sim-429-retry-7'), (error) => {
    assert.ok(error instanceof OpenAI.RateLimitError);
    assert.equal(error.code, 'rate_limit_exceeded');
    assert.equal(error.headers.get('retry-after'), '7');
    return true;
  });
});

test('tells a failing provider, also one that answers in HTML or breaks off', LIMIT, async () => {
  for (const model of ['sim-status-500', 'sim-status-503', 'sim-html-502', 'sim-cut-5', 'sim-reset']) {
    await assert.rejects(ask(model), OpenAI.InternalServerError, model);
  }
});

test('throws where a stream breaks, after the words that came', LIMIT, async () => {
  for (const model of ['sim-cut-5', 'sim-error-5']) {
    const chunks = [];
    await assert.rejects(
      async () => {
        for await (const chunk of await ask(model, { stream: true })) {
          chunks.push(chunk);
        }
      },
      (error) => error instanceof OpenAI.APIError && /^provider_/.test(error.code),
      model,
    );
    assert.equal(text(chunks), 'You said: "hello there" This', model);
  }
});

// The provider behind up-* sends one token and then nothing. A call that is not streamed is answered with what became
// of that stream: "gone" when the provider was hung up on within a second, else "still there".
test('stops the provider when the reader leaves', LIMIT, async () => {
  for await (const chunk of await ask('up-1', { stream: true })) {
    if (chunk.choices[0].delta.content) {
      break;
    }
  }
  const told = await ask('up-1');
  assert.equal(told.choices[0].message.content, 'gone');
});

test('asks again after a 500 and not after a refusal that is final', LIMIT, async () => {
  const failing = counting();
  await assert.rejects(
    failing.client.chat.completions.create({ model: 'sim-status-500', messages: MESSAGES }),
    OpenAI.InternalServerError,
  );
  assert.equal(failing.requests, 3);
  // The provider rejects the gateway's own key: a 502, but one that no second try can mend.
  const final = counting();
  await assert.rejects(
    final.client.chat.completions.create({ model: 'sim-status-401', messages: MESSAGES }),
    (error) => error.status === 502 && error.code === 'provider_key_rejected',
  );
  assert.equal(final.requests, 1);
});
