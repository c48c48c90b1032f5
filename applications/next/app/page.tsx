import { Chat } from './Chat';

export default function Page() {
  return (
    <main>
      <h1>Ask, and compute</h1>
      <p>The model writes Python. It runs in your own tab, not on the server.</p>
      <Chat />
    </main>
  );
}
