import * as v from 'valibot';

/**
 * The body of generateContent and streamGenerateContent: every field that @google/genai 3.1.0 can send in Gemini API
 * mode, and no other. Every field is optional, as in any proto3 message.
 *
 * The message of each schema is the name by which the server's errors call the type; violations.ts makes the text.
 */

export const NOT_REPEATED = 'Proto field is not repeating, cannot start list.';

export const string = v.string('TYPE_STRING');
export const bool = v.boolean('TYPE_BOOL');
const float = v.number('TYPE_FLOAT');
const int32 = v.pipe(v.number('TYPE_INT32'), v.integer('TYPE_INT32'));
/** Proto JSON writes 64 bit integers as strings and reads both. */
export const int64 = v.union([v.pipe(v.string(), v.regex(/^-?\d+$/)), v.pipe(v.number(), v.integer())], 'TYPE_INT64');
/** Proto JSON reads standard and URL-safe base64: Google's dummy signatures are valid URL-safe base64. */
const bytes = v.pipe(v.string('TYPE_BYTES'), v.regex(/^[\w+/-]*={0,2}$/, 'TYPE_BYTES'));
export const struct = v.pipe(
  v.unknown(),
  v.check((value) => !Array.isArray(value), NOT_REPEATED),
  v.record(v.string(), v.unknown(), 'type.googleapis.com/google.protobuf.Struct'),
);
const anyValue = v.unknown();

export function protoType(name: string): string {
  return `type.googleapis.com/google.ai.generativelanguage.v1beta.${name}`;
}

export function enumeration<const Names extends readonly string[]>(type: string, names: Names) {
  return v.picklist(names, protoType(type));
}

export function message<const Entries extends v.ObjectEntries>(type: string, entries: Entries) {
  return v.pipe(
    v.unknown(),
    v.check((value) => !Array.isArray(value), NOT_REPEATED),
    v.transform((value) => withJsonNames(value, entries)),
    v.partial(v.strictObject(entries, protoType(type))),
  );
}

/** Proto JSON reads a field by its JSON name and by its proto name: `generationConfig`, `generation_config`. */
function withJsonNames(value: unknown, entries: v.ObjectEntries): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const jsonName = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
      return [Object.hasOwn(entries, jsonName) ? jsonName : name, member];
    }),
  );
}

export function repeated<const Item extends v.GenericSchema>(type: string, item: Item) {
  return v.array(item, type);
}

const strings = repeated('TYPE_STRING', string);

export const blob = message('Blob', { mimeType: string, data: bytes, displayName: string });
const fileData = message('FileData', { mimeType: string, fileUri: string, displayName: string });

const functionCall = message('FunctionCall', { id: string, name: string, args: struct });

export const functionResponse = message('FunctionResponse', {
  id: string,
  name: string,
  response: struct,
  parts: repeated(
    protoType('FunctionResponsePart'),
    message('FunctionResponsePart', { inlineData: blob, fileData: fileData }),
  ),
  willContinue: bool,
  scheduling: enumeration('FunctionResponse.Scheduling', [
    'SCHEDULING_UNSPECIFIED',
    'SILENT',
    'WHEN_IDLE',
    'INTERRUPT',
  ]),
});

const executableCode = message('ExecutableCode', {
  id: string,
  language: enumeration('ExecutableCode.Language', ['LANGUAGE_UNSPECIFIED', 'PYTHON']),
  code: string,
});

const codeExecutionResult = message('CodeExecutionResult', {
  id: string,
  outcome: enumeration('CodeExecutionResult.Outcome', [
    'OUTCOME_UNSPECIFIED',
    'OUTCOME_OK',
    'OUTCOME_FAILED',
    'OUTCOME_DEADLINE_EXCEEDED',
  ]),
  output: string,
});

const toolType = enumeration('ToolType', [
  'TOOL_TYPE_UNSPECIFIED',
  'GOOGLE_SEARCH_WEB',
  'GOOGLE_SEARCH_IMAGE',
  'URL_CONTEXT',
  'GOOGLE_MAPS',
  'FILE_SEARCH',
  'MEDIA_PROCESSING',
]);

/** The members of the oneof `data`: a part has exactly one. */
const partData = {
  text: string,
  inlineData: blob,
  fileData: fileData,
  functionCall: functionCall,
  functionResponse: functionResponse,
  executableCode: executableCode,
  codeExecutionResult: codeExecutionResult,
  toolCall: message('ToolCall', { id: string, toolType: toolType, args: struct }),
  toolResponse: message('ToolResponse', { id: string, toolType: toolType, response: struct }),
};

export type DataField = keyof typeof partData;

export const PartSchema = message('Part', {
  ...partData,
  thought: bool,
  thoughtSignature: bytes,
  videoMetadata: message('VideoMetadata', { startOffset: string, endOffset: string, fps: float }),
  mediaResolution: message('PartMediaResolution', {
    level: enumeration('MediaResolution.Level', [
      'MEDIA_RESOLUTION_UNSPECIFIED',
      'MEDIA_RESOLUTION_LOW',
      'MEDIA_RESOLUTION_MEDIUM',
      'MEDIA_RESOLUTION_HIGH',
      'MEDIA_RESOLUTION_ULTRA_HIGH',
    ]),
    numTokens: int32,
  }),
  partMetadata: struct,
});

export const ContentSchema = message('Content', { role: string, parts: repeated(protoType('Part'), PartSchema) });

/** A recursive schema needs its type written out; nothing here looks inside one. */
const jsonSchema: v.GenericSchema<unknown, object> = v.lazy(() => schemaMessage);

const schemaMessage = message('Schema', {
  type: enumeration('Type', ['TYPE_UNSPECIFIED', 'STRING', 'NUMBER', 'INTEGER', 'BOOLEAN', 'ARRAY', 'OBJECT', 'NULL']),
  format: string,
  title: string,
  description: string,
  nullable: bool,
  default: anyValue,
  example: anyValue,
  enum: strings,
  pattern: string,
  minimum: float,
  maximum: float,
  minLength: int64,
  maxLength: int64,
  items: jsonSchema,
  minItems: int64,
  maxItems: int64,
  properties: v.record(v.string(), jsonSchema, protoType('Schema.PropertiesEntry')),
  propertyOrdering: strings,
  required: strings,
  minProperties: int64,
  maxProperties: int64,
  anyOf: repeated(protoType('Schema'), jsonSchema),
});

const functionDeclaration = message('FunctionDeclaration', {
  name: string,
  description: string,
  behavior: enumeration('FunctionDeclaration.Behavior', ['UNSPECIFIED', 'BLOCKING', 'NON_BLOCKING']),
  parameters: schemaMessage,
  parametersJsonSchema: anyValue,
  response: schemaMessage,
  responseJsonSchema: anyValue,
});

export const tool = message('Tool', {
  functionDeclarations: repeated(protoType('FunctionDeclaration'), functionDeclaration),
  codeExecution: message('CodeExecution', {}),
  urlContext: message('UrlContext', {}),
  googleSearch: message('GoogleSearch', {
    timeRangeFilter: message('Interval', { startTime: string, endTime: string }),
    searchTypes: message('SearchTypes', { imageSearch: struct, webSearch: struct }),
    excludeDomains: strings,
    blockingConfidence: string,
  }),
  googleSearchRetrieval: message('GoogleSearchRetrieval', {
    dynamicRetrievalConfig: message('DynamicRetrievalConfig', {
      mode: enumeration('DynamicRetrievalConfig.Mode', ['MODE_UNSPECIFIED', 'MODE_DYNAMIC']),
      dynamicThreshold: float,
    }),
  }),
  googleMaps: message('GoogleMaps', { authConfig: struct, enableWidget: bool, groundingTypes: struct }),
  fileSearch: message('FileSearch', { fileSearchStoreNames: strings, metadataFilter: string, topK: int32 }),
  computerUse: struct,
  mcpServers: repeated(protoType('McpServer'), struct),
});

const toolConfig = message('ToolConfig', {
  functionCallingConfig: message('FunctionCallingConfig', {
    mode: enumeration('FunctionCallingConfig.Mode', ['MODE_UNSPECIFIED', 'AUTO', 'ANY', 'NONE', 'VALIDATED']),
    allowedFunctionNames: strings,
  }),
  retrievalConfig: message('RetrievalConfig', {
    languageCode: string,
    latLng: message('LatLng', { latitude: float, longitude: float }),
  }),
  includeServerSideToolInvocations: bool,
});

const generationSettings = {
  temperature: float,
  topP: float,
  topK: float,
  candidateCount: int32,
  maxOutputTokens: int32,
  stopSequences: strings,
  responseLogprobs: bool,
  logprobs: int32,
  presencePenalty: float,
  frequencyPenalty: float,
  seed: int32,
  responseMimeType: string,
  responseSchema: schemaMessage,
  responseJsonSchema: anyValue,
  responseModalities: repeated(
    protoType('GenerationConfig.Modality'),
    enumeration('GenerationConfig.Modality', ['MODALITY_UNSPECIFIED', 'TEXT', 'IMAGE', 'AUDIO', 'VIDEO']),
  ),
  mediaResolution: enumeration('GenerationConfig.MediaResolution', [
    'MEDIA_RESOLUTION_UNSPECIFIED',
    'MEDIA_RESOLUTION_LOW',
    'MEDIA_RESOLUTION_MEDIUM',
    'MEDIA_RESOLUTION_HIGH',
  ]),
  speechConfig: message('SpeechConfig', {
    voiceConfig: struct,
    multiSpeakerVoiceConfig: struct,
    languageCode: string,
  }),
  thinkingConfig: message('ThinkingConfig', {
    includeThoughts: bool,
    thinkingBudget: int32,
    thinkingLevel: enumeration('ThinkingConfig.ThinkingLevel', [
      'THINKING_LEVEL_UNSPECIFIED',
      'MINIMAL',
      'LOW',
      'MEDIUM',
      'HIGH',
    ]),
  }),
  imageConfig: message('ImageConfig', { aspectRatio: string, imageSize: string }),
  audioTranscriptionConfig: struct,
  enableEnhancedCivicAnswers: bool,
};
const generationConfig = message('GenerationConfig', generationSettings);

/** That of a Live session, which has two more. */
export const liveGenerationConfig = message('GenerationConfig', {
  ...generationSettings,
  enableAffectiveDialog: bool,
  translationConfig: struct,
});

export const safetySetting = message('SafetySetting', {
  category: v.pipe(string, v.startsWith('HARM_CATEGORY_', protoType('HarmCategory'))),
  threshold: enumeration('SafetySetting.HarmBlockThreshold', [
    'HARM_BLOCK_THRESHOLD_UNSPECIFIED',
    'BLOCK_LOW_AND_ABOVE',
    'BLOCK_MEDIUM_AND_ABOVE',
    'BLOCK_ONLY_HIGH',
    'BLOCK_NONE',
    'OFF',
  ]),
});

export const GenerateContentRequestSchema = message('GenerateContentRequest', {
  contents: repeated(protoType('Content'), ContentSchema),
  systemInstruction: ContentSchema,
  tools: repeated(protoType('Tool'), tool),
  toolConfig: toolConfig,
  generationConfig: generationConfig,
  safetySettings: repeated(protoType('SafetySetting'), safetySetting),
  cachedContent: string,
  labels: v.record(v.string(), string, protoType('GenerateContentRequest.LabelsEntry')),
  serviceTier: enumeration('ServiceTier', ['unspecified', 'flex', 'standard', 'priority']),
  continuationToken: string,
  store: bool,
});

export type GenerateContentRequest = v.InferOutput<typeof GenerateContentRequestSchema>;
export type Content = v.InferOutput<typeof ContentSchema>;
export type Part = v.InferOutput<typeof PartSchema>;
export type FunctionCall = v.InferOutput<typeof functionCall>;
export type FunctionResponse = v.InferOutput<typeof functionResponse>;
export type FunctionDeclaration = v.InferOutput<typeof functionDeclaration>;
export type Tool = v.InferOutput<typeof tool>;

export const DATA_FIELDS: ReadonlySet<string> = new Set(Object.keys(partData));
