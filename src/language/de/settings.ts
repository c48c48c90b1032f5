import type { Texts } from '../texts.ts';

export const settings: Texts['settings'] = {
  title: 'Einstellungen',
  about: 'Änderungen gelten ab der nächsten Frage. Alles außer Schlüsseln wird in diesem Browser gespeichert.',
  whoAnswers: 'Wer antwortet',
  packages: 'Pakete in diesem Tab',
  saveAndAsk: 'Speichern und fragen',
  save: 'Speichern',
  cancel: 'Abbrechen',
  reset: 'Zurücksetzen',
  apiKey: 'API-Schlüssel',
  baseUrl: 'Adresse eines Proxys',
  server: 'Server',
  serverUrl: 'Adresse des Servers',
  serverKey: 'Schlüssel, falls der Server einen verlangt',
  serverModel: 'Modell des Servers',
  keepsKey: 'Schlüssel behalten, bis dieser Tab geschlossen wird',
  model: 'Modell',
  otherModel: 'Anderes …',
  otherName: 'Anderer Name',
  whereCodeRuns: 'Wo Code läuft',
  limits: 'Grenzen in diesem Tab',
  timeout: 'Zeitlimit pro Lauf, in Sekunden',
  memory: 'Speicherlimit, in MiB',
  language: 'Sprache',
  asBrowser: 'Wie im Browser',
  languageAbout: 'Eine andere Sprache lädt die Seite neu. Ein nicht behaltener Schlüssel muss neu eingegeben werden.',
  languageBusy: 'Sie lässt sich ändern, wenn nichts läuft.',
  geminiAbout: 'Googles Modelle. Ein Schlüssel für die Gemini API ist nötig.',
  openai: 'Ein Server mit der API von OpenAI',
  openaiAbout:
    'Unter beliebiger Adresse: Ollama, LM Studio, llama.cpp oder vLLM auf dem eigenen Computer, OpenRouter, OpenAI.',
  builtIn: 'Das Modell dieses Browsers',
  builtInAbout:
    'Das in Chrome eingebaute Modell. Kein Schlüssel, kein Server: Nichts verlässt diesen Computer. Es ist klein, also am besten eins nach dem anderen fragen.',
  local: 'In diesem Tab',
  localAbout: 'Code läuft hier in einer Sandbox, mit den angehängten Dateien. Seine Ausgabe geht an das Modell zurück.',
  atGoogle: 'Auf Googles Servern',
  atGoogleAbout: 'Geminis eigene Codeausführung, mit ihren Bibliotheken und Grenzen.',
  auto: 'In diesem Tab, sonst auf Googles Servern',
  autoAbout:
    'Weicht auf Google aus, wenn der Browser den Code nicht ausführen kann (fehlende Bibliothek, zu wenig Speicher, zwei Zeitüberschreitungen).',
  demos: 'Nur Offline-Demos',
  demosAbout: 'Keine Frage wird gesendet und kein Paket heruntergeladen. Die Demos führen trotzdem echtes Python aus.',
  vendored: 'Nur von dieser Seite',
  vendoredAbout: 'Nur Pakete, die mit dieser Seite bereitgestellt werden.',
  distribution: 'Auch von Pyodide',
  distributionAbout: 'Von cdn.jsdelivr.net. Jede Datei wird mit einem bekannten Hash verglichen.',
  pypi: 'Auch von PyPI',
  pypiAbout:
    'Reine Python-Pakete von beliebigen Autoren. Der Code wählt die Namen und kann so Informationen an pypi.org senden.',
  apiKeyAbout:
    'Wird mit jeder Frage in einem Header an die API gesendet, nie in einer Adresse. Code kann ihn nicht lesen.',
  keepsKeyAbout: 'Sonst geht er beim Neuladen verloren. Er bleibt nie länger als der Tab.',
  modelAbout: 'Jedes Modell, das Funktionen aufrufen kann, ist geeignet. Die in der Liste schreiben guten Code.',
  apiAbout:
    'Google empfiehlt Interactions. Diese Seite weist an, nichts von den Unterhaltungen zu speichern. generateContent für einen Proxy wählen, der nur diese API hat.',
  baseUrlAbout:
    'Ein Server, der Anfragen an die Gemini API weiterleitet und den Schlüssel sieht. Leer lassen, um Googles Adresse zu verwenden.',
  serverUrlAbout:
    'Bis zur Version, z. B. http://localhost:11434/v1 für Ollama. Der Server muss Anfragen von dieser Seite erlauben.',
  serverKeyAbout:
    'Wird nur an diesen Server gesendet, in einem Header. Code kann ihn nicht lesen. Die meisten Server auf dem eigenen Computer brauchen keinen.',
  serverModelAbout:
    'Modelle, die Funktionen aufrufen können, eignen sich am besten. Andere schreiben ihren Code als Text.',
  timeoutAbout: 'Ein Lauf, der länger dauert, wird gestoppt, und das Modell erfährt davon. Variablen bleiben.',
  memoryAbout: 'Für Python und seine Dateien. Code, der mehr braucht, erhält einen MemoryError.',
  listModels: 'Modelle auflisten',
  askingServer: 'Server wird gefragt …',
  noModels: 'Der Server hat noch keine Modelle.',
  modelsOfServer: 'Modelle des Servers',
  chooseOneOf: 'Eines von {count} wählen',
  failure: '{title}. {advice}',
  askingBrowser: 'Browser wird gefragt …',
  modelReady: 'Das Modell ist bereit.',
  toDownload:
    'Der Browser muss das Modell zuerst herunterladen. Er nennt keine Größe: Das von Chrome hat einige GB, und alle Websites teilen es sich.',
  downloadModel: 'Modell herunterladen',
  downloading: 'Der Browser lädt das Modell herunter.',
  showProgress: 'Fortschritt zeigen',
  progress: 'Modell wird heruntergeladen: {percent} %. Dieser Dialog kann inzwischen geschlossen werden.',
  download: 'Herunterladen des Modells',
  notDownloaded: 'Das Modell konnte nicht heruntergeladen werden. {reason}',
  missing:
    'Dieser Browser hat kein eingebautes Modell. Chrome hat eines ab Version 148, auf Computern, für Seiten mit HTTPS oder auf localhost. Nötig sind {requirements}. In einem Frame muss die umgebende Seite „language-model“ erlauben.',
  unavailable:
    'Dieser Browser kann sein eingebautes Modell hier nicht ausführen, oder nicht mit diesen Sprachen und Eingaben. In Chrome sind nötig: {requirements}. chrome://on-device-internals zeigt den Grund, und Administratoren können das Modell abschalten.',
  requirements:
    'Windows 10, macOS 13, Linux oder ein Chromebook Plus; 22 GB freier Speicherplatz; eine GPU mit mehr als 4 GB Speicher oder 16 GB RAM und 4 Kerne; und eine Verbindung ohne Volumenbegrenzung für das Herunterladen',
  'needs-click':
    'Das eingebaute Modell muss zuerst heruntergeladen werden. Browser beginnen damit erst nach einem Klick oder Tastendruck.',
  enterServer: 'Adresse eines Servers eingeben, z. B. {example}.',
  enterOrListModel: 'Namen eines Modells eingeben oder die des Servers auflisten.',
  badKey: 'Ein Schlüssel enthält keine Leer- oder Sonderzeichen. Den ganzen Schlüssel erneut kopieren.',
  enterModelSuchAs: 'Namen eines Modells eingeben, z. B. {example}.',
  enterModel: 'Namen eines Modells eingeben.',
  enterAddress: 'Vollständige Adresse eingeben, z. B. {example}.',
  removeParts:
    'Den Teil vor @ oder nach ? oder # entfernen: Andere könnten ihn lesen. Der Schlüssel wird in einem Header gesendet.',
  enterSeconds: 'Ganze Zahl von Sekunden von {min} bis {max} eingeben.',
  enterMebibytes: 'Ganze Zahl von MiB von {min} bis {max} eingeben.',
  chooseOne: 'Eine dieser Möglichkeiten wählen.',
};
