// Calls the gateway as applications do, with their vendors' own SDKs, unmodified. Usage: node clients.mjs BASE_URL KEY MODEL...
// Prints one line of JSON per client, model and kind of call: {client, model, kind, ok, said}.
import OpenAI from 'openai'
import Anthropic from '@anthropic-ai/sdk'
import { GoogleGenAI } from '@google/genai'
import { generateObject, generateText, jsonSchema, streamText, tool } from 'ai'
import { createOpenAI } from '@ai-sdk/openai'
import { createAnthropic } from '@ai-sdk/anthropic'
import { createGoogleGenerativeAI } from '@ai-sdk/google'

const [base, key, ...models] = process.argv.slice(2)
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const TEXT = 'Hello from afar.'
const SEEN = 'I see one pixel.'
const AFTER = 'It is 4 C.'
const OBJECT = { city: 'Oslo' }
const CALLS = [['get_weather', { city: 'Oslo' }], ['get_time', {}]]
const weather = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false }
const nothing = { type: 'object', properties: {}, additionalProperties: false }
const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false }

const parsed = calls => calls.map(([name, args]) => [name, typeof args === 'string' ? JSON.parse(args || '{}') : args ?? {}])
const statusOf = error => error.status ?? error.statusCode ?? error.lastError?.statusCode ?? error.code

const openai = new OpenAI({ baseURL: base + '/v1', apiKey: key, maxRetries: 0 })
const chatTools = [['get_weather', weather], ['get_time', nothing]].map(([name, parameters]) => ({
  type: 'function', function: { name, description: name, parameters } }))
const ask = (text, more) => ({ messages: [{ role: 'system', content: 'Be brief.' }, { role: 'user', content: text }], ...more })
const chat = {
  plain: async model => (await openai.chat.completions.create({ model, ...ask('hello') })).choices[0].message.content,
  stream: async model => {
    let said = ''
    let finish
    const stream = await openai.chat.completions.create({ model, stream: true, stream_options: { include_usage: true }, ...ask('hello') })
    let usage
    for await (const chunk of stream) {
      said += chunk.choices[0]?.delta?.content ?? ''
      finish = chunk.choices[0]?.finish_reason ?? finish
      usage = chunk.usage ?? usage
    }
    if (finish !== 'stop' || !(usage.completion_tokens > 0)) throw new Error('finish ' + finish + ', usage ' + JSON.stringify(usage))
    return said
  },
  tools: async model => {
    const answer = await openai.chat.completions.create({ model, tools: chatTools, ...ask('weather?') })
    if (answer.choices[0].finish_reason !== 'tool_calls') throw new Error(answer.choices[0].finish_reason)
    return parsed(answer.choices[0].message.tool_calls.map(call => [call.function.name, call.function.arguments]))
  },
  'tools, stream': async model => {
    const stream = openai.chat.completions.stream({ model, tools: chatTools, ...ask('weather?') })
    const answer = await stream.finalChatCompletion()
    return parsed(answer.choices[0].message.tool_calls.map(call => [call.function.name, call.function.arguments]))
  },
  'tool result': async model => {
    const messages = [{ role: 'user', content: 'weather?' }]
    const first = await openai.chat.completions.create({ model, tools: chatTools, messages })
    messages.push(first.choices[0].message)
    for (const call of first.choices[0].message.tool_calls) {
      messages.push({ role: 'tool', tool_call_id: call.id, content: '4 degrees' })
    }
    return (await openai.chat.completions.create({ model, tools: chatTools, messages })).choices[0].message.content
  },
  image: async model => (await openai.chat.completions.create({ model, messages: [{ role: 'user', content: [
    { type: 'text', text: 'what is it?' }, { type: 'image_url', image_url: { url: 'data:image/png;base64,' + PNG } }] }] })).choices[0].message.content,
  'JSON schema': async model => JSON.parse((await openai.chat.completions.create({ model, ...ask('a city'),
    response_format: { type: 'json_schema', json_schema: { name: 'city_schema', schema, strict: true } } })).choices[0].message.content),
  error: async model => openai.chat.completions.create({ model, ...ask('please fail') })
}

const responseTools = [['get_weather', weather], ['get_time', nothing]].map(([name, parameters]) => ({
  type: 'function', name, description: name, parameters, strict: false }))
const functionCalls = answer => parsed(answer.output.filter(item => item.type === 'function_call').map(item => [item.name, item.arguments]))
const responses = {
  plain: async model => (await openai.responses.create({ model, instructions: 'Be brief.', input: 'hello', store: false })).output_text,
  stream: async model => {
    const stream = openai.responses.stream({ model, input: 'hello', store: false })
    let said = ''
    stream.on('response.output_text.delta', event => { said += event.delta })
    const answer = await stream.finalResponse()
    if (answer.output_text !== said || !(answer.usage.output_tokens > 0)) throw new Error(said + ' is not ' + answer.output_text)
    return said
  },
  tools: async model => functionCalls(await openai.responses.create({ model, input: 'weather?', tools: responseTools, store: false })),
  'tools, stream': async model => functionCalls(await openai.responses.stream({ model, input: 'weather?', tools: responseTools, store: false }).finalResponse()),
  'tool result': async model => {
    const input = [{ role: 'user', content: 'weather?' }]
    const first = await openai.responses.create({ model, input, tools: responseTools, store: false })
    input.push(...first.output)
    for (const call of first.output.filter(item => item.type === 'function_call')) {
      input.push({ type: 'function_call_output', call_id: call.call_id, output: '4 degrees' })
    }
    return (await openai.responses.create({ model, input, tools: responseTools, store: false })).output_text
  },
  image: async model => (await openai.responses.create({ model, store: false, input: [{ role: 'user', content: [
    { type: 'input_text', text: 'what is it?' }, { type: 'input_image', image_url: 'data:image/png;base64,' + PNG, detail: 'auto' }] }] })).output_text,
  'JSON schema': async model => JSON.parse((await openai.responses.create({ model, input: 'a city', store: false,
    text: { format: { type: 'json_schema', name: 'city_schema', schema, strict: true } } })).output_text),
  error: async model => openai.responses.create({ model, input: 'please fail', store: false })
}

const anthropic = new Anthropic({ baseURL: base, apiKey: key, maxRetries: 0 })
const messageTools = [['get_weather', weather], ['get_time', nothing]].map(([name, input_schema]) => ({ name, description: name, input_schema }))
const say = (text, more) => ({ max_tokens: 100, system: 'Be brief.', messages: [{ role: 'user', content: text }], ...more })
const textOf = message => message.content.filter(block => block.type === 'text').map(block => block.text).join('')
const usesOf = message => message.content.filter(block => block.type === 'tool_use').map(block => [block.name, block.input])
const messages = {
  plain: async model => textOf(await anthropic.messages.create({ model, ...say('hello') })),
  stream: async model => {
    const stream = anthropic.messages.stream({ model, ...say('hello') })
    let said = ''
    stream.on('text', text => { said += text })
    const message = await stream.finalMessage()
    if (message.stop_reason !== 'end_turn' || !(message.usage.output_tokens > 0)) throw new Error(JSON.stringify(message))
    return said
  },
  tools: async model => {
    const message = await anthropic.messages.create({ model, tools: messageTools, ...say('weather?') })
    if (message.stop_reason !== 'tool_use') throw new Error(message.stop_reason)
    return usesOf(message)
  },
  'tools, stream': async model => usesOf(await anthropic.messages.stream({ model, tools: messageTools, ...say('weather?') }).finalMessage()),
  'tool result': async model => {
    const turns = [{ role: 'user', content: 'weather?' }]
    const first = await anthropic.messages.create({ model, max_tokens: 100, tools: messageTools, messages: turns })
    turns.push({ role: 'assistant', content: first.content })
    turns.push({ role: 'user', content: first.content.filter(block => block.type === 'tool_use')
      .map(block => ({ type: 'tool_result', tool_use_id: block.id, content: '4 degrees' })) })
    return textOf(await anthropic.messages.create({ model, max_tokens: 100, tools: messageTools, messages: turns }))
  },
  image: async model => textOf(await anthropic.messages.create({ model, max_tokens: 100, messages: [{ role: 'user', content: [
    { type: 'text', text: 'what is it?' }, { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PNG } }] }] })),
  'JSON schema': async model => JSON.parse(textOf(await anthropic.messages.create({ model, ...say('a city'),
    output_config: { format: { type: 'json_schema', schema } } }))),
  error: async model => anthropic.messages.create({ model, ...say('please fail') })
}

const google = new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl: base } })
const googleTools = [{ functionDeclarations: [
  { name: 'get_weather', description: 'get_weather', parametersJsonSchema: weather },
  { name: 'get_time', description: 'get_time' }] }]
const gemini = {
  plain: async model => (await google.models.generateContent({ model, contents: 'hello', config: { systemInstruction: 'Be brief.' } })).text,
  stream: async model => {
    let said = ''
    let last
    for await (const chunk of await google.models.generateContentStream({ model, contents: 'hello' })) {
      said += chunk.text ?? ''
      last = chunk
    }
    if (last.candidates?.[0]?.finishReason !== 'STOP') throw new Error(JSON.stringify(last))
    return said
  },
  tools: async model => (await google.models.generateContent({ model, contents: 'weather?', config: { tools: googleTools } }))
    .functionCalls.map(call => [call.name, call.args ?? {}]),
  'tools, stream': async model => {
    const calls = []
    for await (const chunk of await google.models.generateContentStream({ model, contents: 'weather?', config: { tools: googleTools } })) {
      calls.push(...(chunk.functionCalls ?? []).map(call => [call.name, call.args ?? {}]))
    }
    return calls
  },
  'tool result': async model => {
    const contents = [{ role: 'user', parts: [{ text: 'weather?' }] }]
    const first = await google.models.generateContent({ model, contents, config: { tools: googleTools } })
    contents.push(first.candidates[0].content)
    contents.push({ role: 'user', parts: first.functionCalls.map(call => ({
      functionResponse: { id: call.id, name: call.name, response: { result: '4 degrees' } } })) })
    return (await google.models.generateContent({ model, contents, config: { tools: googleTools } })).text
  },
  image: async model => (await google.models.generateContent({ model, contents: [{ role: 'user', parts: [
    { text: 'what is it?' }, { inlineData: { mimeType: 'image/png', data: PNG } }] }] })).text,
  'JSON schema': async model => JSON.parse((await google.models.generateContent({ model, contents: 'a city',
    config: { responseMimeType: 'application/json', responseJsonSchema: schema } })).text),
  error: async model => google.models.generateContent({ model, contents: 'please fail' })
}

const vercelTools = {
  get_weather: tool({ description: 'get_weather', inputSchema: jsonSchema(weather) }),
  get_time: tool({ description: 'get_time', inputSchema: jsonSchema(nothing) })
}
const vercel = of => ({
  plain: async model => (await generateText({ model: of(model), system: 'Be brief.', prompt: 'hello', maxRetries: 0 })).text,
  stream: async model => {
    let said = ''
    let broke
    for await (const part of streamText({ model: of(model), prompt: 'hello', maxRetries: 0, onError: ({ error }) => { broke = error } }).textStream) said += part
    if (broke) throw broke
    return said
  },
  tools: async model => (await generateText({ model: of(model), prompt: 'weather?', tools: vercelTools, maxRetries: 0 }))
    .toolCalls.map(call => [call.toolName, call.input]),
  'tools, stream': async model => (await streamText({ model: of(model), prompt: 'weather?', tools: vercelTools, maxRetries: 0, onError: () => {} }).toolCalls)
    .map(call => [call.toolName, call.input]),
  image: async model => (await generateText({ model: of(model), maxRetries: 0, messages: [{ role: 'user', content: [
    { type: 'text', text: 'what is it?' }, { type: 'image', image: PNG, mediaType: 'image/png' }] }] })).text,
  'JSON schema': async model => (await generateObject({ model: of(model), schema: jsonSchema(schema), prompt: 'a city', schemaName: 'city_schema', maxRetries: 0,
    providerOptions: { anthropic: { structuredOutputMode: 'outputFormat' } } })).object,
  error: async model => generateText({ model: of(model), prompt: 'please fail', maxRetries: 0 })
})
const aiOpenai = createOpenAI({ baseURL: base + '/v1', apiKey: key })
const aiAnthropic = createAnthropic({ baseURL: base + '/v1', apiKey: key })
const aiGoogle = createGoogleGenerativeAI({ baseURL: base + '/v1beta', apiKey: key })

const clients = {
  'openai-node chat': chat,
  'openai-node responses': responses,
  'anthropic-node': messages,
  'google-genai-node': gemini,
  'ai-sdk openai.chat': vercel(model => aiOpenai.chat(model)),
  'ai-sdk openai': vercel(model => aiOpenai(model)),
  'ai-sdk anthropic': vercel(model => aiAnthropic(model)),
  'ai-sdk google': vercel(model => aiGoogle(model))
}
const expected = { plain: TEXT, stream: TEXT, tools: CALLS, 'tools, stream': CALLS, 'tool result': AFTER, image: SEEN, 'JSON schema': OBJECT }

async function one(client, model, kind, call) {
  let said
  let ok
  try {
    said = await call(model)
    ok = kind !== 'error' && JSON.stringify(said) === JSON.stringify(expected[kind])
  } catch (error) {
    said = `${error.name}: ${error.message}`.slice(0, 600)
    ok = kind === 'error' && statusOf(error) === 400 && String(error.message).includes('please fail')
    if (kind === 'error' && !ok) said = `${statusOf(error)} ${said}`
  }
  console.log(JSON.stringify({ client, model, kind, ok, said }))
}

for (const [client, kinds] of Object.entries(clients)) {
  for (const model of models) {
    await Promise.all(Object.entries(kinds).map(([kind, call]) => one(client, model, kind, call)))
  }
}
