/** What snippets of the documentation use that is the user's own, or that the page has just made. */
import type { CallableTool, GoogleGenAI as Client, GenerateContentResponse } from '@google/genai';
import type { Client as McpClient } from '@modelcontextprotocol/client';
import type { ToolSet } from 'ai';
import type { Cassette, Checkpoint, Sandbox } from 'glovebox';

declare global {
  const apiKey: string;
  const baseURL: string;
  const ai: Client;
  const client: Client;
  const sandbox: Sandbox;
  const checkpoint: Checkpoint;
  const cassette: Cassette;
  const code: string;
  const file: File;
  const model: string;
  const contents: string;
  const response: GenerateContentResponse;
  const mcpClient: McpClient;
  const aiTools: ToolSet;
  const weather: CallableTool;
  const draw: (thing: unknown) => void;
  const addToolOutput: (output: never) => unknown;
}
