import type { Texts } from '../texts.ts';

export const server: Texts['server'] = {
  needsKey: 'Dieser Server verlangt einen Schlüssel',
  needsKeyAdvice: 'Den Schlüssel des Anbieters eingeben.',
  keyRefused: 'Der API-Schlüssel wurde abgelehnt',
  keyRefusedAdvice: 'Einen anderen Schlüssel eingeben oder diesen erneut kopieren.',
  noModel: 'Dieses Modell gibt es nicht',
  noModelAdvice: 'Eines der unten genannten wählen, dann erneut versuchen.',
  models: '{message} Modelle dieses Servers: {models}.',
  noApi: 'An dieser Adresse gibt es keine OpenAI-kompatible API',
  noApiAdvice:
    'Die meisten Adressen enden auf /v1, z. B. http://localhost:11434/v1 für Ollama. Die Adresse korrigieren.',
  busy: 'Der Server ist ausgelastet, oder das Kontingent ist aufgebraucht',
  busyAdvice: 'Eine Minute warten und erneut versuchen oder in den Einstellungen ein anderes Modell wählen.',
  failed: 'Serverfehler',
  failedAdvice:
    'Erneut versuchen. Einem Server auf dem eigenen Computer fehlt vielleicht Speicher: seine Meldungen ansehen oder ein kleineres Modell wählen.',
  refused: 'Das Modell hat die Anfrage abgelehnt',
  refusedAdvice: 'Der Grund steht unten. Die Frage umformulieren oder in den Einstellungen ein anderes Modell wählen.',
  needsHttps: 'Diese Adresse braucht HTTPS',
  needsHttpsAdvice:
    'Eine mit HTTPS geladene Seite erreicht nur Adressen mit HTTPS und Server auf demselben Computer. Eine Adresse verwenden, die mit https:// oder http://localhost beginnt.',
  offline: 'Keine Internetverbindung',
  offlineAdvice:
    'Die Frage ist gespeichert. Verbindung herstellen, dann mit „Erneut versuchen“ die Antwort fortsetzen.',
  policy: 'Die Sicherheitsrichtlinie dieser Seite blockiert diese Adresse',
  policyAdvice: 'Ihr Autor muss {origin} in connect-src erlauben.',
  notAllowed: 'Der Server lässt diese Seite nicht zu',
  notAllowedAdvice:
    'Er muss Anfragen von {origin} erlauben. Bei Ollama OLLAMA_ORIGINS={origin} in der Umgebung setzen und neu starten. In LM Studio „Enable CORS“ einschalten. Bei vLLM --allowed-origins verwenden.',
  forbidden: 'Diese Seite darf nicht auf das Netzwerk zugreifen',
  forbiddenAdvice:
    'In den Einstellungen des Browsers für diese Website erlauben: „Local network access“ oder „Apps on device“. Dann erneut versuchen.',
  notRunning: 'Unter dieser Adresse antwortet kein Server',
  notRunningAdvice:
    'Ihn auf diesem Computer starten oder die Adresse korrigieren. Fragt der Browser, ob diese Seite auf Apps auf diesem Gerät zugreifen darf, es erlauben.',
  unreachable: 'Der Server ist nicht erreichbar',
  unreachableAdvice: 'Verbindung und Adresse prüfen.',
};
