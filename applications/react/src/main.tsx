import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Savings } from './Savings';

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <Savings />
    </StrictMode>,
  );
