import type { Texts } from '../texts.ts';

export const settings: Texts['settings'] = {
  title: 'Ajustes',
  about: 'Los cambios se aplican a la próxima pregunta. Todo menos las claves se guarda en este navegador.',
  whoAnswers: 'Quién responde',
  packages: 'Paquetes en esta pestaña',
  saveAndAsk: 'Guardar y preguntar',
  save: 'Guardar',
  cancel: 'Cancelar',
  reset: 'Restablecer valores',
  apiKey: 'Clave de API',
  baseUrl: 'Dirección de un proxy',
  server: 'Servidor',
  serverUrl: 'Dirección del servidor',
  serverKey: 'Clave, si el servidor la necesita',
  serverModel: 'Modelo del servidor',
  keepsKey: 'Conservar la clave hasta cerrar esta pestaña',
  model: 'Modelo',
  otherModel: 'Otro…',
  otherName: 'Otro nombre',
  whereCodeRuns: 'Dónde se ejecuta el código',
  limits: 'Límites en esta pestaña',
  timeout: 'Límite de tiempo por ejecución, en segundos',
  memory: 'Límite de memoria, en MiB',
  language: 'Idioma',
  asBrowser: 'Como el navegador',
  languageAbout: 'Al cambiar de idioma se recarga la página. Una clave que no se conserva debe introducirse de nuevo.',
  languageBusy: 'Se puede cambiar cuando no se ejecuta nada.',
  geminiAbout: 'Los modelos de Google. Se necesita una clave para la API de Gemini.',
  openai: 'Un servidor con la API de OpenAI',
  openaiAbout:
    'En cualquier dirección: Ollama, LM Studio, llama.cpp o vLLM en el propio ordenador, OpenRouter, OpenAI.',
  builtIn: 'El modelo de este navegador',
  builtInAbout:
    'El modelo integrado de Chrome. Sin clave ni servidor: nada sale de este ordenador. Es pequeño, así que conviene pedir una cosa cada vez.',
  local: 'En esta pestaña',
  localAbout: 'El código se ejecuta aquí en un entorno aislado, con los archivos adjuntos. Su salida vuelve al modelo.',
  atGoogle: 'En los servidores de Google',
  atGoogleAbout: 'La ejecución de código propia de Gemini, con sus bibliotecas y sus límites.',
  auto: 'En esta pestaña; si no, en los servidores de Google',
  autoAbout:
    'Recurre a Google si el navegador no puede ejecutar el código (falta una biblioteca, poca memoria, dos tiempos agotados).',
  demos: 'Solo demos sin conexión',
  demosAbout: 'No se envía ninguna pregunta ni se descarga ningún paquete. Las demos ejecutan Python de verdad.',
  vendored: 'Solo de esta página',
  vendoredAbout: 'Solo los paquetes alojados con esta página.',
  distribution: 'También de Pyodide',
  distributionAbout: 'De cdn.jsdelivr.net. Cada archivo se comprueba con un hash conocido.',
  pypi: 'También de PyPI',
  pypiAbout:
    'Paquetes de Python puro de cualquier autor. El código elige los nombres, así que puede enviar información a pypi.org.',
  apiKeyAbout:
    'Se envía a la API en una cabecera con cada pregunta, nunca en una dirección. El código no puede leerla.',
  keepsKeyAbout: 'Si no, se pierde al recargar. Nunca se conserva más tiempo que la pestaña.',
  modelAbout: 'Sirve cualquier modelo que pueda llamar a funciones. Los de la lista escriben buen código.',
  apiAbout:
    'Google recomienda Interactions. Esta página le indica que no guarde nada de las conversaciones. Elegir generateContent para un proxy que solo tenga esa API.',
  baseUrlAbout:
    'Un servidor que reenvía las peticiones a la API de Gemini y ve la clave. Dejarlo vacío para usar la dirección de Google.',
  serverUrlAbout:
    'Hasta la versión, como http://localhost:11434/v1 para Ollama. El servidor debe permitir peticiones de esta página.',
  serverKeyAbout:
    'Se envía solo a este servidor, en una cabecera. El código no puede leerla. La mayoría de los servidores del propio ordenador no la necesitan.',
  serverModelAbout:
    'Los modelos que pueden llamar a funciones funcionan mejor. Los demás escriben su código como texto.',
  timeoutAbout: 'Una ejecución que tarda más se detiene y se avisa al modelo. Las variables se conservan.',
  memoryAbout: 'Para Python y sus archivos. El código que necesita más recibe un MemoryError.',
  listModels: 'Listar sus modelos',
  askingServer: 'Preguntando al servidor…',
  noModels: 'El servidor aún no tiene modelos.',
  modelsOfServer: 'Modelos del servidor',
  chooseOneOf: 'Elegir uno de {count}',
  failure: '{title}. {advice}',
  askingBrowser: 'Preguntando al navegador…',
  modelReady: 'El modelo está listo.',
  toDownload:
    'El navegador tiene que descargar antes el modelo. No indica el tamaño: el de Chrome ocupa varios GB y lo comparten todos los sitios.',
  downloadModel: 'Descargar el modelo',
  downloading: 'El navegador está descargando el modelo.',
  showProgress: 'Mostrar el progreso',
  progress: 'Descargando el modelo: {percent} %. Mientras tanto se puede cerrar este diálogo.',
  download: 'Descarga del modelo',
  notDownloaded: 'No se pudo descargar el modelo. {reason}',
  missing:
    'Este navegador no tiene un modelo integrado. Chrome lo tiene desde la versión 148, en ordenadores, para páginas con HTTPS o en localhost. Requiere {requirements}. En un marco, la página que lo contiene debe permitir «language-model».',
  unavailable:
    'Este navegador no puede ejecutar aquí su modelo integrado, o no con estos idiomas y entradas. En Chrome requiere {requirements}. chrome://on-device-internals muestra el motivo, y los administradores pueden desactivar el modelo.',
  requirements:
    'Windows 10, macOS 13, Linux o un Chromebook Plus; 22 GB libres en disco; una GPU con más de 4 GB de memoria, o 16 GB de RAM y 4 núcleos; y una conexión sin límite de datos para la descarga',
  'needs-click':
    'Primero hay que descargar el modelo integrado, y los navegadores solo empiezan tras un clic o una pulsación de tecla.',
  enterServer: 'Introducir la dirección de un servidor, como {example}.',
  enterOrListModel: 'Introducir el nombre de un modelo o listar los del servidor.',
  badKey: 'Una clave no tiene espacios ni caracteres especiales. Copiar otra vez la clave completa.',
  enterModelSuchAs: 'Introducir el nombre de un modelo, como {example}.',
  enterModel: 'Introducir el nombre de un modelo.',
  enterAddress: 'Introducir una dirección completa, como {example}.',
  removeParts:
    'Quitar la parte anterior a @ o posterior a ? o #, que otros podrían leer. La clave se envía en una cabecera.',
  enterSeconds: 'Introducir un número entero de segundos, de {min} a {max}.',
  enterMebibytes: 'Introducir un número entero de MiB, de {min} a {max}.',
  chooseOne: 'Elegir una de estas opciones.',
};
