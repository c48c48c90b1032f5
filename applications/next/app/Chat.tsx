'use client';

import { useChat } from '@ai-sdk/react';
import { lastAssistantMessageIsCompleteWithToolCalls } from 'ai';
import { aiSdkTool, answerToolCall } from 'glovebox/ai-sdk';
import { useSandbox } from 'glovebox/react';
import { type FormEvent, useMemo, useState } from 'react';
import { Part } from './Part';

const EXAMPLE = 'What is the sum of the first 50 prime numbers?';

/** A conversation whose programs run in this tab, in one session: the next program knows the variables of the last. */
export function Chat() {
  const python = useSandbox({ assets: '/pyodide/' });
  const { sandbox } = python;
  const tools = useMemo(() => sandbox && { run_python: aiSdkTool({ sandbox }) }, [sandbox]);
  const { messages, sendMessage, addToolOutput, status, error, stop } = useChat({
    sendAutomaticallyWhen: lastAssistantMessageIsCompleteWithToolCalls,
    onToolCall: ({ toolCall }) => {
      if (tools) answerToolCall(toolCall, { tools, addToolOutput });
    },
  });
  const [question, setQuestion] = useState(EXAMPLE);
  const isAsked = status === 'submitted' || status === 'streaming';

  const ask = (event: FormEvent) => {
    event.preventDefault();
    sendMessage({ text: question });
    setQuestion('');
  };

  return (
    <>
      <div className="conversation" aria-live="polite">
        {messages.map(({ id, role, parts }) => (
          <article key={id} className={role}>
            {parts.map((part, index) => (
              <Part key={index} part={part} />
            ))}
          </article>
        ))}
      </div>
      {error && <p role="alert">The model could not be asked: {error.message}</p>}
      {python.status === 'failed' && <p role="alert">Python could not start: {String(python.error)}</p>}
      <form onSubmit={ask}>
        <label htmlFor="question">Your question</label>
        <textarea
          id="question"
          rows={2}
          required
          value={question}
          onChange={(event) => setQuestion(event.target.value)}
        />
        {isAsked ? (
          <button type="button" onClick={stop}>
            Stop
          </button>
        ) : (
          <button type="submit" disabled={python.status !== 'ready'}>
            {python.status === 'starting' ? 'Python starts …' : 'Ask'}
          </button>
        )}
      </form>
    </>
  );
}
