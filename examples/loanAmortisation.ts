/** Loan amortisation: figures that must be right to the cent. */
import { GoogleGenAI } from '@google/genai';
import { Sandbox, withLocalPython } from 'glovebox';
import { apiKey } from './apiKey.ts';

const ai = withLocalPython(new GoogleGenAI({ apiKey }), { sandbox: Sandbox.create() });

const response = await ai.models.generateContent({
  model: 'gemini-3.8-flash',
  contents: `We are about to take out a loan for a barn:
- 84,000 euros
- 3.9 % a year, charged monthly
- 12 years of equal monthly payments

Compute with code, and round to the cent:
1. the monthly payment
2. all the interest that we will have paid
3. a table of the first six months: month, payment, interest, principal, what is left
4. what we save, in interest and in months, if we pay 150 euros more every month`,
  config: { tools: [{ codeExecution: {} }], temperature: 0 },
});

console.log(response.codeExecutionResult);
console.log(response.text);
