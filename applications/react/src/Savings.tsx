import { usePython } from 'glovebox/react';
import { useState } from 'react';

const PROGRAM = `
balance = 0
rows = []
for year in range(1, years + 1):
    balance = round((balance + deposit) * (1 + rate / 100), 2)
    rows.append([year, balance])
rows
`;

/** Computes with Python again whenever somebody changes a number. */
export function Savings() {
  const [deposit, setDeposit] = useState(1000);
  const [rate, setRate] = useState(3);
  const { status, result, error } = usePython(PROGRAM, { inputs: { deposit, rate, years: 10 } });
  const rows = (result?.value ?? []) as [year: number, balance: number][];
  return (
    <>
      <h1>Savings</h1>
      <label>
        Deposit per year{' '}
        <input type="number" value={deposit} onChange={(event) => setDeposit(event.target.valueAsNumber || 0)} />
      </label>{' '}
      <label>
        Interest in %{' '}
        <input type="number" step="0.1" value={rate} onChange={(event) => setRate(event.target.valueAsNumber || 0)} />
      </label>
      {status === 'failed' && <p role="alert">{String(error)}</p>}
      {status === 'starting' && <p>Python starts …</p>}
      <table aria-busy={status === 'running'}>
        <thead>
          <tr>
            <th>Year</th>
            <th>Balance</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([year, balance]) => (
            <tr key={year}>
              <td>{year}</td>
              <td>{balance.toFixed(2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
